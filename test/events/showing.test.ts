import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { showTo, type Showing } from '../../src/events/showing.js';
import { audiences, maySee, type Reader } from '../../src/events/kinds/audience.js';
import { kinds } from '../../src/events/kinds/registry.js';
import { conceal, disclosureDigest, parseDisclosure } from '../../src/ledger/disclosure.js';

const person = '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11';
const hidden = conceal(
  {
    consignee: { party: { name: '买方' } },
    carrier: { name: '承运人', contact: '021' },
    vehicle: '鲁F',
    driver: `person/${person}`,
  },
  ['/consignee/party', '/carrier', '/carrier/contact', '/vehicle', '/driver'],
  () => randomBytes(16),
);
const statement = { kind: 'shipment', data: hidden.data };
const all = { open: hidden.disclosures, restricted: new Set<string>() };

function names({ disclosures }: Showing): string[] {
  return disclosures.map((text) => parseDisclosure(text).name).sort();
}

function digestOf(name: string): string {
  return disclosureDigest(hidden.disclosures.find((text) => parseDisclosure(text).name === name)!);
}

describe('the private fields of a shipment', () => {
  it.each<[Reader, string[]]>([
    ['public', []],
    ['partner', ['carrier', 'contact', 'driver', 'vehicle']],
    ['regulator', ['carrier', 'contact', 'driver', 'party', 'vehicle']],
    ['issuer', ['carrier', 'contact', 'driver', 'party', 'vehicle']],
  ])('are shown to %s as far as they are for them', (reader, shown) => {
    const showing = showTo(reader, statement, all, false);
    expect(names(showing)).toEqual(shown);
    expect(showing.withheld.every(({ reason }) => reason === 'private')).toBe(true);
  });

  it('that are withheld say for whom they are, and nothing of what stands in them', () => {
    const { withheld } = showTo('public', statement, all, false);
    expect(withheld.map(({ field, visibleTo }) => `${field ?? ''} ${visibleTo.join()}`).sort()).toEqual([
      '/carrier issuer,regulator,partner',
      '/consignee/party issuer,regulator',
      '/driver issuer,regulator,partner',
      '/vehicle issuer,regulator,partner',
    ]);
  });

  it.each<Reader>(['public', 'partner', 'regulator', 'issuer'])(
    'are hidden from %s once they are restricted, erased or replaced',
    (reader) => {
      const open = hidden.disclosures.filter((text) => parseDisclosure(text).name !== 'driver');
      const restricted = showTo(
        reader,
        statement,
        { open, restricted: new Set([digestOf('driver')]) },
        false,
      );
      const erased = showTo(reader, statement, { open, restricted: new Set() }, false);
      for (const [showing, reason] of [
        [restricted, 'restricted'],
        [erased, 'erased'],
      ] as const) {
        expect(showing.people).toEqual([]);
        expect(showing.withheld).toContainEqual({
          digest: digestOf('driver'),
          field: null,
          reason,
          visibleTo: [],
        });
      }
      const replaced = showTo(reader, statement, all, true);
      expect(replaced).toMatchObject({ disclosures: [], people: [] });
      expect(replaced.withheld.every(({ reason }) => reason === 'restricted')).toBe(true);
    },
  );

  it('name a person for the page, though nobody but those they are for sees the field', () => {
    expect(showTo('public', statement, all, false).people).toEqual([
      { field: '/driver', person, seen: false },
    ]);
    expect(showTo('partner', statement, all, false).people).toEqual([
      { field: '/driver', person, seen: true },
    ]);
  });

  it('of a kind that no release knows are for nobody else', () => {
    const unknown = { ...statement, kind: 'from-later' };
    expect(showTo('regulator', unknown, all, false).disclosures).toEqual([]);
    expect(showTo('issuer', unknown, all, false).disclosures).toHaveLength(5);
  });
});

describe('audiences', () => {
  it('include each other: who may see the narrower may see the wider', () => {
    const readers: Reader[] = ['public', 'partner', 'regulator', 'issuer'];
    const counts = readers.map((reader) => audiences.filter((audience) => maySee(reader, audience)).length);
    expect(counts).toEqual([0, 1, 2, 3]);
    for (const [at, audience] of audiences.entries())
      expect(readers.filter((reader) => maySee(reader, audience))).toEqual(readers.slice(at + 1));
  });

  it('are named of private fields only, and of every one of the kinds recorded on batches', () => {
    for (const { kind, chain, privateFields, audiences: named = {} } of kinds) {
      expect(
        Object.keys(named).filter((pointer) => !privateFields.includes(pointer)),
        kind,
      ).toEqual([]);
      if (chain === 'batch') expect(Object.keys(named).sort(), kind).toEqual([...privateFields].sort());
    }
  });
});
