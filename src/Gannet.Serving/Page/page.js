
'use strict';

// Texts from the service reach the page as text only: textContent and canvas, never markup.
const colours = [/*COLOURS*/];
const lowest = 0.05; // what is asked for; the slider chooses among it
const at = id => document.getElementById(id);
const canvas = at('canvas'), video = at('video'), slider = at('score');
const base = location.pathname.replace(/\/$/, '');

let shown = null; // the picture: { source, width, height, name }
let answer = null; // the service's
let hidden = new Set(); // classes that are switched off
let chosen = null; // the object under the pointer or the focus
let stream = null; // the camera's
let turn = 0; // of requests: only the newest may show its answer
let underWay = null; // aborts the request before it

const colourOf = object => colours[(object.category_id - 1) % colours.length];
const visible = () => answer ? answer.detections.filter(d => d.score >= slider.valueAsNumber - 1e-9 && !hidden.has(d.category)) : [];

function say(text, isBad = false) {
  at('status').textContent = text;
  at('status').classList.toggle('bad', isBad);
}

function headers() {
  const key = sessionStorage.getItem('key');
  return key ? { Authorization: `Bearer ${key}` } : {};
}

async function ask(path, options = {}) {
  const response = await fetch(base + path, { ...options, headers: headers() });
  if (response.ok) return response.json();
  if (response.status === 401) at('key-form').hidden = false;
  const problem = await response.json().catch(() => ({}));
  const error = new Error(problem.detail || `The service answered ${response.status}.`);
  error.retryAfter = Number(response.headers.get('Retry-After'));
  throw error;
}

async function listModels() {
  try {
    const list = await ask('/v1/models');
    const select = at('model');
    select.replaceChildren(...list.models.map(model => new Option(model.name, model.name)));
    at('model-field').hidden = list.models.length < 2;
    at('served').textContent = list.models.length === 1 ? `${list.models[0].name}, version ${list.models[0].version}` : '';
    slider.value = Math.max(lowest, list.score);
    at('key-form').hidden = true;
    say('');
    showThreshold();
  } catch (error) {
    say(error.message, true);
  }
}

async function detect(blob, silently = false) {
  const mine = ++turn;
  underWay?.abort();
  underWay = new AbortController();
  if (!silently) say('Looking…');
  const query = new URLSearchParams({ score: lowest });
  if (at('model').value) query.set('model', at('model').value);
  const start = performance.now();
  try {
    const found = await ask(`/v1/detect?${query}`, { method: 'POST', body: blob, signal: underWay.signal });
    if (mine !== turn) return;
    answer = found;
    answer.there = performance.now() - start;
    showAnswer();
    say('');
  } catch (error) {
    if (mine !== turn || error.name === 'AbortError') return;
    answer = null;
    showAnswer();
    say(error.message, true);
    throw error;
  }
}

async function open(blob, name) {
  stopCamera();
  answer = null;
  chosen = null;
  let source = null;
  try {
    source = await createImageBitmap(blob);
  } catch {
    // A picture that the service reads, and this browser does not, such as TIFF: its boxes are shown on grey.
  }

  shown = { source, width: source?.width ?? 0, height: source?.height ?? 0, name: name || 'picture', blob };
  hidden = new Set();
  draw();
  await detect(blob).catch(() => {});
}

function draw() {
  const width = shown?.width || answer?.picture.width || 0, height = shown?.height || answer?.picture.height || 0;
  const isEmpty = !width || !height;
  canvas.hidden = isEmpty;
  at('invitation').hidden = !isEmpty;
  at('drop').classList.toggle('full', !isEmpty);
  if (isEmpty) return;
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const pen = canvas.getContext('2d');
  if (shown.source) pen.drawImage(shown.source, 0, 0, width, height);
  else {
    pen.fillStyle = '#888';
    pen.fillRect(0, 0, width, height);
  }

  const objects = visible();
  canvas.setAttribute('aria-label', answer ? `${shown.name}: ${objects.length} objects` : shown.name);
  // Lines and letters keep their size on the screen, however large the picture is.
  const unit = Math.max(width / (canvas.clientWidth || width), 0.5);
  for (const object of objects) if (object.segmentation) shade(pen, object);
  for (const object of [...objects].reverse()) frame(pen, object, unit);
}

