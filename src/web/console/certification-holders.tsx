import type { VNode } from 'preact';
import { certificationWords as words } from '../words-certifications.js';
import { kindsWithoutGoods } from './menu.js';
import { OrganizationFinder } from './organization-finder.js';

/** `#/certifications?find=<text>`: organizations that may be certified and that the reader may see, to choose one. */
export function CertificationHolders({ find }: { find: string }): VNode {
  return (
    <OrganizationFinder
      title={words.choose}
      screen="certifications"
      find={find}
      placeOf={(id) => `/certifications/${id}`}
      fitsKind={(kind) => !kindsWithoutGoods.includes(kind)}
    />
  );
}
