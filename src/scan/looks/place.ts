import { isRegionPrefix } from '../../gs1/national.js';

/** ISO 3166-2:CN (2017) by the letters after `CN-`, as the first two digits of GB/T 2260. */
const provinceByLetters: Readonly<Record<string, string>> = {
  BJ: '11',
  TJ: '12',
  HE: '13',
  SX: '14',
  NM: '15',
  LN: '21',
  JL: '22',
  HL: '23',
  SH: '31',
  JS: '32',
  ZJ: '33',
  AH: '34',
  FJ: '35',
  JX: '36',
  SD: '37',
  HA: '41',
  HB: '42',
  HN: '43',
  GD: '44',
  GX: '45',
  HI: '46',
  CQ: '50',
  SC: '51',
  GZ: '52',
  YN: '53',
  XZ: '54',
  SN: '61',
  GS: '62',
  QH: '63',
  NX: '64',
  XJ: '65',
  TW: '71',
  HK: '81',
  MO: '82',
};
/** Cloudflare’s `XX` and `T1`, and what ISO 3166-1 keeps for no country. */
const nowhere = /^(?:CN|XX|ZZ|T1|AA|QM|EU|AP)$/;

/**
 * The province that a proxy says a reader is in: two digits of GB/T 2260, `abroad` for every other country, or the empty
 * text for what says none. Reads GB/T 2260 (`37`, `370000`, `370686`), ISO 3166-2 (`CN-SD`) and ISO 3166-1 alpha-2
 * (`US`, `US-CA`); never more than the province is kept of it.
 */
export function placeOf(said: string): string {
  const text = said.trim().toUpperCase();
  if (/^(?:CN-)?\d{2}(?:\d{2}){0,2}$/.test(text)) {
    const province = text.replace('CN-', '').slice(0, 2);
    return isRegionPrefix(province) ? province : '';
  }
  const [, country = '', part = ''] = /^([A-Z][A-Z\d])(?:-([A-Z\d]{1,3}))?$/.exec(text) ?? [];
  const letters = country === 'CN' ? part : country;
  const province = Object.hasOwn(provinceByLetters, letters) ? provinceByLetters[letters] : undefined;
  const ofChina = ['TW', 'HK', 'MO'];
  if (province !== undefined && (country === 'CN' || ofChina.includes(country))) return province;
  return country === '' || nowhere.test(country) ? '' : 'abroad';
}
