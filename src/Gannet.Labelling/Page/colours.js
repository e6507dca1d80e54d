// Okabe and Ito's colours, which people tell apart whatever their colour vision; further classes turn the hue by the golden angle.
const first = ['#56b4e9', '#e69f00', '#00b583', '#f0e442', '#e37bb0', '#d55e00', '#4a90ff', '#c0c0c0'];

export function colourOf(index) {
  if (index < 0) return '#ffffff';
  return index < first.length ? first[index] : `hsl(${(index * 137.508) % 360} 75% 62%)`;
}
