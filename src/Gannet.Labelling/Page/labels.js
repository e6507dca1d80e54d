// The labels of one picture: boxes, selection, undo, and saving. A save names the revision that it is based on.
import { api } from '/api.js';

const retryAfter = 3000, mostSteps = 500;
let nextUid = 1;

const withUid = box => ({ ...box, uid: nextUid++ });
const sameBox = (a, b) => a.class === b.class && ['x1', 'y1', 'x2', 'y2'].every(k => Math.abs(a[k] - b[k]) < 0.5);
const plain = box => ({ key: box.key ?? null, class: box.class, x1: box.x1, y1: box.y1, x2: box.x2, y2: box.y2 });

export class Labels extends EventTarget {
  constructor(picture, draftKey) {
    super();
    this.picture = picture;
    this.draftKey = draftKey;
    this.boxes = [];
    this.labelled = false;
    this.selected = null; // uid
    this.conflict = null;
    this.state = 'saved';
    this.past = [];
    this.future = [];
    this.dirty = false;
    this.saving = false;
    this.ready = false;
    this.loading = true;
  }

  async load() {
    try {
      this.take(await api.labels(this.picture));
    } finally {
      this.loading = false;
    }
    this.ready = true;
    const draft = this.readDraft();
    if (draft && draft.revision === this.revision) {
      this.edit(draft.boxes.map(withUid), draft.labelled);
    } else if (draft) {
      const current = { revision: this.revision, labelled: this.labelled, boxes: this.boxes };
      Object.assign(this, { boxes: draft.boxes.map(withUid), labelled: draft.labelled, conflict: current });
      this.tell('conflict');
    }
    this.tell('change');
  }

  take(labels) {
    this.revision = labels.revision;
    this.labelled = labels.labelled;
    this.width = labels.width ?? this.width;
    this.height = labels.height ?? this.height;
    this.boxes = labels.boxes.map(withUid);
    this.selected = null;
  }

  get selectedBox() {
    return this.boxes.find(box => box.uid === this.selected) ?? null;
  }

  get isSaved() {
    return !this.dirty && !this.saving && !this.conflict;
  }

  select(uid) {
    this.selected = uid;
    this.tell('change');
  }

  selectNext(step) {
    if (this.boxes.length === 0) return;
    const at = this.boxes.findIndex(box => box.uid === this.selected);
    const next = at < 0 ? (step > 0 ? 0 : this.boxes.length - 1) : (at + step + this.boxes.length) % this.boxes.length;
    this.select(this.boxes[next].uid);
  }

  // All changes go through here: `boxes` replaces the present ones.
  edit(boxes, labelled = true, selected = this.selected) {
    if (!this.ready || this.conflict) return;
    this.past.push({ boxes: this.boxes, labelled: this.labelled, selected: this.selected });
    if (this.past.length > mostSteps) this.past.shift();
    this.future = [];
    this.become({ boxes, labelled, selected });
  }

  add(box) {
    const added = withUid({ key: null, ...box });
    this.edit([...this.boxes, added], true, added.uid);
    return added;
  }

  addAll(boxes) {
    this.edit([...this.boxes, ...boxes.map(box => withUid({ key: null, ...box }))], true);
  }

  change(uid, change) {
    this.edit(this.boxes.map(box => box.uid === uid ? { ...box, ...change } : box), true, uid);
  }

  remove(uid) {
    const at = this.boxes.findIndex(box => box.uid === uid);
    if (at < 0) return;
    const rest = this.boxes.filter(box => box.uid !== uid);
    this.edit(rest, true, rest[Math.min(at, rest.length - 1)]?.uid ?? null);
  }

  undo() {
    this.step(this.past, this.future);
  }

  redo() {
    this.step(this.future, this.past);
  }

  step(from, to) {
    if (from.length === 0 || this.conflict) return;
    to.push({ boxes: this.boxes, labelled: this.labelled, selected: this.selected });
    this.become(from.pop());
  }

  become({ boxes, labelled, selected }) {
    Object.assign(this, { boxes, labelled, selected });
    this.dirty = true;
    this.tell('change');
    this.save();
  }

  async save() {
    if (this.saving || this.conflict) return;
    this.saving = true;
    while (this.dirty && !this.conflict) {
      this.dirty = false;
      const sent = this.boxes;
      this.keepDraft();
      this.report('saving');
      try {
        this.adopt(sent, await api.save(this.picture, { revision: this.revision, labelled: this.labelled, boxes: sent.map(plain) }));
        if (!this.dirty) this.dropDraft();
        this.report(this.dirty ? 'saving' : 'saved');
      } catch (error) {
        this.dirty = true;
        if (error.status === 409 && error.current) {
          this.conflict = error.current;
          this.report('conflict', error.message);
          this.tell('conflict');
        } else {
          this.report('failed', error.message);
          if (error.status === 0 || error.status === 503) setTimeout(() => this.save(), retryAfter);
          break;
        }
      }
    }
    this.saving = false;
    this.tell('settled');
  }

  // The file's own names for the boxes, so that the next save finds them.
  adopt(sent, saved) {
    this.revision = saved.revision;
    const left = [...saved.boxes], found = new Map();
    for (const box of sent) {
      const at = left.findIndex(other => sameBox(box, other));
      if (at >= 0) found.set(box, left.splice(at, 1)[0]);
    }
    this.boxes = this.boxes.map(box => found.has(box) ? { ...box, ...found.get(box) } : box);
    for (const box of this.boxes) {
      const before = sent.find(other => other.uid === box.uid);
      if (before && found.has(before) && !found.has(box)) box.key = found.get(before).key;
    }
    this.labelled = this.dirty ? this.labelled : saved.labelled;
    this.tell('change');
  }

  takeTheirs() {
    if (!this.conflict) return;
    const mine = { boxes: this.boxes, labelled: this.labelled, selected: null };
    this.take(this.conflict);
    this.past.push(mine); // undo brings ours back
    this.settle();
    this.dirty = false;
    this.report('saved');
  }

  // A box that they left as we knew it keeps its place in the file, the others are new to it.
  keepMine() {
    if (!this.conflict) return;
    const keys = new Set(this.conflict.boxes.map(box => box.key));
    this.boxes = this.boxes.map(box => keys.has(box.key) ? box : { ...box, key: null });
    this.revision = this.conflict.revision;
    this.settle();
    this.dirty = true;
    this.save();
  }

  settle() {
    this.conflict = null;
    this.future = [];
    this.dropDraft();
    this.tell('conflict');
    this.tell('change');
  }

  // What could not be sent survives a closed window.
  keepDraft() {
    try {
      localStorage.setItem(this.draftKey, JSON.stringify({ revision: this.revision, labelled: this.labelled, boxes: this.boxes.map(plain) }));
    } catch {
      // Private windows may have no storage.
    }
  }

  dropDraft() {
    try {
      localStorage.removeItem(this.draftKey);
    } catch {
      // As above.
    }
  }

  readDraft() {
    try {
      return JSON.parse(localStorage.getItem(this.draftKey));
    } catch {
      return null;
    }
  }

  report(state, message = '') {
    this.state = state;
    this.message = message;
    this.tell('state');
  }

  tell(type) {
    this.dispatchEvent(new Event(type));
  }
}
