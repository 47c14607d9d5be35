/** The words of a query and their colours. */

/**
 * Bright enough to be told apart on a darkened photograph; style.css has the page's own tone of
 * each. Words take them in this order, but a colour's name always takes its own.
 */
const GLOW = {
  orange: [255, 138, 76],
  blue: [92, 200, 255],
  purple: [214, 140, 255],
  green: [122, 224, 122],
  yellow: [255, 220, 92],
  pink: [255, 120, 190],
  teal: [64, 224, 208],
  indigo: [160, 160, 255],
  red: [255, 92, 84],
};

const GREY = [225, 228, 235];

/** Words that point at nothing by themselves: shown in grey, framed only on demand. */
const QUIET = new Set((
  'a an the of and or in on at to by with from for as is are was were be has have its it this that ' +
  'there some over under above below behind beside near next into onto off out up down'
).split(' '));

/** Number that stands for the whole query where a word's number is expected. */
export const ALL = -1;

/**
 * Groups an answer's tokens into words; the picture that was searched by comes last, as a word
 * without text. `weight` is the word's share of a score; a `light` word has less than half of an
 * even share.
 * @returns {{number, text, tokens: number[], weight: number, light: boolean, quiet: boolean,
 *   factor: number, negative: boolean, isPicture: boolean, tone: string, glow: number[]}[]}
 */
export function wordsOf(answer) {
  const words = [];
  answer.tokens.forEach((token, index) => {
    const last = words.at(-1);
    if (last && last.number === token.word) {
      last.tokens.push(index);
      last.end = token.end;
      last.weight += token.weight;
    } else {
      const {word: number, start, end, weight} = token;
      words.push({number, start, end, weight, tokens: [index], isPicture: false});
    }
  });
  words.sort((one, other) => one.number - other.number);
  for (const word of words) {
    Object.assign(word, marksOf(answer.query, word));
    word.text = answer.query.slice(word.start, word.end);
    word.light = word.factor === 1 && !word.negative &&
      word.weight < word.tokens.length / answer.tokens.length / 2;
    word.quiet = QUIET.has(word.text.toLowerCase()) || !/[\p{L}\p{N}]/u.test(word.text);
  }
  const hasPicture = answer.hits.some(hit => hit.pictureMatch);
  if (!hasPicture && words.every(word => word.quiet)) words.forEach(word => { word.quiet = false; });
  if (hasPicture) {
    words.push({number: words.length, text: 'picture', tokens: [], weight: 1, factor: 1,
      negative: false, light: false, quiet: false, isPicture: true});
  }
  giveColours(words);
  return words;
}

/** The stretch between blanks that a word stands in. */
function chunkOf(query, {start, end}) {
  const from = query.slice(0, start).search(/\S+$/);
  const behind = query.slice(end).search(/\s|$/);
  return {from: from < 0 ? start : from, to: end + behind};
}

function marksOf(query, word) {
  const {from, to} = chunkOf(query, word);
  const [, not, factor] = query.slice(from, to).match(/^(-(?=[\p{L}\p{N}]))?.+?(?:\^(\d+(?:\.\d+)?))?$/u) ?? [];
  return {negative: Boolean(not), factor: factor === undefined ? 1 : Number(factor)};
}

/** The query with other marks on the stretch of a word. */
export function marked(query, word, {factor, negative}) {
  const {from, to} = chunkOf(query, word);
  const bare = query.slice(from, to).replace(/^-(?=[\p{L}\p{N}])/u, '').replace(/\^\d+(\.\d+)?$/, '');
  const mark = factor === 1 ? '' : `^${factor}`;
  return query.slice(0, from) + (negative ? '-' : '') + bare + mark + query.slice(to);
}

function giveColours(words) {
  const ownHue = word => Object.hasOwn(GLOW, word.text.toLowerCase()) && word.text.toLowerCase();
  const taken = words.map(ownHue).filter(Boolean);
  const free = Object.keys(GLOW).filter(hue => !taken.includes(hue));
  const hues = free.length ? free : Object.keys(GLOW);
  let next = 0;
  for (const word of words) {
    const hue = word.quiet ? null : ownHue(word) || hues[next++ % hues.length];
    word.tone = hue ? `var(--${hue})` : 'var(--quiet)';
    word.glow = hue ? GLOW[hue] : GREY;
  }
}

/** The patch of a picture that answers a word best: that of the word's strongest token. */
export function bestMatch(hit, word) {
  if (word.isPicture) return hit.pictureMatch;
  return word.tokens.map(token => hit.matches[token])
    .reduce((best, match) => match.score > best.score ? match : best);
}
