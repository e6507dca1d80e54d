// Wires the page together: which picture is open, what the buttons and keys do.
import { api } from '/api.js';
import { Labels } from '/labels.js';
import { View } from '/view.js';
import { Assistant, describeTraining } from '/assistant.js';
import { showBoxes, showClasses, showDoubts, showPictures } from '/panels.js';

const $ = id => document.getElementById(id);
const view = new View($('canvas')), assistant = new Assistant();
const unsaved = new Set();
let project = null, labels = null, currentClass = null, visible = [];

view.classes = () => project?.classes ?? [];
view.currentClass = () => currentClass;

const draftKey = id => `gannet:${project.name}:${project.pictures[id].name}`;

async function start() {
  project = await api.project();
  $('name').textContent = project.name;
  document.title = `${project.name} – gannet label`;
  currentClass = project.classes[0] ?? null;
  $('train-form').hidden = !project.canTrain;
  if (!project.canTrain) $('train-line').textContent = 'This page was started without training.';
  const asked = Number.parseInt(location.hash.slice(1), 10);
  const first = project.pictures[asked] ?? project.pictures.find(picture => !picture.labelled && !picture.problem) ?? project.pictures[0];
  await open(first.id);
  await assistant.poll();
}

// Pictures

async function open(id, then = null) {
  const mine = new Labels(id, draftKey(id));
  const picture = project.pictures[id];
  labels = mine;
  history.replaceState(null, '', `#${id}`);
  $('picture-name').textContent = picture.name;
  mine.addEventListener('change', () => mine === labels && render());
  mine.addEventListener('state', () => showState(mine));
  mine.addEventListener('conflict', () => mine === labels && showConflict());
  mine.addEventListener('settled', () => settled(mine));
  const image = new Image();
  image.addEventListener('load', () => mine === labels && view.draw());
  image.addEventListener('error', () => mine === labels && say(`${picture.name}: the picture cannot be shown.`));
  say('');
  showState(mine);
  image.src = api.pictureUrl(id);
  try {
    await mine.load();
  } catch (error) {
    if (mine === labels) {
      view.show(mine, image);
      say(error.message);
      render();
      showState(mine);
    }
    return;
  }
  if (mine !== labels) return;
  view.show(mine, image);
  showConflict();
  render();
  then?.();
  showState(mine);
  assistant.suggest(mine);
  const next = project.pictures[neighbour(1)];
  if (next) new Image().src = api.pictureUrl(next.id);
}

function say(words) {
  $('problem').textContent = words;
  $('problem').hidden = words === '';
}

function neighbour(step) {
  const at = visible.findIndex(picture => picture.id === labels.picture);
  if (at >= 0) return visible[(at + step + visible.length) % visible.length]?.id;
  return visible[step > 0 ? 0 : visible.length - 1]?.id;
}

function go(step) {
  const id = neighbour(step);
  if (id !== undefined && id !== labels.picture) open(id);
}

function goToOpen() {
  const isOpen = id => id !== labels.picture && !project.pictures[id].labelled && !project.pictures[id].problem;
  const ids = assistant.order ?? project.pictures.map((_, k) => (k + labels.picture) % project.pictures.length);
  const id = ids.find(isOpen) ?? project.pictures.find(picture => isOpen(picture.id))?.id;
  if (id === undefined) say('Every picture is labelled.');
  else open(id);
}

function listed() {
  const filter = $('filter').value;
  const order = assistant.order;
  let pictures = project.pictures;
  if (order) {
    const first = new Set(order);
    pictures = [...order.map(id => project.pictures[id]), ...pictures.filter(picture => !first.has(picture.id))];
  }
  return pictures.filter(picture => filter === 'all' || (filter === 'done') === picture.labelled);
}

// Rendering

