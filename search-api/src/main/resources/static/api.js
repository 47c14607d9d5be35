/** Asking the service. Failures carry a message for people. */

export class Problem extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, {...options, headers: {Accept: 'application/json', ...options.headers}});
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    throw new Problem('The server does not answer. Is “patchseek serve” still running?', 0);
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const detail = body.detail || `the server answered with status ${response.status}`;
    throw new Problem(detail[0].toUpperCase() + detail.slice(1), response.status);
  }
  return body;
}

/** What is asked for, without what is empty. */
function parameters(question, more = {}) {
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries({...question, ...more})) {
    if (value !== null && value !== undefined && value !== '') all.set(name, value);
  }
  return all;
}

export const info = () => call('api/v1/info');

export const search = (question, more, signal) =>
  call(`api/v1/search?${parameters(question, more)}`, {signal});

/** How many pictures that a filter admits have which value: [{key, distinct, counts: [{value, images}]}] */
export const facets = (filter, values) => call(`api/v1/facets?${parameters({filter, values})}`);

/** Searches by a picture file; the answer's `picture` names it for later searches. */
export function searchByFile(file) {
  const form = new FormData();
  form.set('file', file);
  return call('api/v1/search?limit=1', {method: 'POST', body: form});
}

export const heatmap = (id, {q, like, picture, region}, signal) =>
  call(`api/v1/images/${encodeURIComponent(id)}/heatmap?${parameters({q, like, picture, region})}`, {signal});

export const facts = id => call(`api/v1/images/${encodeURIComponent(id)}`);

export const login = key => call('api/v1/session', {
  method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({key}),
});

export const indexTar = (tar, name) => call(`api/v1/jobs?${parameters({name})}`, {
  method: 'POST', headers: {'Content-Type': 'application/x-tar'}, body: tar,
});

export const cancelJob = id => call(`api/v1/jobs/${id}`, {method: 'DELETE'});
