/** Indexing that runs on the service, with its progress. */

import * as api from './api.js';
import {element} from './results.js';

export class Jobs {
  #box;
  #finished;

  /** @param finished called when a job has ended and the index may have changed */
  constructor(box, finished) {
    this.#box = box;
    this.#finished = finished;
  }

  /** Uploads a tar and follows its indexing. */
  async index(tar, name) {
    const bar = element('progress', {ariaLabel: `Indexing ${name}`});
    const text = element('span', {className: 'job-text', textContent: 'uploading …'});
    const stop = element('button', {className: 'job-stop', type: 'button', textContent: 'Stop'});
    const row = element('div', {className: 'job'},
      element('b', {textContent: name}), text, bar, stop);
    this.#box.append(row);
    stop.hidden = true;
    try {
      const job = await api.indexTar(tar, name);
      stop.hidden = false;
      stop.addEventListener('click', () => api.cancelJob(job.id).catch(() => {}));
      await this.#follow(job.id, bar, text);
    } catch (problem) {
      text.textContent = problem.message;
      row.classList.add('problem');
    }
    bar.remove();
    stop.replaceWith(this.#closer(row));
    this.#finished();
  }

  #follow(id, bar, text) {
    return new Promise(done => {
      const events = new EventSource(`api/v1/jobs/${id}/events`);
      events.addEventListener('progress', event => {
        const job = JSON.parse(event.data);
        if (job.total > 0) {
          bar.max = job.total;
          bar.value = job.done;
        }
        text.textContent = describe(job);
        if (!['WAITING', 'RUNNING'].includes(job.state)) {
          events.close();
          done();
        }
      });
    });
  }

  #closer(row) {
    const close = element('button', {className: 'job-stop', type: 'button', textContent: 'Close'});
    close.addEventListener('click', () => row.remove());
    return close;
  }
}

function describe({state, done, total, skipped, added, updated, unchanged, message}) {
  const left = skipped ? `, ${skipped} could not be read` : '';
  switch (state) {
    case 'WAITING': return 'waiting for another job …';
    case 'RUNNING': return `${done} of ${total}${left}`;
    case 'DONE': return `${added} new, ${updated} changed, ${unchanged} known already${left}`;
    case 'CANCELLED': return 'stopped; what was indexed stays';
    default: return message;
  }
}