function render() {
  const picture = project.pictures[labels.picture];
  if (labels.ready) Object.assign(picture, { labelled: labels.labelled, boxes: labels.boxes.length });
  visible = listed();
  const signature = JSON.stringify([visible.map(p => [p.id, p.labelled, p.boxes]), labels.picture]);
  if (signature !== render.signature) {
    showPictures($('pictures'), visible, labels.picture, open);
    render.signature = signature;
  }
  const done = project.pictures.filter(p => p.labelled).length;
  $('counts').textContent = `${done} of ${project.pictures.length} labelled`;
  showClasses($('classes'), project.classes, currentClass, labels.boxes, chooseClass, renameClass);
  showBoxes($('boxes'), labels, project.classes);
  $('box-count').textContent = labels.boxes.length || '';
  const isFixed = !labels.ready || Boolean(labels.conflict);
  $('undo').disabled = labels.past.length === 0 || isFixed;
  $('redo').disabled = labels.future.length === 0 || isFixed;
  $('delete').disabled = !labels.selectedBox || isFixed;
  $('new-box').disabled = isFixed;
  $('nothing').disabled = isFixed || labels.boxes.length > 0;
  $('nothing').setAttribute('aria-pressed', labels.labelled && labels.boxes.length === 0);
  view.draw();
}

function showState(of) {
  if (of.isSaved) unsaved.delete(of);
  else unsaved.add(of);
  const bad = [...unsaved].find(other => ['failed', 'conflict'].includes(other.state));
  const line = $('saved');
  line.classList.toggle('bad', Boolean(bad));
  line.textContent = bad ? `${project.pictures[bad.picture].name}: ${bad.state === 'conflict' ? 'changed elsewhere' : `not saved: ${bad.message}`}`
    : [...unsaved].some(other => other.state === 'saving') ? 'saving …'
      : labels.loading ? 'opening …' : 'saved';
}

function settled(of) {
  showState(of);
  if (of !== labels || labels.conflict) return;
  assistant.suggest(labels);
}

function showConflict() {
  const theirs = labels.conflict;
  $('conflict').hidden = !theirs;
  if (theirs) {
    $('conflict-text').textContent = `Another window or program has changed these labels: it has ${theirs.boxes.length} boxes (dotted), you have ${labels.boxes.length}.`;
  }
  showState(labels);
  view.draw();
}

// Classes

async function chooseClass(name) {
  currentClass = name;
  if (labels.selectedBox && labels.selectedBox.class !== name) labels.change(labels.selected, { class: name });
  else render();
}

async function addClass(name) {
  $('class-error').textContent = '';
  try {
    project.classes = await api.addClass(name);
    currentClass = project.classes.at(-1);
    return true;
  } catch (error) {
    $('class-error').textContent = error.message;
    return false;
  } finally {
    render();
  }
}

async function renameClass(from, to) {
  $('class-error').textContent = '';
  if (to !== null) {
    try {
      project.classes = await api.renameClass(from, to);
      if (currentClass === from) currentClass = to.trim();
      await open(labels.picture);
    } catch (error) {
      $('class-error').textContent = error.message;
    }
  }
  render();
}

// Boxes

async function add(corners) {
  if (!currentClass && !await addClass('object')) return;
  labels.add({ ...corners, class: currentClass });
}

// A model may know classes that the data set does not have yet.
async function accept(isAll) {
  if (labels.conflict) return;
  const mine = labels, taken = assistant.take(isAll);
  for (const name of new Set(taken.map(box => box.class))) {
    if (project.classes.includes(name)) continue;
    const kept = currentClass;
    if (!await addClass(name)) return;
    currentClass = kept ?? currentClass;
  }
  if (taken.length > 0 && mine === labels) mine.addAll(taken.map(({ class: name, ...box }) => ({ class: name, ...view.clip(box) })));
}

