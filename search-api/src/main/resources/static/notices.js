/** What the page says when it has no pictures to show, and what to do then. */

import * as api from './api.js';
import {element} from './results.js';

const EXAMPLES = ['a red kite above a beach', 'a dog in the snow', 'two boats at night'];

export class Notices {
  #box;

  constructor(box) {
    this.#box = box;
  }

  hide() {
    this.#box.hidden = true;
  }

  /** One line above the results. */
  hint(text) {
    this.#show('', text);
  }

  start(ask, choose) {
    const examples = EXAMPLES.map(text => {
      const button = element('button', {className: 'example', type: 'button', textContent: text});
      button.addEventListener('click', () => ask(text));
      return button;
    });
    const upload = element('button', {className: 'link', type: 'button', textContent: 'choose one'});
    upload.addEventListener('click', choose);
    this.#show('start',
      element('h2', {textContent: 'Say what the picture shows.'}),
      element('p', {textContent:
        'Every word looks for its own part of a picture. Point at a word to see where it was found.'}),
      element('p', {className: 'examples'}, 'Try ', ...examples),
      element('p', {className: 'or'}, 'Or drop a picture here, ', upload,
        ', to find others like it.',
        element('span', {className: 'writing', textContent: ' Drop a folder or a tar to index it.'})));
  }

  emptyIndex() {
    this.#show('start',
      element('h2', {textContent: 'The index has no pictures yet.'}),
      element('p', {className: 'writing'}, 'Drop a folder of pictures on this page, or add one by ',
        element('code', {textContent: 'patchseek index FOLDER --index DIR --model BUNDLE'})));
  }

  nothingFound(reset) {
    const button = element('button', {className: 'plain', type: 'button', textContent: 'Show all pictures again'});
    button.addEventListener('click', reset);
    this.#show('start',
      element('h2', {textContent: 'No picture is good enough.'}),
      element('p', {textContent: 'The filter or the lowest score leaves none over.'}), button);
  }

  problem(problem, again) {
    const mistyped = problem.status === 400 || problem.status === 404 || problem.status === 410;
    const button = element('button', {className: 'plain', type: 'button', textContent: 'Try again'});
    button.addEventListener('click', again);
    this.#show(mistyped ? 'start' : 'start problem',
      element('h2', {textContent: mistyped ? 'Try it another way.' : 'That did not work.'}),
      element('p', {textContent: problem.message}),
      ...(mistyped ? [] : [button]));
  }

  /** Asks for a key and tries again with it. */
  login(again) {
    const key = element('input', {
      type: 'password', id: 'key', autocomplete: 'current-password', required: true, className: 'key'});
    const wrong = element('p', {role: 'alert'});
    const form = element('form', {className: 'login'},
      element('label', {htmlFor: 'key', textContent: 'API key'}), key,
      element('button', {className: 'plain', textContent: 'Open'}));
    form.addEventListener('submit', async event => {
      event.preventDefault();
      try {
        await api.login(key.value);
        again();
      } catch (problem) {
        wrong.textContent = problem.message;
      }
    });
    this.#show('start', element('h2', {textContent: 'This service needs a key.'}), form, wrong);
    key.focus();
  }

  #show(kind, ...content) {
    this.#box.hidden = false;
    this.#box.className = `notice ${kind}`;
    this.#box.replaceChildren(...content);
  }
}
