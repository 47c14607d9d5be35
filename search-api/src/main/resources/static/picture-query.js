/** The picture, or the part of one, that is searched by. */

import * as api from './api.js';
import {element} from './results.js';

export class PictureQuery {
  #box;
  #files = new Map();
  #shown = '';

  /** @param removed called when the picture should not be searched by any more */
  constructor(box, removed) {
    this.#box = box;
    box.querySelector('button').addEventListener('click', removed);
  }

  /** Keeps an uploaded file at hand, to show it. */
  remember(picture, file) {
    this.#files.set(picture, URL.createObjectURL(file));
  }

  async show({like, picture, region}) {
    const key = `${like} ${picture} ${region}`;
    this.#box.hidden = !like && !picture;
    if (key === this.#shown) return;
    this.#shown = key;
    this.#say(region ? 'searching by a part of this picture' : 'searching by this picture');
    const frame = this.#box.querySelector('.by-frame');
    frame.replaceChildren();
    if (picture && this.#files.has(picture)) {
      frame.append(element('img', {src: this.#files.get(picture), alt: 'the uploaded picture'}));
    } else if (picture) {
      this.#say('searching by an uploaded picture');
    } else if (like) {
      const facts = await api.facts(like).catch(() => null);
      if (!facts || key !== this.#shown) return;
      frame.append(element('img', {src: facts.thumbnail, alt: facts.path}));
      if (region) frame.append(part(region, facts));
    }
  }

  #say(text) {
    this.#box.querySelector('.by-text').textContent = text;
  }
}

function part(region, {width, height}) {
  const [left, top, right, bottom] = region.split(',').map(Number);
  const box = element('span', {className: 'by-region'});
  box.style.left = `${100 * left / width}%`;
  box.style.top = `${100 * top / height}%`;
  box.style.width = `${100 * (right - left) / width}%`;
  box.style.height = `${100 * (bottom - top) / height}%`;
  return box;
}