function nudge(key, { shiftKey, ctrlKey, metaKey }) {
  const box = labels.selectedBox, by = shiftKey ? 10 : 1;
  const [dx, dy] = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[key];
  if (!box) view.pan(-dx * 20, -dy * 20);
  else if (ctrlKey || metaKey) labels.change(box.uid, view.clip({ ...box, x2: Math.max(box.x1 + 2, box.x2 + dx), y2: Math.max(box.y1 + 2, box.y2 + dy) }));
  else labels.change(box.uid, view.shifted(box, dx, dy));
}

function toggleNothing() {
  if (labels.boxes.length === 0) labels.edit([], !labels.labelled);
}

// The model

assistant.addEventListener('suggestions', () => {
  view.suggestions = assistant.suggestions;
  view.marked = assistant.marked;
  $('suggestion-count').textContent = assistant.suggestions.length || '';
  for (const id of ['accept', 'accept-all', 'reject']) $(id).disabled = assistant.suggestions.length === 0;
  view.draw();
});

assistant.addEventListener('model', () => {
  $('by-worth').disabled = !assistant.isReady;
  if (assistant.isReady && labels) assistant.suggest(labels);
  if ($('doubts-panel').open) lookForDoubts();
});

assistant.addEventListener('seen', () => {
  if ($('by-worth').checked) assistant.arrange(true);
  const { seen, pictures } = assistant.status.model;
  if (seen === pictures && $('doubts-panel').open) lookForDoubts();
});

assistant.addEventListener('order', () => labels && render());

assistant.addEventListener('status', () => {
  const { status } = assistant;
  if (!status) return;
  const { model, training } = status;
  $('model-line').textContent = model.loading ? 'Loading the model …'
    : model.fault ? `The model cannot be loaded: ${model.fault}`
      : !model.name ? 'No model yet: label some pictures, then train.'
        : model.seen < model.pictures ? `${model.name} has looked at ${model.seen} of ${model.pictures} pictures.` : model.name;
  const isActive = assistant.isTraining;
  $('train').hidden = isActive;
  $('train-stop').hidden = !isActive;
  $('train-stop').disabled = training.phase === 'stopping';
  $('train-progress').hidden = !isActive;
  $('train-progress').value = training.minutes > 0 ? Math.min(training.seconds / (training.minutes * 60), 1) : 0;
  if (project?.canTrain) $('train-line').textContent = describeTraining(training);
});

async function lookForDoubts() {
  if (!assistant.isReady) {
    $('doubts-line').textContent = 'Doubts need a model: train first.';
    return;
  }
  try {
    const { doubts, seen, labelled } = await api.doubts();
    $('doubts-line').textContent = seen < labelled ? `The model has looked at ${seen} of ${labelled} labelled pictures so far.`
      : doubts.length > 0 ? 'Labels that the model contradicts, most doubtful first.' : 'There is nothing to doubt.';
    showDoubts($('doubts'), doubts, project.pictures, openDoubt);
  } catch (error) {
    $('doubts-line').textContent = error.message;
  }
}

function openDoubt(doubt) {
  open(doubt.picture, () => {
    const near = labels.boxes.find(box => box.class === doubt.label && ['x1', 'y1', 'x2', 'y2'].every(k => Math.abs(box[k] - doubt[k]) < 1));
    view.halo = { x1: doubt.x1, y1: doubt.y1, x2: doubt.x2, y2: doubt.y2 };
    labels.select(near?.uid ?? null);
    $('stage').scrollIntoView({ block: 'nearest' });
  });
}

// Controls

const click = (id, action) => $(id).addEventListener('click', () => {
  action();
});

