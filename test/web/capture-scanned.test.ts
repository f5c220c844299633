import { describe, expect, it } from 'vitest';
import type { KnownBatch } from '../../src/web/capture/questions.js';
import { lastSixOf, readPackageCode } from '../../src/web/capture/package-code.js';
import { batchesNamed, linkIn } from '../../src/web/capture/scanned.js';

const apples: KnownBatch = {
  id: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
  code: 'WXQZBQ2D3Q6NRDMWW',
  lot: 'APP-20261018-01',
  product: '苹果',
  gtin: '06937001000019',
  unit: 'KGM',
  available: '100',
  seq: 4,
  leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
  mixing: null,
};
const pears: KnownBatch = { ...apples, id: 'pears', gtin: '06937001000026', code: '001061050R3GG28AY' };
const batches = [apples, pears, { ...apples, id: 'nameless', gtin: null, lot: null, code: '' }];
const label = 'https://trace.example.cn/01/06937001000019/10/APP-20261018-01';

describe('a batch', () => {
  it.each([
    ['a label of the lot', label],
    ['one label with its serial and signature', `${label}/21/WXQZBQ2D3Q6NRDMWW?s=abc`],
    ['another host', label.replace('trace.example.cn', 'zs.cn')],
    ['a label without GTIN that has the code of the batch', 'https://zs.cn/t/WXQZBQ2D3Q6NRDMWW'],
    ['the code as people type it', ' wxqz-bq2d 3q6n rdmw w'],
  ])('is named by %s', (_, text) => {
    expect(batchesNamed(text, batches)).toEqual([apples]);
  });

  it('is named by its lot in any width and case, by several products where they share it', () => {
    expect(batchesNamed('ａｐｐ-20261018-01 ', batches)).toEqual([apples, pears]);
  });

  it.each([
    ['another lot', label.replace('-01', '-02')],
    ['another product', label.replace('06937001000019', '06937001000033')],
    ['a GTIN whose check digit is wrong', label.replace('019', '018')],
    ['an address that only looks alike', 'https://zs.cn/p/01/06937001000019/10/APP-20261018-01'],
    ['markup', '<script>alert(1)</script>'],
    ['nothing', '   '],
    ['ten thousand characters', '苹'.repeat(10_000)],
    ['another scheme', label.replace('https', 'javascript')],
  ])('is not named by %s', (_, text) => {
    expect(batchesNamed(text, batches)).toEqual([]);
  });

  it('is asked for by the label of a product without GTIN alone', () => {
    expect(linkIn('https://zs.cn/t/001061050R3GG28AY')).toMatchObject({ form: 'plain' });
    expect(linkIn('001061050R3GG28AY')).toBeNull();
    expect(linkIn('https://')).toBeNull();
  });
});

describe('the code on a package', () => {
  const pesticide = '19901231001483920174650238174659';

  it.each([
    ['digits alone', pesticide],
    ['an address with it', `http://www.icama.example/zs?c=${pesticide}`],
    ['digits as people group them', '1990 1231 0014 8392 0174 6502 3817 4659'],
    ['full width', '１９９０１２３１００１４８３９２０１７４６５０２３８１７４６５９'],
  ])('of a pesticide is known by %s', (_, text) => {
    expect(readPackageCode(text)).toEqual({ unitCode: pesticide, registrationNo: null });
    expect(lastSixOf(pesticide)).toBe('990123');
  });

  it('of a veterinary drug has 24 digits, which tell no registration', () => {
    const drug = '202611231234500012345678';
    expect(readPackageCode(`批号 ${drug}。`).unitCode).toBe(drug);
    expect(lastSixOf(drug)).toBeNull();
  });

  it('tells the registration number where it is spelled out, and only then', () => {
    expect(readPackageCode('https://zs.example/PD20990123/x').registrationNo).toBe('PD20990123');
    expect(readPackageCode('登记证号:WP20990123').registrationNo).toBe('WP20990123');
    expect(readPackageCode('登记证号 ＰＤ２０９９０１２３').registrationNo).toBe('PD20990123');
  });

  it.each([
    ['31 digits', pesticide.slice(1)],
    ['33 digits', `${pesticide}0`],
    ['a class that there is not', `9${pesticide.slice(1)}`],
    ['numbers of different lines', '1990123100148392\n0174650238174659'],
    ['a longer name', 'XPD20990123'],
    ['a longer number', 'PD209901234'],
    ['an old number', 'PD85105-12'],
    ['an address', 'https://example.cn/product?id=42'],
    ['nothing', ''],
  ])('is not guessed from %s', (_, text) => {
    expect(readPackageCode(text)).toEqual({ unitCode: null, registrationNo: null });
  });
});
