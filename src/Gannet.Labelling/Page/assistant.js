// What a model helps with: suggestions, training, the order of pictures, doubts.
import { api } from '/api.js';

const idlePoll = 8000, busyPoll = 1500;

export class Assistant extends EventTarget {
  constructor() {
    super();
    this.status = null;
    this.order = null; // ids, most worth labelling first
    this.suggestions = [];
    this.hidden = new Set();
    this.marked = -1;
    this.score = 0.5;
  }

  get isReady() {
    return Boolean(this.status?.model.name) && !this.status.model.loading;
  }

  get isTraining() {
    return ['running', 'stopping'].includes(this.status?.training.phase);
  }

  async poll() {
    clearTimeout(this.timer);
    const before = this.status;
    try {
      this.status = await api.status();
    } catch {
      // The labels say when the program does not answer.
    }
    const { status } = this;
    if (before?.model.generation !== status?.model.generation || before?.model.loading !== status?.model.loading) this.tell('model');
    if (before?.model.seen !== status?.model.seen) this.tell('seen');
    this.tell('status');
    const isBusy = this.isTraining || status?.model.loading || (this.isReady && status.model.seen < status.model.pictures);
    this.timer = setTimeout(() => this.poll(), isBusy ? busyPoll : idlePoll);
  }

  // Suggestions of one picture; an answer that comes late for another is dropped.
  async suggest(labels) {
    if (this.labels !== labels) this.hidden.clear();
    this.labels = labels;
    if (!this.isReady) {
      this.set([]);
      return;
    }
    const asked = this.asked = {};
    try {
      const { boxes } = await api.suggestions(labels.picture, this.score);
      if (asked === this.asked) this.set(boxes);
    } catch {
      if (asked === this.asked) this.set([]);
    }
  }

  set(boxes) {
    const before = this.suggestions[this.marked];
    this.suggestions = boxes.filter(box => !this.hidden.has(this.nameOf(box)));
    const same = before ? this.suggestions.findIndex(box => this.nameOf(box) === this.nameOf(before)) : -1;
    this.marked = same >= 0 ? same : this.suggestions.length > 0 ? 0 : -1;
    this.tell('suggestions');
  }

  nameOf(box) {
    return JSON.stringify([box.class, box.x1, box.y1, box.x2, box.y2]);
  }

  mark(k) {
    this.marked = this.suggestions.length > 0 ? (k + this.suggestions.length) % this.suggestions.length : -1;
    this.tell('suggestions');
  }

  // Takes suggestions off the list to make labels of them.
  take(isAll) {
    const taken = isAll ? this.suggestions : this.suggestions.slice(this.marked, this.marked + 1);
    if (this.marked < 0 || taken.length === 0) return [];
    this.asked = null;
    const at = this.marked;
    this.suggestions = this.suggestions.filter(box => !taken.includes(box));
    this.marked = Math.min(at, this.suggestions.length - 1);
    this.tell('suggestions');
    return taken;
  }

  hide() {
    for (const box of this.take(false)) this.hidden.add(this.nameOf(box));
  }

  async arrange(isWanted) {
    try {
      this.order = isWanted ? (await api.order()).pictures : null;
    } catch {
      this.order = null;
    }
    this.tell('order');
  }

  tell(type) {
    this.dispatchEvent(new Event(type));
  }
}

export function describeTraining(training) {
  const minutes = Math.floor(training.seconds / 60), seconds = `${Math.floor(training.seconds % 60)}`.padStart(2, '0');
  const numbers = [
    `${training.pictures} pictures, ${training.objects} boxes`,
    training.step ? `step ${training.step}` : null,
    training.loss == null ? null : `loss ${training.loss.toFixed(2)}`,
    training.ap == null || training.ap < 0 ? null : `AP ${training.ap.toFixed(2)}`,
  ].filter(Boolean).join(', ');
  switch (training.phase) {
    case 'running': return `Training for ${minutes}:${seconds} of ${training.minutes} min: ${numbers}.`;
    case 'stopping': return 'Stopping after this step.';
    case 'done': return `Trained in ${minutes}:${seconds}: ${numbers}.`;
    case 'stopped': return `Stopped: ${numbers}. Its checkpoint is kept.`;
    case 'failed': return `Failed: ${training.message}`;
    default: return '';
  }
}
