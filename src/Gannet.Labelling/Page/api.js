// Requests to the server that sent this page. The token shows that they come from it.
const token = document.querySelector('meta[name="gannet-token"]').content;

export class RequestError extends Error {
  constructor(status, detail, current) {
    super(detail);
    this.status = status; // 0: no answer
    this.current = current;
  }
}

async function request(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json', 'X-Gannet-Token': token },
      body: body === undefined ? undefined : JSON.stringify(body),
      keepalive: method === 'PUT' && JSON.stringify(body).length < 60000, // a save outlives the page
    });
  } catch {
    throw new RequestError(0, 'the program does not answer');
  }
  const content = await answer.json().catch(() => null);
  if (!answer.ok) throw new RequestError(answer.status, content?.detail ?? `error ${answer.status}`, content?.current ?? null);
  return content;
}

export const api = {
  project: () => request('GET', '/api/project'),
  status: () => request('GET', '/api/status'),
  labels: id => request('GET', `/api/pictures/${id}/labels`),
  save: (id, content) => request('PUT', `/api/pictures/${id}/labels`, content),
  suggestions: (id, score) => request('GET', `/api/pictures/${id}/suggestions?score=${score}`),
  addClass: name => request('POST', '/api/classes', { name }),
  renameClass: (from, to) => request('POST', '/api/classes/rename', { from, to }),
  order: () => request('GET', '/api/order'),
  doubts: () => request('GET', '/api/doubts'),
  train: minutes => request('POST', '/api/train', { minutes }),
  stopTraining: () => request('POST', '/api/train/stop', {}),
  pictureUrl: id => `/api/pictures/${id}/file`,
};
