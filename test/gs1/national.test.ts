import { describe, expect, it } from 'vitest';
import {
  checkFoodLicence,
  checkUscc,
  findPersonalData,
  isCitizenId,
  isCivilDate,
  isPesticideUnitCode,
  isRegionCode,
  isVeterinaryUnitCode,
  looksLikeCitizenId,
  looksLikePhone,
} from '../../src/gs1/national.js';

describe('unified social credit codes', () => {
  it('takes a right one', () => {
    expect(checkUscc('93370686MA3C2E7X7L')).toBeNull();
  });

  it('names the expected check character', () => {
    expect(checkUscc('93370686MA3C2E7X7A')?.words).toEqual({
      zh: '校验位不对：第 18 位是 A，应为 L',
      en: 'Wrong check character: position 18 is A, expected L',
    });
  });

  it('names the position of a character that cannot be', () => {
    expect(checkUscc('93370686MA3C2E7I7L')).toMatchObject({ code: 'characters' });
    expect(checkUscc('93370686MA3C2E7I7L')?.words.en).toContain('Character 16');
    expect(checkUscc('93370686MA3C2E7I7L')?.words.zh).toContain('第 16 位');
    expect(checkUscc('93370686ma3C2E7X7L')?.words.en).toContain('Character 9');
  });

  it('finds every single wrong character', () => {
    const right = '91110000802100433B';
    for (let at = 0; at < 18; at += 1) {
      for (const character of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
        if (character === right[at]) continue;
        expect(checkUscc(right.slice(0, at) + character + right.slice(at + 1))?.code).toBe('check-character');
      }
    }
  });

  it.each([
    ['', 'length'],
    ['9337068MA3C2E7X7L', 'length'],
    ['93370686MA3C2E7X7LL', 'length'],
    ['９３３７０６８６MA3C2E7X7L', 'characters'],
    ['93370686-A3C2E7X7L', 'characters'],
  ])('refuses %j', (text, code) => {
    expect(checkUscc(text)?.code).toBe(code);
  });
});

describe('other national codes', () => {
  it('checks the digit of a food licence', () => {
    expect(checkFoodLicence('SC10123018400014')).toBeNull();
    expect(checkFoodLicence('SC10123018400015')?.words.en).toContain('expected 4');
    expect(checkFoodLicence('QS10123018400014')?.code).toBe('characters');
    expect(checkFoodLicence('SC1012301840001')?.code).toBe('characters');
  });

  it('knows the shape of region codes', () => {
    expect(['370686', '110000', '650100', '820000'].every(isRegionCode)).toBe(true);
    expect(['', '37068', '3706860', '990000', '000000', '37068a', '３７０６８６'].some(isRegionCode)).toBe(
      false,
    );
  });

  it('wants a date that exists in a veterinary code', () => {
    expect(isVeterinaryUnitCode('202602290012358201947365')).toBe(false);
    expect(isVeterinaryUnitCode('202402290012358201947365')).toBe(true);
  });

  it('wants a production type in a pesticide code', () => {
    expect(isPesticideUnitCode('19901234001483920174650238174659')).toBe(false);
  });
});

describe('civil dates', () => {
  it.each(['2026-10-18', '2024-02-29', '2000-02-29', '0001-01-01'])('takes %s', (text) => {
    expect(isCivilDate(text)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-1-1',
    '20261018',
    '0000-01-01',
    '2026-10-18T00:00',
    '2026-10-32',
    ' 2026-10-18',
    '２０２６-10-18',
  ])('refuses %s', (text) => {
    expect(isCivilDate(text)).toBe(false);
  });
});

describe('personal data in texts', () => {
  const citizen = '999999190001010007';

  it('knows a citizen id by its date and check character', () => {
    expect(isCitizenId(citizen)).toBe(true);
    expect(isCitizenId('999999190001010008')).toBe(false);
    expect(isCitizenId('999999190002300007')).toBe(false);
  });

  it.each([
    citizen,
    `身份证${citizen}号`,
    '９９９９９９１９０００１０１０００７',
    '999999 19000101 0007',
    '999999-19000101-0007',
  ])('finds a citizen id in %j', (text) => {
    expect(looksLikeCitizenId(text)).toBe(true);
    expect(findPersonalData(text)).toBe('citizen-id');
  });

  it.each([
    '13800138000',
    '电话13800138000。',
    '+8613800138000',
    '+86 138 0013 8000',
    '138-0013-8000',
    '１３８００１３８０００',
    '⑬⑧00⑬8000',
  ])('finds a mobile number in %j', (text) => {
    expect(looksLikePhone(text)).toBe(true);
    expect(findPersonalData(text)).toBe('phone');
  });

  it('finds a parcel code and exact coordinates', () => {
    expect(findPersonalData('地块3706861032150200012')).toBe('parcel-code');
    expect(findPersonalData('37.30512,120.83456')).toBe('coordinates');
    expect(findPersonalData('37.30512°N 120.83456°E')).toBe('coordinates');
    expect(findPersonalData('北纬37.30512，东经120.83456')).not.toBeNull();
  });

  it.each([
    '137****0000',
    '戊唑醇430克/升悬浮剂',
    'PD20990123',
    'PD20080123F130045',
    '19901231001483920174650238174659',
    '202603120012358201947365',
    '91110000802100433B',
    '93370686MA3C2E7X7L',
    '示例-2026-10231',
    'XS-20260801-017',
    '1.2.93370686MA3C2E7X7L.01060123.20261018143000.001',
    '06937001000019',
    '12915230049182736455',
    '2026-10-18 14:30:00',
    '0535-1234567',
    '12800138000',
    '0.31 mg/kg, 2',
    '999999190001010008',
    '',
  ])('finds none in %j', (text) => {
    expect(findPersonalData(text)).toBeNull();
  });
});
