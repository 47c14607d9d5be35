/** The words of the query as chips: point at one to see where it was found, press it to weigh it. */

import {element} from './results.js';
import {ALL, marked} from './words.js';

const FACTORS = [0.25, 0.5, 1, 2, 4];
const SHOWN = {0.25: '×¼', 0.5: '×½'};

export class Chips {
  #box;
  #light;
  #rewrite;
  #answer = null;
  #words = [];
  #pinned = null;

  /**
   * @param light called with the number of the word to light up on all pictures, or null
   * @param rewrite called with the query as it should be asked next
   */
  constructor(box, light, rewrite) {
    this.#box = box;
    this.#light = light;
    this.#rewrite = rewrite;
  }

  get pinned() {
    return this.#pinned;
  }

  /** Shows the words of an answer; the chip that was being used keeps focus and pin. */
  show(answer, words) {
    const focused = this.#box.contains(document.activeElement)
      ? document.activeElement.dataset.key : null;
    if (this.#pinned !== null && this.#pinned >= words.length) this.#pinned = null;
    this.#answer = answer;
    this.#words = words;
    const several = words.filter(word => !word.quiet).length > 1;
    this.#box.replaceChildren(
      ...(several ? [this.#whole()] : []),
      ...words.map((word, number) => this.#chip(word, number, answer)));
    if (focused) this.#box.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  clear() {
    this.#pinned = null;
    this.#words = [];
    this.#box.replaceChildren();
  }

  /** Keeps a word lit; null lets go. */
  pin(number) {
    this.#pinned = number;
    for (const chip of this.#box.children) {
      const isPinned = number !== null && chip.dataset.number === String(number);
      chip.classList.toggle('pinned', isPinned);
      chip.querySelector('.word').ariaPressed = String(isPinned);
      if (isPinned) chip.scrollIntoView({block: 'nearest', inline: 'nearest'});
    }
    this.#light(number);
  }

  #whole() {
    const chip = this.#frame('all words', 'var(--ink)', ALL);
    chip.classList.add('all');
    return chip;
  }

  #chip(word, number, answer) {
    const chip = this.#frame(word.isPicture ? 'the picture' : word.text, word.tone, number);
    const button = chip.firstElementChild;
    chip.classList.toggle('light', word.light);
    chip.classList.toggle('not', word.negative);
    if (word.factor !== 1) {
      button.append(element('small', {textContent: SHOWN[word.factor] ?? `×${word.factor}`}));
    }
    // a phrase in quotes is weighed where it is typed
    if (word.isPicture || answer.query.includes('"')) return chip;
    button.title = word.negative ? 'should not be seen'
      : `counts ${Math.round(100 * word.weight)} % of the words’ score`;
    chip.append(element('span', {className: 'weigh'},
      this.#action('−', `“${word.text}” counts less`, number, () => this.#step(word, -1)),
      this.#action('+', `“${word.text}” counts more`, number, () => this.#step(word, 1)),
      this.#action('not', word.negative ? `Look for “${word.text}” again` : `Avoid “${word.text}”`, number,
        () => this.#mark(word, {factor: 1, negative: !word.negative}))));
    button.addEventListener('keydown', event => {
      if (event.key === 'ArrowUp') this.#step(word, 1);
      else if (event.key === 'ArrowDown') this.#step(word, -1);
      else if (event.key === '-') this.#mark(word, {factor: 1, negative: !word.negative});
      else return;
      event.preventDefault();
    });
    return chip;
  }

  #frame(text, tone, number) {
    const isPinned = this.#pinned === number;
    const button = element('button', {className: 'word', type: 'button', ariaPressed: String(isPinned)},
      element('span', {textContent: text}));
    button.dataset.key = `word-${number}`;
    const chip = element('span', {className: isPinned ? 'chip pinned' : 'chip'}, button);
    chip.dataset.number = number;
    chip.style.setProperty('--tone', tone);
    chip.addEventListener('pointerenter', event => event.pointerType === 'mouse' && this.#light(number));
    chip.addEventListener('pointerleave', () => this.#light(this.#pinned));
    button.addEventListener('focus', () => button.matches(':focus-visible') && this.#light(number));
    button.addEventListener('blur', () => this.#light(this.#pinned));
    button.addEventListener('click', () => this.pin(this.#pinned === number ? null : number));
    return chip;
  }

  #action(text, label, number, act) {
    const button = element('button', {type: 'button', textContent: text, ariaLabel: label, title: label});
    button.dataset.key = `${text}-${number}`;
    button.addEventListener('click', act);
    return button;
  }

  #step(word, by) {
    const place = FACTORS.findIndex(factor => factor >= word.factor);
    const factor = FACTORS[Math.min(FACTORS.length - 1, Math.max(0, (place < 0 ? FACTORS.length - 1 : place) + by))];
    this.#mark(word, {factor, negative: word.negative});
  }

  #mark(word, marks) {
    this.#rewrite(marked(this.#answer.query, word, marks));
  }
}
