import { useReading, type Reading } from './answers.js';
import type { Listed } from './api.js';
import { useSurroundings } from './surroundings.js';

/** A product of the organization that the console acts for. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly variety: string | null;
  readonly category: string;
  readonly gtin: string | null;
  readonly unit: string;
}

/** A site of it. */
export interface Site {
  readonly id: string;
  readonly name: string;
  readonly publicName: string;
  readonly region: string;
  readonly area: Amount | null;
}

/** A decimal with its unit. */
export interface Amount {
  readonly value: string;
  readonly unit: string;
}

/** A batch of it. */
export interface Batch {
  readonly id: string;
  readonly code: string;
  readonly lot: string | null;
  readonly product: string;
  readonly unit: string;
  readonly state: 'open' | 'held';
  readonly stops: readonly {
    readonly batch: string;
    readonly by: 'hold' | 'recall' | 'finding' | 'unknown';
  }[];
  readonly balance: { readonly available: Amount };
}

/** A label set, as it was issued. */
export interface LabelSet {
  readonly id: string;
  readonly seq: number;
  readonly units: number;
  readonly net: Amount;
  readonly form: 'signed' | 'compact';
}

/** Items of one page of a list, as many as the API gives at once. */
const pageItems = 200;

/** The newest items of a list of the organization, or nothing for who acts for none. */
export function useOwn<Item>(
  list: 'products' | 'sites' | 'members' | 'invitations' | 'deliveries' | 'batches' | 'recall-notices',
): Reading<Listed<Item>> {
  const { organization } = useSurroundings();
  return useReading<Listed<Item>>(
    organization === null ? null : `/api/v1/${list}?organization=${organization.id}&limit=${pageItems}`,
  );
}

/** What people call a batch: its product and lot, else its code. */
export function batchName({ lot, code }: Pick<Batch, 'lot' | 'code'>, product: string): string {
  return `${product} ${lot ?? code}`;
}
