import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalBytes,
  conceal,
  disclosureDigest,
  disclosuresMax,
  findDigests,
  formatCombined,
  isJsonObject,
  open,
  parseCombined,
  parseDisclosure,
  jsonDepthMax,
} from '../../src/ledger/index.js';
import type { JsonObject, JsonValue } from '../../src/ledger/index.js';
import { base64url, codeOf, countedSalts } from './fixtures.js';

const salt = '_26bc4LT-ac6q2KI6cBW5es';
const harvest: JsonObject = {
  quantity: { value: '1200', unit: 'KGM' },
  operator: { name: '王某', phone: '000' },
  source: { supplier: '某农资店', ticket: 'T-1' },
  items: [{ name: 'a', price: '1.50' }, { name: 'b' }],
};
const disclose = (...parts: JsonValue[]): string => base64url(JSON.stringify(parts));
const hidden = (...texts: string[]): JsonObject => ({ _sd: texts.map(disclosureDigest), _sd_alg: 'sha-256' });

describe('a disclosure', () => {
  it('and its digest are those of RFC 9901 §4.2.1 and §4.2.3', () => {
    const text = 'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0';
    expect(parseDisclosure(text)).toEqual({ text, salt, name: 'family_name', value: 'Möbius' });
    expect(disclosureDigest(text)).toBe('X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0');
  });

  it('is hashed as it was written, so that spacing makes another digest', () => {
    const spaced = base64url(`["${salt}", "grade", "A"]`);
    const dense = base64url(`["${salt}","grade","A"]`);
    expect(parseDisclosure(spaced)).toEqual({ ...parseDisclosure(dense), text: spaced });
    expect(disclosureDigest(spaced)).not.toBe(disclosureDigest(dense));
  });

  it.each([
    ['two parts, as of an array’s item', disclose(salt, 'a'), 'disclosure-malformed'],
    ['four parts', disclose(salt, 'a', 1, 2), 'disclosure-malformed'],
    ['an object', base64url('{"salt":1}'), 'disclosure-malformed'],
    ['a salt under 128 bits', disclose(salt.slice(0, 21), 'a', 1), 'disclosure-salt'],
    ['an empty salt', disclose('', 'a', 1), 'disclosure-salt'],
    ['a salt that is a number', disclose(1, 'a', 1), 'disclosure-salt'],
    ['a salt with padding', disclose(`${salt}==`, 'a', 1), 'disclosure-salt'],
    ['a salt of a megabyte’s beginning', disclose('A'.repeat(129), 'a', 1), 'disclosure-salt'],
    ['the name _sd', disclose(salt, '_sd', []), 'disclosure-name'],
    ['the name ...', disclose(salt, '...', 1), 'disclosure-name'],
    ['the name _sd_alg', disclose(salt, '_sd_alg', 'sha-256'), 'disclosure-name'],
    ['the name __proto__', disclose(salt, '__proto__', {}), 'disclosure-name'],
    ['the name constructor', disclose(salt, 'constructor', {}), 'disclosure-name'],
    ['a name that is a number', disclose(salt, 1, 1), 'disclosure-name'],
    ['a fraction', disclose(salt, 'a', 1.5), 'json-number'],
    ['a duplicate name inside', base64url(`["${salt}","a",{"b":1,"b":2}]`), 'json-duplicate-key'],
    ['padding', `${disclose(salt, 'a', 1)}=`, 'bytes-base64url'],
    ['another alphabet', 'WyI+', 'bytes-base64url'],
    ['nothing', '', 'json-syntax'],
    ['text that is no JSON', base64url('salt,name,value'), 'json-syntax'],
    ['invalid UTF-8', base64url(Uint8Array.of(0x5b, 0xff)), 'bytes-utf8'],
  ])('is refused with %s', (_name, text, code) => {
    expect(codeOf(() => parseDisclosure(text))).toBe(code);
  });
});

