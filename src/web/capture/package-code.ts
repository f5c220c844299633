/** What a code on the package of an input tells for sure; nothing of it is guessed. */
export interface PackageCode {
  /** The code of the sales unit, 32 digits of a pesticide or 24 of a veterinary drug; null when there is none. */
  readonly unitCode: string | null;
  /** The registration number where the text spells it out. */
  readonly registrationNo: string | null;
}

const unitCodes = /(?:^|\D)([123]\d{31}|\d{24})(?!\d)/;
const registrations = /(?:^|[^A-Z0-9])((?:PD|WP)\d{8})(?!\d)/;

/** Reads the code of a package (农药标签二维码, 兽药产品追溯码): an address, or the digits alone, as people group them. */
export function readPackageCode(text: string): PackageCode {
  const joined = text.normalize('NFKC').replaceAll(/(\d) (?=\d)/g, '$1');
  return {
    unitCode: unitCodes.exec(joined)?.[1] ?? null,
    registrationNo: registrations.exec(joined)?.[1] ?? null,
  };
}

/** The last six digits of the registration number that a pesticide's unit code holds in its places 2 to 7; null for others. */
export function lastSixOf(unitCode: string): string | null {
  return /^[123]\d{31}$/.test(unitCode) ? unitCode.slice(1, 7) : null;
}
