import { readFileSync } from 'node:fs';
import fc from 'fast-check';

/** Texts that have broken readers of JSON. They stand in a file since a search for secrets has to know them too. */
const texts = JSON.parse(
  readFileSync(new URL('hostile-texts.json', import.meta.url), 'utf8'),
) as readonly string[];

/** Values that have broken readers of JSON, by one or another careless step. */
const hostile: readonly unknown[] = [
  ...texts,
  null,
  true,
  0,
  -1,
  2_147_483_648,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'.repeat(20),
  'x'.repeat(5_000),
  [],
  {},
  [[]],
  [null],
  Array.from({ length: 300 }, () => ({})),
  { value: '1', unit: 'KGM' },
  { toString: 1, valueOf: 2, length: -1 },
  { then: 'x' },
];

/** Any text, list or object; of numbers only integers, since others do not pass the bytes gate. */
const anyValue = fc.oneof(
  fc.integer(),
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.dictionary(fc.string({ maxLength: 5 }), fc.integer(), { maxKeys: 3 }),
);

const names = [
  'x',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'then',
  'length',
  '',
  'a/b~c',
  '$ref',
  '_sd',
  '...',
];

type Path = readonly (string | number)[];

function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...at, name]))];
}

/** A copy with what stands at a path put elsewise; `undefined` takes it away. */
function changedAt(value: unknown, [name, ...rest]: Path, to: unknown): unknown {
  if (name === undefined) return to;
  if (Array.isArray(value) && !/^\d+$/.test(String(name))) return [...(value as unknown[]), to];
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  const inner = changedAt(copy[name], rest, to);
  if (inner === undefined) Reflect.deleteProperty(copy, name);
  else copy[name] = inner;
  return copy;
}

/** A valid value with up to four of its parts replaced, taken away or joined by unknown ones. */
export function mutated(valid: unknown): fc.Arbitrary<unknown> {
  const change = fc.record({
    place: fc.nat(),
    how: fc.constantFrom('replace', 'replace', 'remove', 'add', 'any'),
    to: fc.constantFrom(...hostile),
    any: anyValue,
    name: fc.constantFrom(...names),
  });
  return fc.array(change, { maxLength: 4 }).map((changes) =>
    changes.reduce((value, { place, how, to, any, name }) => {
      const paths = pathsOf(value);
      const path = paths[place % paths.length] ?? [];
      if (how === 'remove') return path.length === 0 ? value : changedAt(value, path, undefined);
      if (how === 'add') return changedAt(value, [...path.slice(0, -1), name], to);
      return changedAt(value, path, how === 'any' ? any : to);
    }, valid),
  );
}

/** The text of a JSON document with some of its characters changed. */
export function torn(text: string): fc.Arbitrary<string> {
  const cut = fc.record({
    at: fc.nat(),
    length: fc.nat(3),
    put: fc.constantFrom('', '"', '{', ']', ',', '\\u', '\\ud800', '0', '-', 'é', '\u0000'),
  });
  return fc.array(cut, { minLength: 1, maxLength: 3 }).map((cuts) =>
    cuts.reduce((torn, { at, length, put }) => {
      const start = torn.length === 0 ? 0 : at % torn.length;
      return torn.slice(0, start) + put + torn.slice(start + length);
    }, text),
  );
}

/** What may stand in a query or a path. */
export const parameterText = fc.oneof(
  fc.constantFrom(...hostile.filter((value) => typeof value === 'string')),
  fc.integer().map(String),
  fc.uuid(),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
