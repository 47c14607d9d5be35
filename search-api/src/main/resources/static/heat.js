/** Fetching heatmaps and painting them over pictures. */

import * as api from './api.js';
import {ALL} from './words.js';

const AT_ONCE = 4;
const SCRIM = [9, 11, 16];

/** The heatmaps of one query, each fetched once, a few at a time. */
export class Heatmaps {
  #question;
  #known = new Map();
  #waiting = [];
  #running = 0;
  #abort = new AbortController();

  constructor(question) {
    this.#question = question;
  }

  /** Resolves with the heatmap of a picture, or with null when there is none to be had. */
  of(id) {
    if (!this.#known.has(id)) {
      this.#known.set(id, new Promise(done => this.#waiting.push({id, done})));
      this.#next();
    }
    return this.#known.get(id);
  }

  forget() {
    this.#abort.abort();
    this.#waiting = [];
  }

  async #next() {
    if (this.#running >= AT_ONCE || this.#waiting.length === 0) return;
    const {id, done} = this.#waiting.shift();
    this.#running++;
    try {
      done(await api.heatmap(id, this.#question, this.#abort.signal));
    } catch {
      this.#known.delete(id);
      done(null);
    }
    this.#running--;
    this.#next();
  }
}

/**
 * Paints a word's heat: the picture is dark where it is cold, lit and tinted where it is hot.
 * @param canvas covers the whole picture
 * @param number of the word, or ALL: then each patch has the colour of the word it answers best
 */
export function paint(canvas, heatmap, words, number) {
  const {rows, columns, scale} = heatmap;
  const small = document.createElement('canvas');
  small.width = columns;
  small.height = rows;
  const pixels = new ImageData(columns, rows);
  for (let patch = 0; patch < rows * columns; patch++) {
    const word = number === ALL ? hottest(heatmap, words, patch) : number;
    const similarity = heatOf(heatmap, word)[patch];
    const hot = Math.min(1, Math.max(0, (similarity - scale.low) / (scale.high - scale.low)));
    pixels.data.set(shade(hot, words[word].glow), patch * 4);
  }
  small.getContext('2d').putImageData(pixels, 0, 0);

  const [left, top, right, bottom] = heatmap.area;
  const context = canvas.getContext('2d');
  const x = canvas.width / Number(canvas.dataset.width);
  const y = canvas.height / Number(canvas.dataset.height);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, left * x, top * y, (right - left) * x, (bottom - top) * y);
  // what lies outside the grid was never looked at
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = `rgb(${SCRIM} / 0.8)`;
  if (left > 0 || top > 0) context.fillRect(0, 0, canvas.width, canvas.height);
  context.globalCompositeOperation = 'source-over';
}

/** The picture that was searched by comes behind the words. */
function heatOf(heatmap, number) {
  return (heatmap.words[number] ?? heatmap.picture).heat;
}

function hottest(heatmap, words, patch) {
  let best = -1;
  words.forEach((word, number) => {
    if (word.quiet || word.negative) return;
    if (best < 0 || heatOf(heatmap, number)[patch] > heatOf(heatmap, best)[patch]) best = number;
  });
  return Math.max(best, 0);
}

/** A scrim that opens with the heat, below a tint that grows with it. */
function shade(hot, glow) {
  const scrim = 0.78 * (1 - hot) ** 1.4;
  const tint = 0.5 * hot ** 0.8;
  const alpha = 1 - (1 - scrim) * (1 - tint);
  const share = alpha === 0 ? 0 : tint / alpha;
  return [0, 1, 2].map(c => glow[c] * share + SCRIM[c] * (1 - share)).concat(alpha * 255);
}