describe('concealing', () => {
  it('takes the named members out and leaves digests', () => {
    const { data, disclosures } = conceal(harvest, ['/operator', '/source/ticket'], countedSalts());
    expect(Object.keys(data)).toEqual(['quantity', 'source', 'items', '_sd']);
    expect(JSON.stringify(data)).not.toMatch(/王某|000|T-1/);
    expect(disclosures.map((text) => parseDisclosure(text).name)).toEqual(['operator', 'ticket']);
    expect(findDigests(data)).toEqual(expect.arrayContaining(disclosures.map(disclosureDigest)));
  });

  it('leaves the data it was given as it was', () => {
    const before = structuredClone(harvest);
    conceal(harvest, ['/operator', '/source/ticket', '/items/0/price'], countedSalts());
    expect(harvest).toEqual(before);
  });

  it('sorts the digests of an object, so that they do not tell the order of its members', () => {
    const data: JsonObject = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`m${at}`, at]));
    const concealed = conceal(
      data,
      Object.keys(data).map((name) => `/${name}`),
      countedSalts(),
    );
    const digests = concealed.data['_sd'] as string[];
    expect(digests).toEqual(digests.toSorted());
    expect(digests).not.toEqual(concealed.disclosures.map(disclosureDigest));
  });

  it('reaches into arrays and into what is concealed itself', () => {
    const pointers = ['/operator', '/operator/phone', '/items/0/price'];
    const { data, disclosures } = conceal(harvest, pointers, countedSalts());
    expect(disclosures).toHaveLength(3);
    const outer = disclosures.filter((text) => parseDisclosure(text).name !== 'phone');
    const opened = open({ data, _sd_alg: 'sha-256' }, outer)['data'] as JsonObject;
    expect(opened['operator']).toEqual({ name: '王某' });
    expect(open({ data, _sd_alg: 'sha-256' }, disclosures)).toEqual({ data: harvest });
  });

  it('conceals what is there, and passes over optional members that are not', () => {
    const { data, disclosures } = conceal(
      harvest,
      ['/vehicle', '/carrier/name', '/quantity/value/x', '/items/7/name'],
      countedSalts(),
    );
    expect(data).toEqual(harvest);
    expect(disclosures).toEqual([]);
  });

  it('understands ~0 and ~1 in pointers', () => {
    const { data } = conceal({ 'a/b': 1, 'c~d': 2, '': 3 }, ['/a~1b', '/c~0d', '/'], countedSalts());
    expect(Object.keys(data)).toEqual(['_sd']);
  });

  it('asks for a salt for each disclosure', () => {
    const salts: string[] = [];
    const { disclosures } = conceal(harvest, ['/operator', '/source', '/items'], countedSalts());
    for (const text of disclosures) salts.push(parseDisclosure(text).salt);
    expect(new Set(salts).size).toBe(3);
  });

  it.each([
    ['a pointer without a slash', ['operator'], 'disclosure-pointer'],
    ['the pointer of the whole', [''], 'disclosure-pointer'],
    ['a pointer with a bare ~', ['/a~'], 'disclosure-pointer'],
    ['a pointer with ~2', ['/a~2b'], 'disclosure-pointer'],
    ['a pointer to an item', ['/items/0'], 'disclosure-pointer'],
  ])('refuses %s', (_name, pointers, code) => {
    expect(codeOf(() => conceal(harvest, pointers, countedSalts()))).toBe(code);
  });

  it.each(['_sd', '...', '_sd_alg'])('refuses data that has the name %s', (name) => {
    expect(codeOf(() => conceal({ a: [{ [name]: 1 }] }, [], countedSalts()))).toBe('disclosure-name');
  });

  it('refuses a salt under 128 bits, and a value outside the strict profile', () => {
    expect(codeOf(() => conceal(harvest, ['/operator'], () => new Uint8Array(15)))).toBe('disclosure-salt');
    expect(codeOf(() => conceal({ a: 1.5 }, ['/a'], countedSalts()))).toBe('json-number');
  });
});

const text = fc.string({ maxLength: 8 });
const name = text.filter(
  (candidate) => !['__proto__', 'constructor', 'prototype', '_sd', '_sd_alg', '...'].includes(candidate),
);
const { object: anyObject } = fc.letrec<{ object: JsonObject; value: JsonValue }>((tie) => ({
  object: fc
    .array(fc.tuple(name, tie('value')), { maxLength: 5 })
    .map((members) => Object.fromEntries(members)),
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
}));

