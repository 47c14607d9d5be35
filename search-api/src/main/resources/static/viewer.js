/** One picture large, with the best patch of every word framed. */

import {paint} from './heat.js';
import {RegionDrag} from './region.js';
import {element, picture} from './results.js';
import {bestMatch} from './words.js';

const CANVAS_SIDE = 1024;

export class Viewer {
  #dialog;
  #moved;
  #searched;
  #answer = null;
  #words = [];
  #heatmaps = null;
  #hit = null;
  #canvas = null;
  #pinned = null;

  /**
   * @param moved called with the id of the picture that is shown next
   * @param closed called when a person closes the viewer
   * @param searched called with the id of the picture to search by, and a region of it or ''
   */
  constructor(dialog, {moved, closed, searched}) {
    this.#dialog = dialog;
    this.#moved = moved;
    this.#searched = searched;
    const find = name => dialog.querySelector(name);
    find('.close').addEventListener('click', () => closed());
    find('.previous').addEventListener('click', () => this.#step(-1));
    find('.next').addEventListener('click', () => this.#step(1));
    find('.similar').addEventListener('click', () => searched(this.#hit.id, ''));
    find('.by-patch').addEventListener('click', () => this.#searchByPatch());
    dialog.addEventListener('cancel', event => {
      event.preventDefault();
      closed();
    });
    dialog.addEventListener('click', event => {
      if (event.target === dialog) closed();
    });
    dialog.addEventListener('keydown', event => {
      if (event.key === 'ArrowLeft') this.#step(-1);
      if (event.key === 'ArrowRight') this.#step(1);
    });
  }

  /** Shows a hit of the answer; false when it is not among them. */
  show(id, answer, words, heatmaps) {
    const hit = answer.hits.find(one => one.id === id);
    if (!hit) return false;
    if (!this.#dialog.open || this.#words !== words) this.#pinned = null;
    this.#answer = answer;
    this.#words = words;
    this.#heatmaps = heatmaps;
    this.#hit = hit;
    this.#draw();
    this.#pin(this.#pinned);
    if (!this.#dialog.open) this.#dialog.showModal();
    // what had the focus may be gone, and keys must still reach the dialog
    if (!this.#dialog.contains(document.activeElement)) this.#dialog.querySelector('.close').focus();
    return true;
  }

  get openId() {
    return this.#dialog.open ? this.#hit.id : null;
  }

  hide() {
    if (this.#dialog.open) this.#dialog.close();
  }

  #step(by) {
    const next = this.#answer.hits[this.#place() + by];
    if (next) this.#moved(next.id);
  }

  #place() {
    return this.#answer.hits.indexOf(this.#hit);
  }

  #draw() {
    const hit = this.#hit;
    const find = name => this.#dialog.querySelector(name);
    const {image, canvas} = picture(hit, hit.file, CANVAS_SIDE);
    // a browser may not know the format of the original
    image.addEventListener('error', () => { image.src = hit.thumbnail; }, {once: true});
    this.#canvas = canvas;
    const frame = element('div', {className: 'frame'}, image, canvas, ...this.#boxes());
    frame.style.setProperty('--ratio', hit.width / hit.height);
    new RegionDrag(frame, hit, region => this.#searched(hit.id, region));
    find('.stage').replaceChildren(frame);
    find('#viewer-name').textContent = hit.path;
    find('.viewer-score').textContent =
      `No. ${this.#place() + 1} of ${this.#answer.hits.length} · score ${hit.score.toFixed(3)} · ${hit.width} × ${hit.height}`;
    find('.viewer-words').replaceChildren(...this.#words.map((word, number) => this.#row(word, number)));
    find('.viewer-file').href = hit.file;
    find('.previous').disabled = this.#place() === 0;
    find('.next').disabled = this.#place() === this.#answer.hits.length - 1;
    this.#heatmaps.of(hit.id);
  }

  /** A frame for each patch that answered a word; words that share a patch share its frame. */
  #boxes() {
    const byPlace = new Map();
    for (const word of this.#words) {
      const {box} = bestMatch(this.#hit, word);
      const place = byPlace.get(box.join()) ?? {box, words: []};
      place.words.push(word);
      byPlace.set(box.join(), place);
    }
    return [...byPlace.values()].map(({box, words}) => this.#box(box, words));
  }

  #box([left, top, right, bottom], words) {
    const percent = (value, whole) => `${(100 * value / whole).toFixed(3)}%`;
    const loud = words.filter(word => !word.quiet && !word.negative);
    const label = element('span', {className: 'label'}, ...(loud.length ? loud : words).map(word => {
      const name = element('b', {textContent: word.text});
      name.style.setProperty('--glow', `rgb(${word.glow})`);
      return name;
    }));
    const box = element('div', {className: loud.length ? 'box' : 'box quiet'}, label);
    box.dataset.words = words.map(word => this.#words.indexOf(word)).join(' ');
    box.style.left = percent(left, this.#hit.width);
    box.style.top = percent(top, this.#hit.height);
    box.style.width = percent(right - left, this.#hit.width);
    box.style.height = percent(bottom - top, this.#hit.height);
    box.style.setProperty('--glow', `rgb(${(loud[0] ?? words[0]).glow})`);
    if (top / this.#hit.height < 0.08) label.classList.add('inside');
    return box;
  }

  #row(word, number) {
    const value = bestMatch(this.#hit, word).score;
    const bar = element('span', {className: 'meter'});
    bar.style.setProperty('--value', Math.max(0, value).toFixed(3));
    const row = element('button', {className: 'word-row', ariaPressed: 'false'},
      element('span', {className: 'word-name', textContent: word.text}), bar,
      element('span', {className: 'word-value', textContent: value.toFixed(2)}));
    row.classList.toggle('not', word.negative);
    row.style.setProperty('--tone', word.tone);
    row.addEventListener('pointerenter', event => event.pointerType === 'mouse' && this.#light(number));
    row.addEventListener('pointerleave', () => this.#light(this.#pinned));
    row.addEventListener('focus', () => row.matches(':focus-visible') && this.#light(number));
    row.addEventListener('blur', () => this.#light(this.#pinned));
    row.addEventListener('click', () => this.#pin(this.#pinned === number ? null : number));
    return row;
  }

  /** Keeps a word lit from picture to picture; null lets go. */
  #pin(number) {
    this.#pinned = number;
    this.#dialog.querySelectorAll('.word-row').forEach((row, index) => {
      row.ariaPressed = String(index === number);
    });
    const byPatch = this.#dialog.querySelector('.by-patch');
    byPatch.hidden = number === null;
    if (number !== null) byPatch.textContent = `Search by the patch of “${this.#words[number].text}”`;
    this.#light(number);
  }

  /** What dragging does, for those who do not drag. */
  #searchByPatch() {
    this.#searched(this.#hit.id, bestMatch(this.#hit, this.#words[this.#pinned]).box.map(Math.round).join());
  }

  async #light(number) {
    const frame = this.#canvas.parentElement;
    frame.dataset.light = number ?? '';
    for (const box of frame.querySelectorAll('.box')) {
      const mine = number !== null && box.dataset.words.split(' ').includes(String(number));
      box.classList.toggle('chosen', mine);
      box.classList.toggle('aside', number !== null && !mine);
    }
    if (number === null) {
      frame.classList.remove('lit');
      return;
    }
    const canvas = this.#canvas;
    const heatmap = await this.#heatmaps.of(this.#hit.id);
    if (heatmap === null || canvas !== this.#canvas || frame.dataset.light !== String(number)) return;
    paint(canvas, heatmap, this.#words, number);
    frame.classList.add('lit');
  }
}
