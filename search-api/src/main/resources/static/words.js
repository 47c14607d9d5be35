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
 * Groups an answer's tokens into words. `weight` is the word's share of a score, 0 to 1; a `light`
 * word has less than half of an even share.
 * @returns {{number, text, tokens: number[], weight: number, light: boolean, quiet: boolean,
 *   tone: string, glow: number[]}[]}
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
      words.push({number, start, end, weight, tokens: [index]});
    }
  });
  for (const word of words) {
    word.text = answer.query.slice(word.start, word.end);
    word.light = word.weight < word.tokens.length / answer.tokens.length / 2;
    word.quiet = QUIET.has(word.text.toLowerCase()) || !/[\p{L}\p{N}]/u.test(word.text);
  }
  if (words.every(word => word.quiet)) words.forEach(word => { word.quiet = false; });
  giveColours(words);
  return words;
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
  return word.tokens.map(token => hit.matches[token])
    .reduce((best, match) => match.score > best.score ? match : best);
}