function frame(pen, object, unit) {
  const [x, y, w, h] = object.bbox, isChosen = object === chosen, line = (isChosen ? 4 : 2) * unit;
  pen.globalAlpha = chosen && !isChosen ? 0.4 : 1;
  pen.strokeStyle = 'rgba(0, 0, 0, .55)';
  pen.lineWidth = line + 2 * unit;
  pen.strokeRect(x, y, w, h);
  pen.strokeStyle = colourOf(object);
  pen.lineWidth = line;
  pen.strokeRect(x, y, w, h);
  const text = `${object.category} ${Math.round(object.score * 100)}%`;
  pen.font = `${13 * unit}px system-ui, sans-serif`;
  const wide = pen.measureText(text).width + 8 * unit, high = 18 * unit;
  const left = Math.max(0, Math.min(x, canvas.width - wide)), top = y >= high ? y - high : Math.min(y, canvas.height - high);
  pen.fillStyle = 'rgba(0, 0, 0, .72)';
  pen.fillRect(left, top, wide, high);
  pen.fillStyle = '#fff';
  pen.textBaseline = 'middle';
  pen.fillText(text, left + 4 * unit, top + high / 2);
  pen.globalAlpha = 1;
}

// COCO's compressed run lengths: base 48, five bits a character, differences to the run two before; column by column.
function shade(pen, object) {
  const [height, width] = object.segmentation.size, text = object.segmentation.counts, runs = [];
  for (let p = 0; p < text.length;) {
    let value = 0, shift = 0, more = true;
    while (more) {
      const code = text.charCodeAt(p++) - 48;
      value |= (code & 31) << shift;
      more = (code & 32) !== 0;
      shift += 5;
      if (!more && code & 16) value |= -1 << shift;
    }

    runs.push(runs.length > 2 ? value + runs[runs.length - 2] : value);
  }

  pen.globalAlpha = 0.4;
  pen.fillStyle = colourOf(object);
  const sx = canvas.width / width, sy = canvas.height / height;
  for (let k = 0, from = 0; k < runs.length; from += runs[k++]) {
    for (let p = from; k % 2 === 1 && p < from + runs[k];) {
      const row = p % height, length = Math.min(height - row, from + runs[k] - p);
      pen.fillRect(Math.floor(p / height) * sx, row * sy, sx, length * sy);
      p += length;
    }
  }

  pen.globalAlpha = 1;
}

function showAnswer() {
  at('results').hidden = !answer;
  showClasses();
  showObjects();
  showCurl();
  if (!answer) return draw();
  const { decode, wait, detect: looked, total } = answer.milliseconds;
  at('timing').textContent = `decoded in ${decode} ms, waited ${wait} ms, detected in ${looked} ms; ${total} ms in the service, ${Math.round(answer.there)} ms from here`;
}

function showClasses() {
  const counts = new Map();
  for (const d of answer?.detections ?? []) if (d.score >= slider.valueAsNumber - 1e-9) counts.set(d.category, (counts.get(d.category) ?? 0) + 1);
  // Classes that were found at all keep their place while the slider moves.
  const names = new Map((answer?.detections ?? []).map(d => [d.category, d]));
  const rows = [...names].sort(([, a], [, b]) => a.category_id - b.category_id).map(([name, example]) => {
    const label = document.createElement('label'), box = document.createElement('input'), swatch = document.createElement('span');
    const text = document.createElement('span'), count = document.createElement('span');
    Object.assign(box, { type: 'checkbox', checked: !hidden.has(name) });
    box.dataset.class = name;
    box.addEventListener('change', () => {
      if (box.checked) hidden.delete(name);
      else hidden.add(name);
      showObjects();
    });
    swatch.className = 'swatch';
    swatch.style.background = colourOf(example);
    text.textContent = name;
    count.textContent = counts.get(name) ?? 0;
    label.append(box, swatch, text, count);
    return label;
  });
  const focused = document.activeElement?.dataset?.class;
  at('classes').replaceChildren(at('classes').firstElementChild, ...rows);
  at('classes').hidden = rows.length === 0;
  if (focused !== undefined) at('classes').querySelectorAll('input').forEach(box => { if (box.dataset.class === focused) box.focus(); });
}

