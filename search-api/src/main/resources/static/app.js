/** The page: a question in the address, its words as chips, its pictures as a grid. */

import * as address from './address.js';
import * as api from './api.js';
import {Chips} from './chips.js';
import {acceptDrops, take} from './drop.js';
import {Facets} from './facets.js';
import {Heatmaps} from './heat.js';
import {Jobs} from './jobs.js';
import {Notices} from './notices.js';
import {PictureQuery} from './picture-query.js';
import {Refine} from './refine.js';
import {Results} from './results.js';
import {Viewer} from './viewer.js';
import {wordsOf} from './words.js';

const PAGE = 24;
const TYPING_PAUSE = 110; // milliseconds
const NEW_THOUGHT = 1500; // milliseconds between two edits that earn an entry in the history

const find = id => document.getElementById(id);
const input = find('query');

const state = {asked: null, answer: null, words: [], heatmaps: null, images: null};
let pending = null;
let pause = 0;
let editedAt = -Infinity;
let isNewThought = false;

const notices = new Notices(find('notice'));
const results = new Results(find('results'), id => go({image: id}, true));
const viewer = new Viewer(find('viewer'), {
  moved: id => go({image: id}, false),
  closed: closeViewer,
  searched: (like, region) => go({like, region, picture: '', minScore: '', q: ''}, true),
});
const chips = new Chips(find('words'), number => results.light(number), query => {
  input.value = query;
  go({q: query}, true);
});
const refine = new Refine(find('refine'), change => go(change, true));
const facets = new Facets(find('facets'), filter => go({filter}, true));
const pictureQuery = new PictureQuery(find('by-picture'), () =>
  go({like: '', picture: '', region: '', minScore: ''}, true));
const jobs = new Jobs(find('jobs'), () => {
  showSize();
  facets.forget();
  if (state.asked && !address.isEmpty(state.asked)) ask(state.asked);
});

// ---- the address decides what is shown

function go(change, push) {
  address.write(change, push);
  follow();
}

/** Leaves the viewer as the back button would, unless the page began with it. */
function closeViewer() {
  const id = viewer.openId;
  if (history.state?.opened) history.back();
  else go({image: ''}, false);
  results.focus(id);
}

/** Makes the page show what the address says. */
function follow() {
  const {image, ...asked} = address.read();
  if (document.activeElement !== input) input.value = asked.q;
  document.title = asked.q ? `${asked.q} · PatchSeek` : 'PatchSeek';
  if (state.asked === null || !address.isSame(asked, state.asked)) ask(asked);
  else showViewer(image);
}

function showViewer(image) {
  const shown = image && state.answer && viewer.show(image, state.answer, state.words, state.heatmaps);
  if (!shown) viewer.hide();
}

// ---- asking

async function ask(asked) {
  const before = state.asked;
  state.asked = asked;
  pending?.abort();
  pictureQuery.show(asked);
  if (address.isEmpty(asked)) {
    pending = null;
    forgetAnswer();
    notices.start(text => {
      input.value = text;
      go({q: text}, true);
      input.focus();
    }, () => find('file').click());
    return;
  }
  const mine = pending = new AbortController();
  document.body.classList.add('asking-now');
  if (!state.answer) {
    notices.hide();
    results.expect(8);
  }
  try {
    const answer = await api.search(asked, {limit: PAGE}, mine.signal);
    if (pending === mine) showAnswer(answer, asked, before);
  } catch (e) {
    if (pending === mine && e.name !== 'AbortError') showProblem(e);
  } finally {
    if (pending === mine) document.body.classList.remove('asking-now');
  }
}

function showAnswer(answer, asked, before) {
  const isNewQuestion = !before || ['q', 'like', 'picture', 'region', 'filter']
    .some(name => before[name] !== asked[name]);
  state.answer = answer;
  if (isNewQuestion || !state.heatmaps || !state.words.length) {
    state.words = wordsOf(answer);
    state.heatmaps?.forget();
    state.heatmaps = new Heatmaps(asked);
    chips.show(answer, state.words);
  }
  refine.show(answer.scores, asked, isNewQuestion);
  facets.show(asked.filter);
  showHits();
  if (answer.hits.length) {
    if (answer.unread) {
      notices.hint(`This model reads only the beginning of so long a query. Left out: “${answer.unread}”`);
    } else {
      notices.hide();
    }
  } else if (asked.minScore || asked.filter) {
    notices.nothingFound(() => go({minScore: '', filter: ''}, true));
  } else {
    notices.emptyIndex();
  }
  showViewer(address.read().image);
  const {heatmaps} = state;
  setTimeout(() => heatmaps === state.heatmaps && results.prefetch(), 250);
}

