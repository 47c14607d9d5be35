/** How good a picture must be, and which pictures count: histogram, threshold, filter. */

const STEPS = 200;

export class Refine {
  #box;
  #changed;
  #scores = null;
  #slider;
  #filter;

  /** @param changed called with {minScore, filter}, those that were changed */
  constructor(box, changed) {
    this.#box = box;
    this.#changed = changed;
    this.#slider = box.querySelector('#threshold');
    this.#filter = box.querySelector('#filter');
    this.#slider.max = STEPS;
    this.#slider.addEventListener('input', () => this.#say(this.#chosen()));
    this.#slider.addEventListener('change', () => this.#changed({minScore: this.#chosen()}));
    this.#filter.addEventListener('change', () => this.#changed({filter: this.#filter.value.trim()}));
  }

  /**
   * Shows how an answer's scores are spread. That of a search without a threshold is kept, so that
   * the slider keeps its meaning.
   */
  show(scores, asked, isNewQuestion) {
    if (isNewQuestion || !this.#scores || (!asked.minScore && scores.high > scores.low)) {
      this.#scores = scores;
    }
    const {low, high} = this.#scores;
    this.#box.hidden = false;
    this.#filter.value = asked.filter;
    const share = asked.minScore && high > low ? (Number(asked.minScore) - low) / (high - low) : 0;
    this.#slider.value = Math.round(Math.min(1, Math.max(0, share)) * STEPS);
    this.#say(asked.minScore);
    this.#draw();
  }

  hide() {
    this.#box.hidden = true;
    this.#scores = null;
  }

  /** The score that the slider stands at; empty at its beginning. */
  #chosen() {
    const {low, high} = this.#scores;
    const place = Number(this.#slider.value) / STEPS;
    // downwards, so that the best picture stays
    return place === 0 ? '' : (Math.floor((low + place * (high - low)) * 1e4) / 1e4).toFixed(4);
  }

  #say(minScore) {
    const text = minScore ? `at least ${Number(minScore).toFixed(2)}` : 'any score';
    this.#box.querySelector('#threshold-value').textContent = text;
    this.#slider.setAttribute('aria-valuetext', text);
    this.#box.style.setProperty('--share', Number(this.#slider.value) / STEPS);
  }

  #draw() {
    const {counts} = this.#scores;
    // few pictures are very good: roots let them be seen beside the many
    const tallest = Math.sqrt(Math.max(1, ...counts));
    const bars = counts.map(count => {
      const bar = document.createElement('i');
      bar.style.setProperty('--height', (Math.sqrt(count) / tallest).toFixed(3));
      return bar;
    });
    this.#box.querySelector('.histogram').replaceChildren(...bars);
  }
}