function showObjects() {
  const objects = visible();
  chosen = null;
  at('count').textContent = objects.length === 1 ? '1 object' : `${objects.length} objects`;
  at('objects').replaceChildren(...objects.map(object => {
    const item = document.createElement('li'), button = document.createElement('button'), swatch = document.createElement('span');
    const name = document.createElement('span'), score = document.createElement('span');
    button.type = 'button';
    swatch.className = 'swatch';
    swatch.style.background = colourOf(object);
    name.textContent = object.category;
    score.textContent = `${Math.round(object.score * 100)}%`;
    button.append(swatch, name, score);
    const choose = value => () => {
      chosen = value;
      draw();
    };
    for (const event of ['mouseenter', 'focus']) button.addEventListener(event, choose(object));
    for (const event of ['mouseleave', 'blur']) button.addEventListener(event, choose(null));
    item.append(button);
    return item;
  }));
  at('json').textContent = answer ? JSON.stringify({ ...answer, there: undefined, detections: objects }, null, 2) : '';
  draw();
}

function showCurl() {
  const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;
  const query = new URLSearchParams({ score: slider.value });
  if (!at('model-field').hidden) query.set('model', at('model').value);
  const key = sessionStorage.getItem('key') ? ' -H "Authorization: Bearer $KEY"' : '';
  at('curl').textContent = `curl${key} --data-binary @${quoted(shown?.name ?? 'photo.jpg')} ${quoted(`${location.origin}${base}/v1/detect?${query}`)}`;
}

function showThreshold() {
  at('score-value').textContent = slider.valueAsNumber.toFixed(2);
  slider.setAttribute('aria-valuetext', `${Math.round(slider.valueAsNumber * 100)} percent`);
  showClasses();
  showObjects();
  showCurl();
}

function stopCamera() {
  stream?.getTracks().forEach(track => track.stop());
  stream = null;
  video.srcObject = null;
  video.hidden = true;
  at('camera').setAttribute('aria-pressed', 'false');
  at('camera').textContent = 'Camera';
}

async function startCamera() {
  if (!navigator.mediaDevices) return say('The camera needs this page by https or on localhost.', true);
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
  } catch (error) {
    return say(`The camera cannot be used: ${error.message}`, true);
  }

  at('camera').setAttribute('aria-pressed', 'true');
  at('camera').textContent = 'Stop the camera';
  hidden = new Set();
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  await follow(stream);
}

// One frame after another: the next is taken when the last one is answered.
async function follow(mine) {
  while (stream === mine) {
    const frame = await createImageBitmap(video);
    const shot = Object.assign(document.createElement('canvas'), { width: frame.width, height: frame.height });
    shot.getContext('2d').drawImage(frame, 0, 0);
    const blob = await new Promise(done => shot.toBlob(done, 'image/jpeg', 0.9));
    if (stream !== mine) return;
    shown?.source?.close();
    shown = { source: frame, width: frame.width, height: frame.height, name: 'camera.jpg', blob };
    try {
      await detect(blob, true);
    } catch (error) {
      draw();
      await new Promise(done => setTimeout(done, 1000 * (error.retryAfter || 2)));
    }
  }
}

async function copy(id, button) {
  const text = at(id).textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection().selectAllChildren(at(id));
    document.execCommand('copy');
  }

  button.textContent = 'Copied';
  setTimeout(() => { button.textContent = 'Copy'; }, 1500);
}

at('choose').addEventListener('click', () => at('file').click());
at('file').addEventListener('change', () => {
  const [file] = at('file').files;
  if (file) open(file, file.name);
  at('file').value = '';
});
at('camera').addEventListener('click', () => stream ? stopCamera() : startCamera());
slider.addEventListener('input', showThreshold);
at('model').addEventListener('change', () => shown?.blob ? detect(shown.blob).catch(() => {}) : showCurl());
at('key-form').addEventListener('submit', event => {
  event.preventDefault();
  sessionStorage.setItem('key', at('key').value.trim());
  listModels();
});
document.querySelectorAll('[data-copy]').forEach(button => button.addEventListener('click', () => copy(button.dataset.copy, button)));
document.addEventListener('paste', event => {
  const item = [...event.clipboardData.files].find(file => file.type.startsWith('image/'));
  if (!item) return;
  event.preventDefault();
  open(item, item.name);
});
document.addEventListener('dragover', event => {
  event.preventDefault();
  at('drop').classList.add('over');
});
document.addEventListener('dragleave', () => at('drop').classList.remove('over'));
document.addEventListener('drop', event => {
  event.preventDefault();
  at('drop').classList.remove('over');
  const [file] = event.dataTransfer.files;
  if (file) open(file, file.name);
});
addEventListener('resize', draw);
listModels();