function showHits() {
  const {answer} = state;
  results.show(answer, state.words, state.heatmaps);
  results.light(chips.pinned);
  summarise(answer);
  find('more').hidden = !answer.next;
}

async function showMore() {
  const {asked, answer} = state;
  find('more').disabled = true;
  try {
    const page = await api.search(asked, {limit: PAGE, cursor: answer.next});
    if (state.answer !== answer) return;
    const known = new Set(answer.hits.map(hit => hit.id));
    answer.hits.push(...page.hits.filter(hit => !known.has(hit.id)));
    answer.next = page.next;
    showHits();
  } catch (e) {
    showProblem(e);
  } finally {
    find('more').disabled = false;
  }
}

function summarise({hits, tookMillis}) {
  const of = state.images === null ? '' : ` of ${state.images.toLocaleString('en')}`;
  find('summary').textContent = hits.length
    ? `The best ${hits.length}${of} pictures, in ${Math.max(1, Math.round(tookMillis))} ms`
    : '';
}

function forgetAnswer() {
  state.answer = null;
  state.words = [];
  state.heatmaps?.forget();
  state.heatmaps = null;
  chips.clear();
  results.clear();
  refine.hide();
  viewer.hide();
  find('summary').textContent = '';
  find('more').hidden = true;
  document.body.classList.remove('asking-now');
}

function showProblem(problem) {
  forgetAnswer();
  if (problem.status === 401) notices.login(() => { showSize(); ask(state.asked); });
  else notices.problem(problem, () => ask(state.asked));
}

async function searchByFile(file) {
  document.body.classList.add('asking-now');
  try {
    const {picture} = await api.searchByFile(file);
    pictureQuery.remember(picture, file);
    go({picture, like: '', region: '', minScore: ''}, true);
  } catch (e) {
    showProblem(e);
  }
}

function index(tar, name) {
  if (document.body.classList.contains('read-only')) {
    notices.hint('Pictures are not added here: this index is only read.');
  } else {
    jobs.index(tar, name);
  }
}

// ---- what people do

input.addEventListener('input', () => {
  isNewThought ||= performance.now() - editedAt > NEW_THOUGHT;
  editedAt = performance.now();
  clearTimeout(pause);
  pause = setTimeout(() => {
    if (input.value !== address.read().q) go({q: input.value}, isNewThought);
    isNewThought = false;
  }, TYPING_PAUSE);
});

find('form').addEventListener('submit', event => {
  event.preventDefault();
  clearTimeout(pause);
  isNewThought = false;
  if (input.value !== address.read().q) go({q: input.value}, true);
  else if (!state.answer) ask(state.asked);
});

find('more').addEventListener('click', showMore);
find('choose').addEventListener('click', () => find('file').click());
find('file').addEventListener('change', event => {
  const files = [...event.target.files].map(file => ({path: file.name, file}));
  event.target.value = '';
  take(files, searchByFile, index);
});
acceptDrops(document.body, searchByFile, index);

document.addEventListener('keydown', event => {
  if (viewer.openId) return;
  const isTyping = event.target.matches?.('input:not([type=range]), textarea');
  if (event.key === '/' && !isTyping) {
    event.preventDefault();
    input.select();
  } else if (event.key === 'Escape' && chips.pinned !== null) {
    chips.pin(null);
  }
});

addEventListener('popstate', () => {
  input.value = address.read().q;
  follow();
});

function showSize() {
  api.info().then(({images, writable, model}) => {
    state.images = images;
    document.body.classList.toggle('read-only', !writable);
    find('choose').title = find('choose').ariaLabel =
      writable ? 'Search by a picture, or index a tar' : 'Search by a picture';
    find('file').accept = writable ? 'image/*,.tar' : 'image/*';
    find('about').textContent = `${images.toLocaleString('en')} pictures · model ${model.name}`;
    if (state.answer) summarise(state.answer);
  }, () => {});
}

showSize();
input.value = address.read().q;
follow();
