import type { Ring } from './polygon.js';

/** A place of an organization: inserted once, never changed. Only `publicName` and `region` are for everyone. */
export interface SiteRow {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly publicName: string;
  readonly region: string;
  readonly areaValue: string | null;
  readonly areaUnit: string | null;
  readonly polygon: { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] } | null;
  readonly createdAt: Date;
}
