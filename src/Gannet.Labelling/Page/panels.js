// The lists beside the picture. Names come from outside: they are only ever set as text.
import { colourOf } from '/colours.js';

const shortcuts = 9;

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function item(text, count, onClick, swatch = null, state = null) {
  const button = element('button', 'item');
  button.type = 'button';
  if (state !== null) button.append(element('span', 'state', state));
  if (swatch !== null) {
    const colour = element('span', 'swatch');
    colour.style.background = swatch;
    button.append(colour);
  }
  button.append(element('span', 'text', text), element('span', 'count', count));
  button.title = text;
  button.addEventListener('click', onClick);
  return button;
}

const marks = picture => picture.problem ? ['!', 'problem'] : picture.labelled ? ['✓', 'labelled'] : ['', 'not labelled yet'];

export function showPictures(list, pictures, current, open) {
  const before = list.scrollTop;
  list.replaceChildren(...pictures.map(picture => {
    const li = element('li', picture.id === current ? 'current' : '');
    const [mark, words] = marks(picture);
    const button = item(picture.name, picture.labelled ? `${picture.boxes}` : '', () => open(picture.id), null, mark);
    button.setAttribute('aria-label', `${picture.name}, ${words}${picture.labelled ? `, ${picture.boxes} boxes` : ''}`);
    if (picture.id === current) button.setAttribute('aria-current', 'true');
    li.dataset.id = picture.id;
    li.append(button);
    return li;
  }));
  list.scrollTop = before;
  bringToSight(list);
}

// Scrolls the list and nothing around it: on a phone the picture must stay where it is.
function bringToSight(list) {
  const now = list.querySelector('.current');
  if (!now) return;
  const [place, all] = [now.getBoundingClientRect(), list.getBoundingClientRect()];
  if (place.top < all.top || place.bottom > all.bottom) list.scrollTop += place.top - all.top - (list.clientHeight - place.height) / 2;
}

export function showClasses(list, classes, current, boxes, choose, rename) {
  if (list.querySelector('input')) return; // somebody is typing
  list.replaceChildren(...classes.map((name, k) => {
    const li = element('li', name === current ? 'current' : '');
    const count = boxes.filter(box => box.class === name).length;
    const button = item(k < shortcuts ? `${k + 1}  ${name}` : name, count ? `${count}` : '', () => choose(name), colourOf(k));
    button.setAttribute('aria-pressed', name === current);
    const change = element('button', 'rename', '✎');
    change.type = 'button';
    change.title = `Rename ${name}`;
    change.setAttribute('aria-label', change.title);
    change.addEventListener('click', () => askForName(li, name, rename));
    li.append(button, change);
    return li;
  }));
}

function askForName(li, name, rename) {
  const input = element('input');
  input.value = name;
  input.maxLength = 200;
  input.setAttribute('aria-label', `New name of ${name}`);
  let isDone = false;
  const end = async isMeant => {
    if (isDone) return;
    isDone = true;
    const to = input.value.trim();
    input.remove();
    await rename(name, isMeant && to !== name ? to : null);
  };
  input.addEventListener('keydown', e => {
    if (e.key === 'Enter') end(true);
    if (e.key === 'Escape') end(false);
    e.stopPropagation();
  });
  input.addEventListener('blur', () => end(false));
  li.replaceChildren(input);
  input.focus();
  input.select();
}

export function showBoxes(list, labels, classes) {
  list.replaceChildren(...labels.boxes.map((box, k) => {
    const li = element('li', box.uid === labels.selected ? 'current' : '');
    const size = `${Math.round(box.x2 - box.x1)} × ${Math.round(box.y2 - box.y1)}`;
    const extras = [box.difficult && 'difficult', box.crowd && 'crowd', box.outline && 'outline'].filter(Boolean).join(', ');
    li.append(item(`${k + 1}  ${box.class}${extras ? ` (${extras})` : ''}`, size, () => labels.select(box.uid), colourOf(classes.indexOf(box.class))));
    return li;
  }));
  bringToSight(list);
}

export function showDoubts(list, doubts, pictures, open) {
  list.replaceChildren(...doubts.map(doubt => {
    const li = element('li');
    li.append(item(`${doubt.says}  ${pictures[doubt.picture]?.name ?? ''}`, `${Math.round(doubt.score * 100)} %`, () => open(doubt)));
    return li;
  }));
}
