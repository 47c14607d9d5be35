/** The page: a query in the address, its words as chips, its pictures as a grid. */

import * as api from './api.js';
import {Heatmaps} from './heat.js';
import {Results, element} from './results.js';
import {Viewer} from './viewer.js';
import {ALL, wordsOf} from './words.js';

const PAGE = 24;
const MOST = 192;
const TYPING_PAUSE = 110; // milliseconds
const NEW_THOUGHT = 1500; // milliseconds between two edits that earn an entry in the history
const EXAMPLES = ['a red kite above a beach', 'a dog in the snow', 'two boats at night'];

const find = id => document.getElementById(id);
const input = find('query');

const state = {
  query: '', limit: PAGE, answer: null, words: [], heatmaps: null, pinned: null, images: null,
};
let pending = null;
let pause = 0;
let editedAt = 0;

const results = new Results(find('results'), id => go({image: id}, true));
const viewer = new Viewer(find('viewer'), id => go({image: id}, false), closeViewer);

// ---- the address is the state that can be shared

function address() {
  const parameters = new URLSearchParams(location.search);
  return {query: parameters.get('q') ?? '', image: parameters.get('image')};
}

function go(change, push) {
  const {query, image} = {...address(), image: null, ...change};
  const parameters = new URLSearchParams();
  if (query) parameters.set('q', query);
  if (image) parameters.set('image', image);
  const url = parameters.size ? `?${parameters}` : location.pathname;
  if (push) history.pushState({opened: Boolean(image)}, '', url);
  else history.replaceState(history.state, '', url);
  follow();
}

/** Leaves the viewer as the back button would, unless the page began with it. */
function closeViewer() {
  const id = viewer.openId;
  if (history.state?.opened) history.back();
  else go({image: null}, false);
  results.focus(id);
}

/** Makes the page show what the address says. */
function follow() {
  const {query, image} = address();
  document.title = query ? `${query} · PatchSeek` : 'PatchSeek';
  if (query !== state.query) {
    state.limit = PAGE;
    ask(query);
  } else {
    showViewer(image);
  }
}

function showViewer(image) {
  const shown = image && state.answer && viewer.show(image, state.answer, state.words, state.heatmaps);
  if (!shown) viewer.hide();
}

// ---- asking

async function ask(query) {
  state.query = query;
  pending?.abort();
  if (!query.trim()) {
    pending = null;
    showStart();
    return;
  }
  const mine = pending = new AbortController();
  document.body.classList.add('asking-now');
  if (!state.answer) results.expect(8);
  try {
    const answer = await api.search(query, state.limit, mine.signal);
    if (pending === mine) showAnswer(answer);
  } catch (e) {
    if (pending === mine && e.name !== 'AbortError') showProblem(e);
  } finally {
    if (pending === mine) document.body.classList.remove('asking-now');
  }
}

function showAnswer(answer) {
  const sameQuery = state.answer?.query === answer.query;
  state.answer = answer;
  state.words = wordsOf(answer);
  if (!sameQuery) {
    state.heatmaps?.forget();
    state.heatmaps = new Heatmaps(answer.query);
    state.pinned = null;
    showWords();
  }
  results.show(answer, state.words, state.heatmaps);
  results.light(state.pinned);
  summarise(answer);
  find('more').hidden = answer.hits.length < state.limit || state.limit >= MOST;
  notice(answer.unread && [
    `This model reads only the beginning of so long a query. Left out: “${answer.unread}”`]);
  if (answer.hits.length === 0) showEmptyIndex();
  showViewer(address().image);
  const {heatmaps} = state;
  setTimeout(() => heatmaps === state.heatmaps && results.prefetch(), 250);
}

function summarise({hits, tookMillis}) {
  const of = state.images === null ? '' : ` of ${state.images.toLocaleString('en')}`;
  find('summary').textContent = hits.length
    ? `The best ${hits.length}${of} pictures, in ${Math.max(1, Math.round(tookMillis))} ms`
    : '';
}

// ---- other states

function notice(content, kind = '') {
  const box = find('notice');
  box.hidden = !content;
  box.className = `notice ${kind}`;
  box.replaceChildren(...(content || []));
}

