import { isRegionPrefix } from '../../gs1/national.js';

/** ISO 3166-2:CN (2017) by the letters after `CN-`, as the first two digits of GB/T 2260. */
const provinceByLetters = new Map(
  (
    'BJ11 TJ12 HE13 SX14 NM15 LN21 JL22 HL23 SH31 JS32 ZJ33 AH34 FJ35 JX36 SD37 HA41 HB42 HN43 GD44 GX45 HI46 CQ50 ' +
    'SC51 GZ52 YN53 XZ54 SN61 GS62 QH63 NX64 XJ65 TW71 HK81 MO82'
  )
    .split(' ')
    .map((text) => [text.slice(0, 2), text.slice(2)]),
);
/** Provinces that ISO 3166-1 has letters for, too. */
const ofChina = ['TW', 'HK', 'MO'];
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
  const letters = country === 'CN' ? part : ofChina.includes(country) ? country : '';
  const province = provinceByLetters.get(letters);
  if (province !== undefined) return province;
  return country === '' || nowhere.test(country) ? '' : 'abroad';
}
