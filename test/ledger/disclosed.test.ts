import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conceal, disclosureDigest, findDigests, parseDisclosure } from '../../src/ledger/disclosure.js';
import { concealedFields } from '../../src/ledger/disclosed.js';
import type { JsonObject } from '../../src/ledger/json.js';

const salts = (): Uint8Array => randomBytes(16);
const data: JsonObject = {
  quantity: { value: '1', unit: 'KGM' },
  carrier: { name: '承运人', contact: '021' },
  consignee: { party: { name: '买方' } },
  vehicle: '鲁F',
};
const pointers = ['/carrier', '/carrier/contact', '/consignee/party', '/vehicle', '/driver'];

describe('the concealed fields of a statement', () => {
  it('are told by their place when their disclosures are at hand, an inner one by that of the outer', () => {
    const { data: hidden, disclosures } = conceal(data, pointers, salts);
    const fields = concealedFields(hidden, disclosures);
    expect(
      fields.map(({ pointer, disclosure }) => `${pointer ?? ''} ${disclosure?.name ?? ''}`).sort(),
    ).toEqual(['/carrier carrier', '/carrier contact', '/consignee/party party', '/vehicle vehicle']);
    const carrier = fields.find(({ disclosure }) => disclosure?.name === 'carrier');
    expect(fields.find(({ disclosure }) => disclosure?.name === 'contact')?.within).toBe(carrier?.digest);
  });

  it('are nothing but digests without them, and what an outer one hides is not even that', () => {
    const { data: hidden, disclosures } = conceal(data, pointers, salts);
    const fields = concealedFields(hidden, []);
    expect(fields.every(({ pointer, disclosure }) => pointer === null && disclosure === null)).toBe(true);
    expect(fields).toHaveLength(3);
    const inner = disclosures.filter((text) => parseDisclosure(text).name === 'contact');
    expect(concealedFields(hidden, inner)).toEqual(fields);
  });

  it('are those that findDigests finds, whichever disclosures are at hand', () => {
    fc.assert(
      fc.property(fc.subarray(pointers), fc.infiniteStream(fc.boolean()), (some, chosen) => {
        const { data: hidden, disclosures } = conceal(data, some, salts);
        const known = disclosures.filter(() => chosen.next().value);
        const fields = concealedFields(hidden, known);
        const top = fields.filter(({ within }) => within === null).map(({ digest }) => digest);
        expect(top.sort()).toEqual([...findDigests(hidden)].sort());
        for (const { digest, disclosure } of fields)
          if (disclosure !== null) expect(disclosureDigest(disclosure.text)).toBe(digest);
      }),
    );
  });

  it('have names that stand in pointers escaped', () => {
    const { data: hidden, disclosures } = conceal({ 'a/b~c': 1 }, ['/a~1b~0c'], salts);
    expect(concealedFields(hidden, disclosures)).toMatchObject([{ pointer: '/a~1b~0c' }]);
  });

  it('in items of a list bear the item’s number', () => {
    const { data: hidden, disclosures } = conceal({ list: [{}, { x: 1 }] }, ['/list/1/x'], salts);
    expect(concealedFields(hidden, disclosures)).toMatchObject([{ pointer: '/list/1/x' }]);
  });

  it('cannot be read out of a disclosure that is none', () => {
    const { data: hidden } = conceal({ x: 1 }, ['/x'], salts);
    const broken = Buffer.from('["short","x",1]').toString('base64url');
    expect(concealedFields(hidden, [broken])).toMatchObject([{ disclosure: null }]);
    expect(() => concealedFields({ _sd: [disclosureDigest(broken)] }, [broken])).toThrow('salt');
  });
});
