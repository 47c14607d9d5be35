/** Which values the pictures have, and how many have each: a click makes one a condition. */

import * as api from './api.js';

const VALUES = 12;
const KEYS = 8;

export class Facets {
  #box;
  #changed;
  #filter = null;

  /** @param changed called with the filter that people have chosen */
  constructor(box, changed) {
    this.#box = box;
    this.#changed = changed;
    box.addEventListener('keydown', event => {
      const open = box.querySelector('details[open]');
      if (event.key !== 'Escape' || !open) return;
      open.open = false;
      open.querySelector('summary').focus();
      event.stopPropagation();
    });
    document.addEventListener('click', event => this.#closeAllBut(event.target.closest?.('.facet')));
  }

  /** Shows what the pictures have that a filter admits. */
  async show(filter) {
    if (filter === this.#filter) return;
    this.#filter = filter;
    const facets = await api.facets(filter, VALUES).catch(() => []);
    if (filter === this.#filter) this.#draw(facets);
  }

  /** After the pictures have changed. */
  forget() {
    this.#filter = null;
  }

  #draw(facets) {
    const open = this.#box.querySelector('details[open]')?.dataset.key;
    const chosen = conditions(this.#filter);
    const useful = facets.filter(({key, counts}) =>
      counts[0].images > 1 || counts.some(({value}) => chosen.includes(condition(key, value))));
    this.#box.replaceChildren(...useful.slice(0, KEYS).map(facet => this.#menu(facet, chosen, open)));
    this.#box.querySelector('details[open] summary')?.focus();
  }

  #menu({key, counts}, chosen, open) {
    const menu = document.createElement('details');
    menu.className = 'facet';
    menu.dataset.key = key;
    menu.open = key === open;
    const name = document.createElement('summary');
    name.textContent = key;
    const list = document.createElement('ul');
    // the language of filters has no sign for a quotation mark
    for (const {value, images} of counts.filter(({value}) => !value.includes('"'))) {
      const mine = condition(key, value);
      const isChosen = chosen.includes(mine);
      if (isChosen) menu.classList.add('chosen');
      const item = document.createElement('li');
      item.append(this.#button(value, images, isChosen, () => this.#toggle(mine, isChosen)));
      list.append(item);
    }
    menu.append(name, list);
    return menu;
  }

  #button(value, images, isChosen, act) {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-pressed', isChosen);
    const text = document.createElement('span');
    text.textContent = value;
    const count = document.createElement('small');
    count.textContent = images.toLocaleString('en');
    button.append(text, ' ', count);
    button.addEventListener('click', act);
    return button;
  }

  #toggle(mine, isChosen) {
    const others = this.#filter.replace(mine, '').replace(/\s+/g, ' ').trim();
    this.#changed(isChosen ? others : `${others} ${mine}`.trim());
  }

  #closeAllBut(facet) {
    for (const menu of this.#box.querySelectorAll('details[open]')) {
      if (menu !== facet) menu.open = false;
    }
  }
}

const condition = (key, value) => `${key}:"${value}"`;

/** The conditions of a filter that a click has made, or could have. */
const conditions = filter => filter.match(/(?<!\S)[^\s:"]+:"[^"]*"(?!\S)/g) ?? [];
