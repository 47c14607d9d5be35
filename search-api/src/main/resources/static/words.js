/** The words of a query and their colours. */

/** Bright enough to be told apart on a darkened photograph; style.css has the page's own tones. */
const GLOW = [
  [255, 138, 76], [92, 200, 255], [122, 224, 122], [214, 140, 255],
  [255, 220, 92], [255, 120, 170], [64, 224, 208], [160, 160, 255],
];

/** Words that point at nothing by themselves: shown in grey, framed only on demand. */
const QUIET = new Set((
  'a an the of and or in on at to by with from for as is are was were be has have its it this that ' +
  'there some over under above below behind beside near next into onto off out up down'
).split(' '));

const GREY = [225, 228, 235];

/** Number that stands for the whole query where a word's number is expected. */
export const ALL = -1;

/**
 * Groups an answer's tokens into words.
 * @returns {{number, text, tokens: number[], quiet: boolean, tone: string, glow: number[]}[]}
 */
export function wordsOf(answer) {
  const words = [];
  answer.tokens.forEach((token, index) => {
    const last = words.at(-1);
    if (last && last.number === token.word) {
      last.tokens.push(index);
      last.end = token.end;
    } else {
      words.push({number: token.word, start: token.start, end: token.end, tokens: [index]});
    }
  });
  let coloured = 0;
  for (const word of words) {
    word.text = answer.query.slice(word.start, word.end);
    word.quiet = QUIET.has(word.text.toLowerCase()) || !/[\p{L}\p{N}]/u.test(word.text);
    const colour = word.quiet ? -1 : coloured++ % GLOW.length;
    word.tone = word.quiet ? 'var(--quiet)' : `var(--word-${colour})`;
    word.glow = word.quiet ? GREY : GLOW[colour];
  }
  if (words.length && words.every(word => word.quiet)) words.forEach(word => { word.quiet = false; });
  return words;
}

/** How well a picture answers a word: the mean of its tokens' best patches, as in the score. */
export function similarity(hit, word) {
  const sum = word.tokens.reduce((total, token) => total + hit.matches[token].score, 0);
  return sum / word.tokens.length;
}
