/** The grid of pictures. */

import {paint} from './heat.js';
import {bestMatch} from './words.js';

const CANVAS_SIDE = 320;

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** A picture with a canvas over it; both fill their frame alike, so heat stays in its place. */
export function picture(hit, source, side = CANVAS_SIDE) {
  const scale = Math.min(1, side / Math.max(hit.width, hit.height));
  const image = element('img', {loading: 'lazy', src: source, alt: hit.path, draggable: false});
  const canvas = element('canvas', {
    width: Math.max(1, Math.round(hit.width * scale)),
    height: Math.max(1, Math.round(hit.height * scale)),
  });
  canvas.dataset.width = hit.width;
  canvas.dataset.height = hit.height;
  canvas.ariaHidden = 'true';
  return {image, canvas};
}

export class Results {
  #list;
  #open;
  #cards = new Map();
  #words = [];
  #heatmaps = null;
  #active = null;

  constructor(list, open) {
    this.#list = list;
    this.#open = open;
  }

  /** Shows an answer; a picture that was there before stays the same element, without a flash. */
  show(answer, words, heatmaps) {
    this.#words = words;
    this.#heatmaps = heatmaps;
    const cards = new Map();
    answer.hits.forEach((hit, rank) => {
      const card = this.#cards.get(hit.id) ?? this.#card(hit);
      this.#fill(card, hit, rank);
      cards.set(hit.id, card);
    });
    this.#cards = cards;
    this.#list.replaceChildren(...[...cards.values()].map(card => card.item));
  }

  clear() {
    this.#cards.clear();
    this.#list.replaceChildren();
  }

  /** Grey places where pictures will come. */
  expect(count) {
    this.clear();
    const ratios = [1.5, 1, 1.33, 0.75, 1.78, 1, 1.5, 1.33];
    for (let i = 0; i < count; i++) {
      const item = element('li', {className: 'card waiting', ariaHidden: 'true'},
        element('span', {className: 'media'}));
      item.style.setProperty('--ratio', ratios[i % ratios.length]);
      this.#list.append(item);
    }
  }

  /** Lights up a word (or ALL) on every picture; null shows the pictures as they are. */
  light(number) {
    this.#active = number;
    for (const card of this.#cards.values()) this.#lightCard(card);
  }

  /** Brings the heatmaps before anybody points at a word. */
  prefetch() {
    for (const id of this.#cards.keys()) this.#heatmaps.of(id);
  }

  focus(id) {
    this.#cards.get(id)?.button.focus();
  }

  async #lightCard(card) {
    const number = this.#active;
    const heatmaps = this.#heatmaps;
    if (number === null) {
      card.item.classList.remove('lit');
      return;
    }
    const heatmap = await heatmaps.of(card.id);
    if (heatmap === null || number !== this.#active || heatmaps !== this.#heatmaps) return;
    paint(card.canvas, heatmap, this.#words, number);
    card.item.classList.add('lit');
  }

  #card(hit) {
    const {image, canvas} = picture(hit, hit.thumbnail);
    const media = element('span', {className: 'media'}, image, canvas);
    image.addEventListener('error', () => media.classList.add('gone'));
    const button = element('button', {className: 'open'}, media);
    button.addEventListener('click', () => this.#open(hit.id));
    const evidence = element('span', {className: 'evidence'});
    const name = element('span', {className: 'name', textContent: hit.path.split('/').at(-1), title: hit.path});
    const score = element('span', {className: 'score'});
    const item = element('li', {className: 'card'}, button,
      element('span', {className: 'facts'}, name, score), evidence);
    const ratio = Math.min(2.2, Math.max(0.6, hit.width / hit.height));
    item.style.setProperty('--ratio', ratio);
    return {id: hit.id, item, button, canvas, evidence, score};
  }

  #fill(card, hit, rank) {
    card.item.classList.remove('lit');
    card.button.ariaLabel = `Picture ${rank + 1}: ${hit.path}, score ${hit.score.toFixed(2)}. Open`;
    card.score.textContent = hit.score.toFixed(2);
    card.evidence.replaceChildren(...this.#words.filter(word => !word.quiet).map(word => {
      const value = bestMatch(hit, word).score;
      const bar = element('span', {className: 'bar', title: `${word.text} ${value.toFixed(2)}`});
      bar.style.setProperty('--tone', word.tone);
      bar.style.setProperty('--value', Math.max(0, value).toFixed(3));
      bar.classList.toggle('not', word.negative);
      return bar;
    }));
  }
}