click('previous', () => go(-1));
click('next', () => go(1));
click('next-open', goToOpen);
click('undo', () => labels.undo());
click('redo', () => labels.redo());
click('new-box', () => add(view.newBoxInSight()));
click('delete', () => labels.selectedBox && labels.remove(labels.selected));
click('nothing', toggleNothing);
click('zoom-in', () => view.zoom(1.25));
click('zoom-out', () => view.zoom(0.8));
click('zoom-fit', () => view.fit());
click('take-theirs', () => labels.takeTheirs());
click('keep-mine', () => labels.keepMine());
click('accept', () => accept(false));
click('accept-all', () => accept(true));
click('reject', () => assistant.hide());
click('help-open', () => $('help').showModal());
click('doubts-refresh', lookForDoubts);
$('doubts-panel').addEventListener('toggle', () => $('doubts-panel').open && lookForDoubts());
$('filter').addEventListener('change', render);
$('by-worth').addEventListener('change', e => assistant.arrange(e.target.checked));
$('score').addEventListener('input', e => {
  $('score-value').textContent = `${e.target.value} %`;
  assistant.score = e.target.value / 100;
  assistant.suggest(labels);
});
$('class-form').addEventListener('submit', async e => {
  e.preventDefault();
  if (await addClass($('class-name').value)) $('class-name').value = '';
});
const train = async action => {
  try {
    await action();
    await assistant.poll();
  } catch (error) {
    $('train-line').textContent = error.message;
  }
};
$('train-form').addEventListener('submit', e => {
  e.preventDefault();
  train(() => api.train($('minutes').valueAsNumber));
});
click('train-stop', () => train(() => api.stopTraining()));
view.addEventListener('drawn', e => add(e.detail));
view.addEventListener('mark', e => assistant.mark(e.detail));
view.addEventListener('accept', () => accept(false));

const keys = {
  n: () => go(1), p: () => go(-1), u: goToOpen, b: () => add(view.newBoxInSight()), e: toggleNothing,
  '.': () => labels.selectNext(1), ',': () => labels.selectNext(-1),
  x: () => labels.remove(labels.selected), Delete: () => labels.remove(labels.selected), Backspace: () => labels.remove(labels.selected),
  a: () => accept(false), A: () => accept(true), r: () => assistant.hide(), g: () => assistant.mark(assistant.marked + 1),
  '+': () => view.zoom(1.25), '=': () => view.zoom(1.25), '-': () => view.zoom(0.8), 0: () => view.fit(),
  '?': () => $('help').showModal(), Escape: () => labels.select(null),
};

// Keys work everywhere but where somebody types or a control needs them itself. A dialog that was closed keeps the focus until the page is drawn again.
document.addEventListener('keydown', e => {
  if (!labels || $('help').open || e.target.closest?.('input:not([type=range], [type=checkbox]), select, textarea, dialog[open]')) return;
  if (e.target.type === 'range' && (e.key.startsWith('Arrow') || e.key.startsWith('Page'))) return;
  const isCommand = e.ctrlKey || e.metaKey;
  if (isCommand && e.key.toLowerCase() === 'z') (e.shiftKey ? labels.redo() : labels.undo());
  else if (isCommand && e.key.toLowerCase() === 'y') labels.redo();
  else if (e.key.startsWith('Arrow') && !e.altKey) nudge(e.key, e);
  else if (isCommand || e.altKey) return;
  else if (e.key === ' ' && !e.target.closest?.('button, summary')) view.spaceHeld = true;
  else if (/^[1-9]$/.test(e.key)) project.classes[e.key - 1] !== undefined && chooseClass(project.classes[e.key - 1]);
  else if (keys[e.key]) keys[e.key]();
  else return;
  e.preventDefault();
});
document.addEventListener('keyup', e => {
  if (e.key === ' ') view.spaceHeld = false;
});
window.addEventListener('beforeunload', e => {
  if ([...unsaved].some(other => !other.isSaved)) e.preventDefault();
});
// Another window may have labelled meanwhile.
document.addEventListener('visibilitychange', async () => {
  if (document.hidden || !labels?.ready || !labels.isSaved) return;
  const mine = labels;
  try {
    const now = await api.labels(mine.picture);
    if (mine === labels && mine.isSaved && now.revision !== mine.revision) open(mine.picture);
  } catch {
    // Said at the next save.
  }
});

start().catch(error => say(error.message));
