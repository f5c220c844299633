import fc from 'fast-check';

const digits = Array.from('0123456789');
const letters = Array.from('ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz');
const stray = [
  '%',
  '%20',
  '%2F',
  '/',
  '?',
  '&s=',
  '#',
  '.',
  '..',
  ' ',
  '+',
  '-',
  '０',
  'Ａ',
  'é',
  '\u0000',
  '\u202e',
  '～',
];

const order = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;

/** Signatures that are near a good one as numbers, and those that verify everything under a weak key. */
function otherNumber(token: string, change: bigint): string {
  const number = BigInt(token.slice(3)) + change;
  return token.slice(0, 3) + (number < 0n ? 0n : number).toString().padStart(155, '0');
}

/**
 * Addresses of labels that nobody signed, made out of good ones: single characters of path or token changed, put in,
 * taken out or swapped; the signature as another number; the signature of another label; parts written otherwise.
 */
export function mutatedUri(good: readonly string[]): fc.Arbitrary<string> {
  const place = fc.nat();
  const uri = fc.constantFrom(...good);
  const replaced = fc
    .tuple(uri, place, fc.constantFrom(...digits, ...letters, ...stray))
    .map(([text, at, put]) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + 1));
  const inserted = fc
    .tuple(uri, place, fc.constantFrom(...digits, ...stray))
    .map(([text, at, put]) => text.slice(0, at % text.length) + put + text.slice(at % text.length));
  const removed = fc
    .tuple(uri, place, fc.integer({ min: 1, max: 8 }))
    .map(([text, at, length]) => text.slice(0, at % text.length) + text.slice((at % text.length) + length));
  const swapped = fc.tuple(uri, place).map(([text, at]) => {
    const start = at % (text.length - 1);
    return text.slice(0, start) + text.charAt(start + 1) + text.charAt(start) + text.slice(start + 2);
  });
  const shifts = [1n, -1n, order, -order, 2n ** 256n, -(2n ** 256n), 2n ** 511n, 2n ** 512n, 2n ** 255n];
  const renumbered = fc
    .tuple(uri, fc.oneof(fc.constantFrom(...shifts), fc.bigInt({ min: 1n, max: 2n ** 512n })))
    .map(([text, change]) => withToken(text, (token) => otherNumber(token, change)));
  const borrowed = fc
    .tuple(uri, uri)
    .map(([text, other]) => withToken(text, () => other.split('?s=')[1] ?? ''));
  const drawn = fc
    .tuple(uri, fc.string({ unit: fc.constantFrom(...digits), minLength: 155, maxLength: 155 }))
    .map(([text, number]) => withToken(text, (token) => token.slice(0, 3) + number));
  const doubled = fc.tuple(uri, uri).map(([text, other]) => `${text}&s=${other.split('?s=')[1] ?? ''}`);
  return fc.oneof(replaced, inserted, removed, swapped, renumbered, borrowed, drawn, doubled);
}

function withToken(uri: string, change: (token: string) => string): string {
  const [path = '', token = ''] = uri.split('?s=');
  return `${path}?s=${change(token)}`;
}