function forgetAnswer() {
  state.answer = null;
  state.pinned = null;
  state.heatmaps?.forget();
  results.clear();
  viewer.hide();
  find('words').replaceChildren();
  find('summary').textContent = '';
  find('more').hidden = true;
  document.body.classList.remove('asking-now');
}

function showStart() {
  forgetAnswer();
  const examples = EXAMPLES.map(text => {
    const button = element('button', {className: 'example', textContent: text});
    button.addEventListener('click', () => {
      input.value = text;
      go({query: text}, true);
      input.focus();
    });
    return button;
  });
  notice([
    element('h2', {textContent: 'Say what the picture shows.'}),
    element('p', {textContent:
      'Every word looks for its own part of a picture. Point at a word to see where it was found.'}),
    element('p', {className: 'examples'}, 'Try ', ...examples),
  ], 'start');
}

function showEmptyIndex() {
  notice([
    element('h2', {textContent: 'The index has no pictures yet.'}),
    element('p', {}, 'Add a folder, and they appear here by themselves: ',
      element('code', {textContent: 'patchseek index FOLDER --index DIR --model BUNDLE'})),
  ], 'start');
}

function showProblem(problem) {
  forgetAnswer();
  const again = element('button', {className: 'plain', textContent: 'Try again'});
  again.addEventListener('click', () => ask(state.query));
  const mistyped = problem.status === 400;
  notice([
    element('h2', {textContent: mistyped ? 'Try other words.' : 'That did not work.'}),
    element('p', {textContent: problem.message}),
    ...(mistyped ? [] : [again]),
  ], mistyped ? 'start' : 'start problem');
}

// ---- words

function showWords() {
  const chips = state.words.map((word, number) => {
    const made = chip(word.text, word.tone, number);
    made.title = `counts ${Math.round(100 * word.weight)} % of the words' score`;
    made.classList.toggle('light', word.light);
    return made;
  });
  const several = state.words.filter(word => !word.quiet).length > 1;
  find('words').replaceChildren(...(several ? [chip('all words', 'var(--ink)', ALL)] : []), ...chips);
}

function chip(text, tone, number) {
  const made = element('button', {className: 'chip', type: 'button', textContent: text, ariaPressed: 'false'});
  made.style.setProperty('--tone', tone);
  if (number === ALL) made.classList.add('all');
  made.addEventListener('pointerenter', event => event.pointerType === 'mouse' && results.light(number));
  made.addEventListener('pointerleave', () => results.light(state.pinned));
  made.addEventListener('focus', () => made.matches(':focus-visible') && results.light(number));
  made.addEventListener('blur', () => results.light(state.pinned));
  made.addEventListener('click', () => pin(state.pinned === number ? null : number, made));
  return made;
}

function pin(number, chosen) {
  state.pinned = number;
  for (const other of find('words').children) {
    other.ariaPressed = String(number !== null && other === chosen);
  }
  results.light(number);
}

// ---- what people do

input.addEventListener('input', () => {
  const push = performance.now() - editedAt > NEW_THOUGHT;
  editedAt = performance.now();
  clearTimeout(pause);
  pause = setTimeout(() => {
    if (input.value !== address().query) go({query: input.value}, push);
  }, TYPING_PAUSE);
});

find('form').addEventListener('submit', event => {
  event.preventDefault();
  clearTimeout(pause);
  if (input.value !== address().query) go({query: input.value}, true);
  else if (!state.answer) ask(input.value);
});

find('more').addEventListener('click', () => {
  state.limit = Math.min(MOST, state.limit * 2);
  ask(state.query);
});

document.addEventListener('keydown', event => {
  if (event.key === '/' && document.activeElement !== input && !viewer.openId) {
    event.preventDefault();
    input.select();
  } else if (event.key === 'Escape' && state.pinned !== null && !viewer.openId) {
    pin(null, null);
  }
});

addEventListener('popstate', () => {
  input.value = address().query;
  follow();
});

api.info().then(({images, model}) => {
  state.images = images;
  find('about').textContent = `${images.toLocaleString('en')} pictures · model ${model.name}`;
  if (state.answer) summarise(state.answer);
}, () => {});

input.value = address().query;
state.query = null;
follow();