/** Pointers to every member of every object. */
function allPointers(value: JsonValue, path = ''): string[] {
  if (Array.isArray(value)) {
    return (value as JsonValue[]).flatMap((item, at) => allPointers(item, `${path}/${at}`));
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([member, inner]) => {
    const pointer = `${path}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return [pointer, ...allPointers(inner, pointer)];
  });
}

describe('opening', () => {
  it('with all disclosures restores any data, whatever was concealed, in any order', () => {
    const choice = fc.infiniteStream(fc.boolean());
    fc.assert(
      fc.property(anyObject, choice, (data, chosen) => {
        const pointers = allPointers(data)
          .filter(() => chosen.next().value === true)
          .slice(0, disclosuresMax);
        const concealed = conceal(data, pointers, countedSalts());
        const payload =
          concealed.disclosures.length > 0
            ? { data: concealed.data, _sd_alg: 'sha-256' }
            : { data: concealed.data };
        const opened = open(payload, concealed.disclosures.toReversed());
        expect(canonicalBytes(opened)).toEqual(canonicalBytes({ data }));
      }),
      { numRuns: 300 },
    );
  });

  it('with none shows what was never concealed and nothing else', () => {
    const { data } = conceal(harvest, ['/operator', '/source/ticket'], countedSalts());
    expect(open({ data, _sd_alg: 'sha-256' }, [])).toEqual({
      data: { quantity: harvest['quantity'], source: { supplier: '某农资店' }, items: harvest['items'] },
    });
  });

  it('passes over digests that stand for nothing', () => {
    const decoy = disclosureDigest('decoy');
    expect(open({ data: { _sd: [decoy], a: 1 }, _sd_alg: 'sha-256' }, [])).toEqual({ data: { a: 1 } });
  });

  const one = disclose(salt, 'a', 1);
  const two = disclose(salt, 'a', 2);
  const withDigests = disclose(salt, 'outer', { _sd: [disclosureDigest(one)] });

  it.each<[string, JsonObject, string[], string]>([
    ['a disclosure of no digest', hidden(one), [one, two], 'disclosure-unused'],
    ['a disclosure where nothing is concealed', { a: 1 }, [one], 'disclosure-unused'],
    [
      'a disclosure whose digest is in one that is not there',
      hidden(withDigests),
      [one],
      'disclosure-unused',
    ],
    ['a disclosure twice', hidden(one), [one, one], 'disclosure-repeated'],
    ['a digest twice in one object', hidden(one, one), [one], 'disclosure-digest-repeated'],
    [
      'a digest twice in two objects',
      { x: { _sd: [disclosureDigest(one)] }, y: { _sd: [disclosureDigest(one)] } },
      [one],
      'disclosure-digest-repeated',
    ],
    [
      'a digest twice, once inside a disclosure',
      { ...hidden(one, withDigests) },
      [one, withDigests],
      'disclosure-digest-repeated',
    ],
    ['a name that is there', { ...hidden(one), a: 0 }, [one], 'disclosure-name-taken'],
    ['a name that two disclosures give', hidden(one, two), [one, two], 'disclosure-name-taken'],
    [
      'a name that objects inherit, twice',
      { ...hidden(disclose(salt, 'toString', 1)), toString: 1 },
      [disclose(salt, 'toString', 1)],
      'disclosure-name-taken',
    ],
    ['another hash', { ...hidden(one), _sd_alg: 'sha-512' }, [one], 'disclosure-digest'],
    ['a list of digests that is none', { _sd: 'x', _sd_alg: 'sha-256' }, [], 'disclosure-digest'],
    [
      'an item digest',
      { a: [{ '...': disclosureDigest(one) }], _sd_alg: 'sha-256' },
      [one],
      'disclosure-name',
    ],
    ['a malformed disclosure', hidden('AAAA'), ['AAAA'], 'json-syntax'],
  ])('refuses %s', (_name, payload, disclosures, code) => {
    expect(codeOf(() => open(payload, disclosures))).toBe(code);
  });

  it('refuses an altered disclosure, whichever character was altered', () => {
    const { data, disclosures } = conceal(harvest, ['/operator'], countedSalts());
    const [whole] = disclosures as [string];
    for (let at = 0; at < whole.length; at += 1) {
      const altered = whole.slice(0, at) + (whole.charAt(at) === 'A' ? 'B' : 'A') + whole.slice(at + 1);
      expect(codeOf(() => open({ data, _sd_alg: 'sha-256' }, [altered]))).not.toBe('accepted');
    }
  });

  it('opens values inside values to the depth of the strict profile and no further', () => {
    const nested = (levels: number): string => {
      let inner = disclose(salt, 'leaf', 1);
      const all = [inner];
      for (let level = 0; level < levels; level += 1) {
        inner = disclose(salt, 'd', { _sd: [disclosureDigest(inner)] });
        all.push(inner);
      }
      return codeOf(() => open(hidden(inner), all));
    };
    // The payload itself is one of the levels.
    expect([nested(jsonDepthMax - 1), nested(jsonDepthMax)]).toEqual(['accepted', 'json-depth']);
  });

  it('takes names that objects inherit for names like any other', () => {
    const inherited = disclose(salt, 'toString', 'x');
    expect(open(hidden(inherited), [inherited])).toEqual({ toString: 'x' });
  });

  it('has a maximum of disclosures', () => {
    const many = Array.from({ length: disclosuresMax + 1 }, (_, at) => disclose(salt, `n${at}`, at));
    expect(codeOf(() => open(hidden(...many), many))).toBe('disclosure-malformed');
    expect(Object.keys(open(hidden(...many.slice(1)), many.slice(1)))).toHaveLength(disclosuresMax);
  });
});

describe('the combined form', () => {
  it('is read back, with and without disclosures', () => {
    for (const disclosures of [[], ['WyJh'], ['WyJh', 'WyJi', 'WyJj']]) {
      const combined = formatCombined('a.b.c', disclosures);
      expect(combined.endsWith('~')).toBe(true);
      expect(parseCombined(combined)).toEqual({ jws: 'a.b.c', disclosures });
    }
  });

  it.each([
    ['no ~', 'a.b.c'],
    ['nothing', ''],
    ['a ~ alone', '~'],
    ['no statement', '~WyJh~'],
    ['an empty disclosure', 'a.b.c~~'],
    ['an empty disclosure between', 'a.b.c~WyJh~~WyJi~'],
    ['a key binding JWT', 'a.b.c~WyJh~d.e.f'],
    ['too many disclosures', `a.b.c~${'WyJh~'.repeat(disclosuresMax + 1)}`],
    ['very many disclosures', `a.b.c~${'WyJh~'.repeat(10 * disclosuresMax)}`],
  ])('is refused with %s', (_name, combined) => {
    expect(codeOf(() => parseCombined(combined))).toBe('disclosure-malformed');
  });

  it('takes as many disclosures as opening does', () => {
    expect(parseCombined(`a.b.c~${'WyJh~'.repeat(disclosuresMax)}`).disclosures).toHaveLength(disclosuresMax);
  });
});
