// The picture with its boxes on a canvas: zoom, pan, and what a pointer does. One finger or button draws, moves and resizes; two fingers zoom.
import { colourOf } from '/colours.js';

const handleSize = 5, nearMouse = 8, nearFinger = 18, clickSlack = 4, smallest = 2, largestScale = 40, mostNames = 20;
const sides = [['x1', 'y1'], [null, 'y1'], ['x2', 'y1'], ['x1', null], ['x2', null], ['x1', 'y2'], [null, 'y2'], ['x2', 'y2']];
const cursors = ['nwse-resize', 'ns-resize', 'nesw-resize', 'ew-resize', 'ew-resize', 'nesw-resize', 'ns-resize', 'nwse-resize'];

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const inside = (box, p) => p.x >= box.x1 && p.x <= box.x2 && p.y >= box.y1 && p.y <= box.y2;
const area = box => (box.x2 - box.x1) * (box.y2 - box.y1);

export class View extends EventTarget {
  constructor(canvas) {
    super();
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
    this.labels = null;
    this.image = null;
    this.suggestions = [];
    this.marked = -1;
    this.halo = null;
    this.currentClass = () => null;
    this.classes = () => [];
    this.pointers = new Map();
    this.action = null;
    this.spaceHeld = false;
    canvas.addEventListener('pointerdown', e => this.down(e));
    canvas.addEventListener('pointermove', e => this.move(e));
    canvas.addEventListener('pointerup', e => this.up(e));
    canvas.addEventListener('pointercancel', e => this.cancel(e));
    canvas.addEventListener('wheel', e => this.wheel(e), { passive: false });
    canvas.addEventListener('contextmenu', e => e.preventDefault());
    new ResizeObserver(() => this.resized()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
  }

  show(labels, image) {
    Object.assign(this, { labels, image, action: null, halo: null, suggestions: [], marked: -1 });
    this.pointers.clear();
    this.fit();
  }

  get width() {
    return this.labels?.width || this.image?.naturalWidth || 1;
  }

  get height() {
    return this.labels?.height || this.image?.naturalHeight || 1;
  }

  resized() {
    const whole = this.isFitted;
    const ratio = devicePixelRatio || 1;
    this.canvas.width = Math.round(this.canvas.clientWidth * ratio);
    this.canvas.height = Math.round(this.canvas.clientHeight * ratio);
    if (whole !== false) this.fit();
    this.draw();
  }

  fit() {
    const { clientWidth: w, clientHeight: h } = this.canvas, margin = 12;
    this.scale = Math.max(Math.min((w - 2 * margin) / this.width, (h - 2 * margin) / this.height), 0.01);
    this.left = (w - this.width * this.scale) / 2;
    this.top = (h - this.height * this.scale) / 2;
    this.isFitted = true;
    this.draw();
  }

  zoom(factor, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2) {
    const scale = clamp(this.scale * factor, 0.02, largestScale);
    this.left = x - (x - this.left) * scale / this.scale;
    this.top = y - (y - this.top) * scale / this.scale;
    this.scale = scale;
    this.pan(0, 0);
  }

  // A corner of the picture always stays in sight.
  pan(dx, dy) {
    const keep = 40;
    this.left = clamp(this.left + dx, keep - this.width * this.scale, this.canvas.clientWidth - keep);
    this.top = clamp(this.top + dy, keep - this.height * this.scale, this.canvas.clientHeight - keep);
    this.isFitted = false;
    this.draw();
  }

  centre(box) {
    this.left = this.canvas.clientWidth / 2 - (box.x1 + box.x2) / 2 * this.scale;
    this.top = this.canvas.clientHeight / 2 - (box.y1 + box.y2) / 2 * this.scale;
    this.pan(0, 0);
  }

  toPicture(e) {
    const place = this.canvas.getBoundingClientRect();
    return { x: (e.clientX - place.left - this.left) / this.scale, y: (e.clientY - place.top - this.top) / this.scale };
  }

  newBoxInSight() {
    const { clientWidth: w, clientHeight: h } = this.canvas;
    const [x1, x2] = [-this.left / this.scale, (w - this.left) / this.scale].map(x => clamp(x, 0, this.width));
    const [y1, y2] = [-this.top / this.scale, (h - this.top) / this.scale].map(y => clamp(y, 0, this.height));
    const side = Math.max(Math.min(x2 - x1, y2 - y1) / 5, 4) / 2, [cx, cy] = [(x1 + x2) / 2, (y1 + y2) / 2];
    return this.clip({ x1: cx - side, y1: cy - side, x2: cx + side, y2: cy + side });
  }

  // Whole pixels inside the picture.
  clip(box) {
    const x = [box.x1, box.x2].map(v => clamp(Math.round(v), 0, this.width)).sort((a, b) => a - b);
    const y = [box.y1, box.y2].map(v => clamp(Math.round(v), 0, this.height)).sort((a, b) => a - b);
    return { x1: x[0], y1: y[0], x2: x[1], y2: y[1] };
  }

  handles(box) {
    const [cx, cy] = [(box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2];
    return sides.map(([h, v]) => ({ x: h ? box[h] : cx, y: v ? box[v] : cy }));
  }

  handleAt(p, touch) {
    const box = this.labels?.selectedBox;
    if (!box) return -1;
    const near = (touch ? nearFinger : nearMouse) / this.scale;
    return this.handles(box).findIndex(h => Math.abs(h.x - p.x) <= near && Math.abs(h.y - p.y) <= near);
  }

  down(e) {
    if (!this.labels?.ready) return;
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(e.pointerId);
    this.pointers.set(e.pointerId, { x: e.clientX, y: e.clientY });
    if (this.pointers.size === 2) {
      this.action = { kind: 'pinch', ...this.spread() };
      this.draw();
      return;
    }
    if (this.pointers.size > 2) return;
    const p = this.toPicture(e), touch = e.pointerType === 'touch';
    const start = { p, at: { x: e.clientX, y: e.clientY } };
    if (e.button === 1 || e.button === 2 || this.spaceHeld) {
      this.action = { kind: 'pan' };
    } else if (this.labels.conflict) {
      this.action = { kind: 'pan' };
    } else {
      const handle = this.handleAt(p, touch), box = this.labels.selectedBox;
      if (handle >= 0) this.action = { kind: 'resize', handle, box, next: box, ...start };
      else if (box && inside(box, p)) this.action = { kind: 'move', box, next: box, ...start };
      else this.action = { kind: 'draw', next: null, ...start };
    }
    e.preventDefault();
  }

  move(e) {
    const before = this.pointers.get(e.pointerId);
    if (!before) {
      this.hover(e);
      return;
    }
    const [dx, dy] = [e.clientX - before.x, e.clientY - before.y];
    this.pointers.set(e.pointerId, { x: e.clientX, y: e.clientY });
    const { action } = this;
    if (!action) return;
    if (action.kind === 'pinch') {
      if (this.pointers.size < 2) return;
      const place = this.canvas.getBoundingClientRect(), now = this.spread();
      this.pan(now.x - action.x, now.y - action.y);
      this.zoom(now.distance / action.distance, now.x - place.left, now.y - place.top);
      Object.assign(action, now);
    } else if (action.kind === 'pan') {
      this.pan(dx, dy);
    } else {
      if (Math.hypot(e.clientX - action.at.x, e.clientY - action.at.y) > clickSlack) action.moved = true;
      if (action.moved) this.follow(action, this.toPicture(e));
      this.draw();
    }
  }

  follow(action, p) {
    const { box, p: from } = action;
    if (action.kind === 'draw') {
      action.next = this.clip({ x1: from.x, y1: from.y, x2: p.x, y2: p.y });
    } else if (action.kind === 'move') {
      action.next = { ...box, ...this.shifted(box, p.x - from.x, p.y - from.y) };
    } else {
      const [h, v] = sides[action.handle];
      action.next = { ...box, ...this.clip({ ...box, ...(h && { [h]: p.x }), ...(v && { [v]: p.y }) }) };
    }
  }

  // Moves a box without changing its size; it stays inside the picture.
  shifted(box, dx, dy) {
    const [w, h] = [box.x2 - box.x1, box.y2 - box.y1];
    const x1 = clamp(Math.round(box.x1 + dx), Math.min(0, box.x1), Math.max(this.width - w, box.x1));
    const y1 = clamp(Math.round(box.y1 + dy), Math.min(0, box.y1), Math.max(this.height - h, box.y1));
    return { x1, y1, x2: x1 + w, y2: y1 + h };
  }

  up(e) {
    if (!this.pointers.delete(e.pointerId)) return;
    const { action } = this;
    if (this.pointers.size > 0) return;
    this.action = null;
    if (!action || action.kind === 'pinch' || action.kind === 'pan') {
      this.draw();
      return;
    }
    if (!action.moved) this.click(this.toPicture(e));
    else this.finish(action);
    this.draw();
  }

  finish({ kind, next, box }) {
    if (!next || next.x2 - next.x1 < smallest || next.y2 - next.y1 < smallest) return;
    const corners = { x1: next.x1, y1: next.y1, x2: next.x2, y2: next.y2 };
    if (kind === 'draw') this.dispatchEvent(new CustomEvent('drawn', { detail: corners }));
    else this.labels.change(box.uid, corners);
  }

  // Another click at the same place selects what lies below.
  click(p) {
    const hit = this.labels.boxes.filter(box => inside(box, p)).sort((a, b) => area(a) - area(b));
    const at = hit.findIndex(box => box.uid === this.labels.selected);
    if (hit.length > 0) {
      this.labels.select(hit[(at + 1) % hit.length].uid);
      return;
    }
    const suggestion = this.suggestions.map((box, k) => ({ box, k })).filter(s => inside(s.box, p)).sort((a, b) => area(a.box) - area(b.box))[0];
    if (suggestion) this.dispatchEvent(new CustomEvent(suggestion.k === this.marked ? 'accept' : 'mark', { detail: suggestion.k }));
    this.labels.select(null);
  }

  cancel(e) {
    this.pointers.delete(e.pointerId);
    this.action = null;
    this.draw();
  }

  wheel(e) {
    e.preventDefault();
    const place = this.canvas.getBoundingClientRect();
    this.zoom(Math.exp(-clamp(e.deltaY, -200, 200) / 300), e.clientX - place.left, e.clientY - place.top);
  }

  hover(e) {
    if (!this.labels) return;
    const p = this.toPicture(e), handle = this.handleAt(p, false), box = this.labels.selectedBox;
    this.canvas.style.cursor = this.spaceHeld ? 'grab' : handle >= 0 ? cursors[handle] : box && inside(box, p) ? 'move' : 'crosshair';
  }

  spread() {
    const [a, b] = [...this.pointers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, distance: Math.max(Math.hypot(a.x - b.x, a.y - b.y), 1) };
  }

  draw() {
    if (this.scheduled) return;
    this.scheduled = requestAnimationFrame(() => {
      this.scheduled = null;
      this.paint();
    });
  }

  paint() {
    const { context: c, canvas } = this, ratio = devicePixelRatio || 1;
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    if (!this.labels) return;
    if (this.image?.complete && this.image.naturalWidth > 0) {
      c.imageSmoothingEnabled = this.scale < 4;
      c.drawImage(this.image, this.left, this.top, this.width * this.scale, this.height * this.scale);
    }
    const { action } = this;
    for (const box of this.labels.conflict?.boxes ?? []) this.box(c, box, { dash: [2, 3], colour: '#888', text: `theirs: ${box.class}` });
    for (const [k, box] of this.suggestions.entries()) {
      const isNamed = k === this.marked || this.suggestions.length <= mostNames;
      this.box(c, box, { dash: [7, 4], width: k === this.marked ? 3 : 1.5, text: isNamed ? `${box.class} ${Math.round(box.score * 100)} %` : '', mark: k === this.marked });
    }
    for (const box of this.labels.boxes) {
      const shown = action?.next && action.box?.uid === box.uid ? action.next : box;
      this.box(c, shown, { selected: box.uid === this.labels.selected, dash: box.crowd ? [2, 2] : [], text: box.class + (box.difficult ? ' (difficult)' : '') });
    }
    if (action?.kind === 'draw' && action.next) this.box(c, { ...action.next, class: this.currentClass() ?? '' }, { selected: true, text: '' });
    if (this.halo) this.ring(c, this.halo);
  }

  place(box) {
    return [box.x1 * this.scale + this.left, box.y1 * this.scale + this.top, (box.x2 - box.x1) * this.scale, (box.y2 - box.y1) * this.scale];
  }

  // A dark line below the coloured one is seen on every picture.
  box(c, box, { selected = false, dash = [], width = 2, colour = null, text = '', mark = false }) {
    const [x, y, w, h] = this.place(box);
    colour ??= colourOf(this.classes().indexOf(box.class));
    c.lineJoin = 'round';
    c.setLineDash([]);
    c.strokeStyle = 'rgb(0 0 0 / .55)';
    c.lineWidth = (selected ? 3 : width) + 2;
    if (dash.length === 0) c.strokeRect(x, y, w, h);
    c.setLineDash(dash);
    c.strokeStyle = colour;
    c.lineWidth = selected ? 3 : width;
    c.strokeRect(x, y, w, h);
    c.setLineDash([]);
    if (selected || mark) {
      c.fillStyle = colour;
      c.globalAlpha = 0.12;
      c.fillRect(x, y, w, h);
      c.globalAlpha = 1;
    }
    if (text && (selected || mark || w > 24)) this.caption(c, text, x, y, colour);
    if (selected && w > 12 && h > 12) this.marks(c, box, colour);
  }

  caption(c, text, x, y, colour) {
    c.font = '12px system-ui, sans-serif';
    const shown = text.length > 40 ? `${text.slice(0, 39)}…` : text, width = c.measureText(shown).width + 8;
    const top = y >= 17 ? y - 17 : y + 1, left = clamp(x - 1, 0, Math.max(0, this.canvas.clientWidth - width));
    c.fillStyle = 'rgb(0 0 0 / .75)';
    c.fillRect(left, top, width, 16);
    c.fillStyle = colour;
    c.fillRect(left, top, 3, 16);
    c.fillStyle = '#fff';
    c.fillText(shown, left + 5, top + 12);
  }

  marks(c, box, colour) {
    for (const h of this.handles(box)) {
      const [x, y] = [h.x * this.scale + this.left, h.y * this.scale + this.top];
      c.fillStyle = '#fff';
      c.strokeStyle = '#000';
      c.lineWidth = 1;
      c.fillRect(x - handleSize, y - handleSize, 2 * handleSize, 2 * handleSize);
      c.strokeRect(x - handleSize, y - handleSize, 2 * handleSize, 2 * handleSize);
      c.fillStyle = colour;
      c.fillRect(x - handleSize + 2, y - handleSize + 2, 2 * handleSize - 4, 2 * handleSize - 4);
    }
  }

  ring(c, box) {
    const [x, y, w, h] = this.place(box);
    c.setLineDash([1, 5]);
    c.lineCap = 'round';
    c.strokeStyle = '#ff9d00';
    c.lineWidth = 4;
    c.strokeRect(x - 7, y - 7, w + 14, h + 14);
    c.setLineDash([]);
    c.lineCap = 'butt';
  }
}
