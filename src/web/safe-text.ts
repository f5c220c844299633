/**
 * Making typed text harmless to look at (promises.md P27). Escaping is not enough: a name may hold characters that
 * are not seen but turn the text around it, hide a difference, or cover the lines above (Unicode TR 36, TR 39).
 */

/** Stands for a character that is not shown: the reader sees that something was there. */
export const replacement = '\uFFFD';

/** Longest typed text a page shows, in UTF-16 units; the rest is cut with an ellipsis. */
export const shownTextMax = 400;

/** Longest number a page shows, in UTF-16 units; the longest of ours are hashes and chain names. */
const codeTextMax = 96;

/** Combining marks kept on one letter. Tibetan and Vietnamese need up to four. */
const marksMax = 4;

const whiteSpace = /[\p{White_Space}\u2800]+/gu;
/** A joiner that makes one picture of two emoji, behind the first of them: older phones know no lookbehind. */
const emojiJoiner =
  /(\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?)\u200D(?=\p{Extended_Pictographic})/gu;
const keptJoiner = '\uE000';
/** Controls, format characters (all of bidi), lone surrogates, private use, and letters that are drawn as nothing. */
const unseen =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u115F\u1160\u3164\uFFA0\uFFF0-\uFFF8]|\u034F|\u17B4|\u17B5|[\u180B-\u180D]|\u180F|\u2065/gu;
const markRun = new RegExp(`(\\p{M}{${String(marksMax)}})\\p{M}+`, 'gu');

/**
 * The text with every unseen character shown as U+FFFD, white space runs as one space, piled-up marks cut, and cut to
 * `max` UTF-16 units. What remains has no control over the text around it, provided that the page isolates it (bdi).
 */
export function plainText(text: string, max: number = shownTextMax): string {
  const cut = text.length > max ? text.slice(0, max).replace(/\p{Cs}$/u, '') : text;
  const kept = cut
    .replaceAll(keptJoiner, replacement)
    .replace(whiteSpace, ' ')
    .replace(emojiJoiner, `$1${keptJoiner}`)
    .replace(unseen, (found) => (found === keptJoiner ? '\u200D' : replacement))
    .replace(markRun, '$1')
    .trim();
  return cut.length < text.length ? `${kept}…` : kept;
}

/** Alphabets whose letters look like each other's. */
const lookAlikes = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
  /\p{Script=Lisu}/u,
];

/** Whether letters of two look-alike alphabets stand in one text, as in `Аpple` with a Cyrillic А (TR 39 §5.1). */
export function mixesAlphabets(text: string): boolean {
  return lookAlikes.filter((alphabet) => alphabet.test(text)).length > 1;
}

/** A piece of a code: as printed, or one foreign character with its number, such as `U+0410`. */
export interface CodePiece {
  readonly text: string;
  readonly foreign: string | null;
}

/**
 * A lot or serial number cut at every character that a number of ours cannot hold (printable ASCII without space):
 * a look-alike letter in a lot number is shown together with its code point.
 */
export function codePieces(code: string): CodePiece[] {
  const pieces: CodePiece[] = [];
  let run = '';
  for (const character of code.slice(0, codeTextMax)) {
    if (/[!-~]/.test(character)) {
      run += character;
      continue;
    }
    if (run !== '') pieces.push({ text: run, foreign: null });
    run = '';
    pieces.push({ text: plainText(character), foreign: codePoint(character) });
  }
  if (code.length > codeTextMax) run += '…';
  if (run !== '') pieces.push({ text: run, foreign: null });
  return pieces;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A code in groups of four, for comparing by eye: `8F3KQ7…` as `8F3K`, `Q7…`. */
export function groupsOfFour(code: string): string[] {
  return code.match(/.{1,4}/gsu) ?? [];
}
