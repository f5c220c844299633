// What the services of a test run wrote must hold no secret and nothing of a person: looks through the traces that the
// tests left (test/support/traces.ts) and counts each kind of them as a test.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Kinds of traces, each a file that every worker of the tests adds to. */
export const traceKinds = ['log', 'problems', 'metrics', 'addresses', 'public'];
/** What is shown to everyone holds signed statements; these look like tokens and are none. */
const signedKinds = new Set(['public']);
const secretLengthMin = 8;
const shownMax = 5;

const alone = (body) => new RegExp(`(?<![0-9A-Za-z_./+=-])(?:${body})(?![0-9A-Za-z_/+=])`, 'g');
const shapes = [
  ['a token (JWT, SD-JWT)', /eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, 'signed'],
  ['a key (PEM)', /-----BEGIN [A-Z0-9 ]+-----/g],
  ['a private key (JWK)', /"d"\s*:\s*"[A-Za-z0-9_-]{43,}"/g],
  ['a header with a token', /\b(?:bearer|basic) [A-Za-z0-9._~+/-]{16,}/gi],
  [
    'a header with a token',
    /"(?:authorization|cookie|set-cookie|proxy-authorization)"\s*:\s*"(?!\[redacted\])/gi,
  ],
  ['a mobile phone number', alone(String.raw`(?:\+?86[ -]?)?1[3-9]\d{9}`)],
  ['a citizen’s id number', alone(String.raw`[1-9]\d{16}[\dXx]`), 'check', isCitizenId],
];

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643: a date of birth and a check character (ISO 7064, MOD 11-2). */
export function isCitizenId(text) {
  const [year, month, day] = [text.slice(6, 10), text.slice(10, 12), text.slice(12, 14)].map(Number);
  const birth = new Date(Date.UTC(year, month - 1, day));
  if (year < 1900 || year > 2100 || birth.getUTCMonth() !== month - 1 || birth.getUTCDate() !== day)
    return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return '10X98765432'[sum % 11] === text[17].toUpperCase();
}

/** The number at the end of a line of metrics counts bytes or seconds; a secret would stand in a name or a label. */
const metricValue = / [-+0-9.eE]+$/gm;

/** What of a text is secret or personal: a few words each, with the line it stands in, the find itself left out. */
export function findSecrets(given, secrets, kind = 'log') {
  const text = kind === 'metrics' ? given.replaceAll(metricValue, '') : given;
  const found = [];
  const add = (what, index, length) => {
    const from = text.lastIndexOf('\n', index) + 1;
    const before = text.slice(Math.max(from, index - 80), index);
    found.push(`${what} after ${JSON.stringify(before)}, ${length} characters`);
  };
  for (const [what, shape, limit, check] of shapes) {
    if (limit === 'signed' && signedKinds.has(kind)) continue;
    for (const match of text.matchAll(shape))
      if (check === undefined || check(match[0])) add(what, match.index, match[0].length);
  }
  const words = new Set(text.match(/[A-Za-z0-9_+/=-]{16,}/g));
  for (const secret of secrets) {
    if (secret.length < secretLengthMin) continue;
    const isWord = /^[A-Za-z0-9_+/=-]{16,}$/.test(secret);
    if (isWord ? words.has(secret) : text.includes(secret))
      add('a secret of the tests', text.indexOf(secret), secret.length);
  }
  return found;
}

const project = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const examples = project('openapi.json');
const hostileTexts = new Set(JSON.parse(project('test/api/hostile-texts.json')));

/**
 * Whether everybody knows a value: an example of the document, a name of JavaScript that generators like to send, or a
 * text that tests send wherever one fits, as a password here and as an amount there.
 */
function isKnown(secret) {
  return secret in {} || hostileTexts.has(secret) || examples.includes(JSON.stringify(secret).slice(1, -1));
}

/** One result a kind of trace: its name, and what was found. A kind of which nothing was left counts as a failure. */
export function scanTraces(folder) {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const read = (kind) =>
    files
      .filter((name) => name.startsWith(`${kind}-`))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
  const secrets = new Set(read('secrets').flatMap((text) => text.split('\n').filter((line) => line !== '')));
  const given = [...secrets].map((line) => JSON.parse(line)).filter((secret) => !isKnown(secret));
  return traceKinds.map((kind) => {
    const texts = read(kind);
    if (texts.length === 0 || given.length === 0)
      return { kind, found: ['nothing was left to look through'] };
    return { kind, found: texts.flatMap((text) => findSecrets(text, given, kind)) };
  });
}

/** Looks through the traces of a whole run and says what was found; answers how many kinds passed and failed. */
export function reportSecrets(folder) {
  const results = scanTraces(folder);
  for (const { kind, found } of results) {
    if (found.length === 0) console.log(` ✓ ${kind}: 没有秘密 holds no secret`);
    else console.error(` × ${kind}: ${found.length}\n   ${found.slice(0, shownMax).join('\n   ')}`);
  }
  const failed = results.filter(({ found }) => found.length > 0).length;
  return { passed: results.length - failed, failed };
}
