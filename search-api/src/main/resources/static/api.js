/** Asking the service. Failures carry a message for people. */

export class Problem extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function get(path, signal) {
  let response;
  try {
    response = await fetch(path, {signal, headers: {Accept: 'application/json'}});
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    throw new Problem('The server does not answer. Is “patchseek serve” still running?', 0);
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const detail = body.detail ?? `the server answered with status ${response.status}`;
    throw new Problem(detail[0].toUpperCase() + detail.slice(1), response.status);
  }
  return body;
}

export const info = () => get('api/v1/info');

export const search = (query, limit, signal) =>
  get(`api/v1/search?q=${encodeURIComponent(query)}&limit=${limit}`, signal);

export const heatmap = (id, query, signal) =>
  get(`api/v1/images/${encodeURIComponent(id)}/heatmap?q=${encodeURIComponent(query)}`, signal);
