/** Dragging a rectangle over a picture. */

import {element} from './results.js';

/** Shorter drags are clicks that slipped, in CSS pixels. */
const SHORTEST = 8;

export class RegionDrag {
  #frame;
  #size;
  #chosen;
  #from = null;
  #drawn = null;

  /** @param chosen called with left,top,right,bottom in pixels of the picture */
  constructor(frame, size, chosen) {
    this.#frame = frame;
    this.#size = size;
    this.#chosen = chosen;
    frame.addEventListener('pointerdown', event => this.#begin(event));
    frame.addEventListener('pointermove', event => this.#from && this.#draw(event));
    frame.addEventListener('pointerup', event => this.#end(event));
    frame.addEventListener('pointercancel', () => this.#forget());
  }

  #begin(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.#frame.setPointerCapture(event.pointerId);
    this.#from = this.#place(event);
    this.#drawn = element('div', {className: 'drawn'});
    this.#frame.append(this.#drawn);
  }

  #draw(event) {
    const [left, top, right, bottom] = this.#between(event);
    this.#drawn.style.left = `${100 * left}%`;
    this.#drawn.style.top = `${100 * top}%`;
    this.#drawn.style.width = `${100 * (right - left)}%`;
    this.#drawn.style.height = `${100 * (bottom - top)}%`;
  }

  #end(event) {
    if (!this.#from) return;
    const [left, top, right, bottom] = this.#between(event);
    const {width, height} = this.#frame.getBoundingClientRect();
    this.#forget();
    if ((right - left) * width < SHORTEST || (bottom - top) * height < SHORTEST) return;
    const {width: w, height: h} = this.#size;
    this.#chosen([left * w, top * h, right * w, bottom * h].map(Math.round).join());
  }

  #forget() {
    this.#drawn?.remove();
    this.#drawn = null;
    this.#from = null;
  }

  /** Where the pointer is in the picture, each from 0 to 1. */
  #place(event) {
    const {left, top, width, height} = this.#frame.getBoundingClientRect();
    const inside = value => Math.min(1, Math.max(0, value));
    return [inside((event.clientX - left) / width), inside((event.clientY - top) / height)];
  }

  #between(event) {
    const [x, y] = this.#place(event);
    const [x0, y0] = this.#from;
    return [Math.min(x, x0), Math.min(y, y0), Math.max(x, x0), Math.max(y, y0)];
  }
}
