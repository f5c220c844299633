import type { JsonObject } from '../../ledger/json.js';
import type { KnownBatch } from './forms.js';
import { recallObject, remember } from '../app/memory.js';
import type { Session } from '../app/session.js';

/** Batches that are kept on the phone, newest first. */
const batchesMax = 100;

/** For whom somebody may record. */
export interface KnownOrganization {
  readonly id: string;
  readonly name: string;
}

/** Batches as they were fetched last. */
export interface Catalogue {
  readonly batches: readonly KnownBatch[];
  /** RFC 3339; null before the first time. */
  readonly fetchedAt: string | null;
}

interface Page<Item> {
  readonly items: readonly Item[];
}
interface BatchAnswer {
  readonly id: string;
  readonly code: string;
  readonly lot: string | null;
  readonly product: string;
  readonly unit: string;
  readonly mixing: string | null;
  readonly seq: number;
  readonly leafHash: string;
  readonly balance: { readonly available: { readonly value: string } };
}
interface ProductAnswer extends KnownOrganization {
  readonly gtin: string | null;
}

/** The organizations that the signed-in account sees; null when they cannot be read now. */
export async function fetchOrganizations(session: Session): Promise<readonly KnownOrganization[] | null> {
  const page = (await session.read('/api/v1/organizations?limit=100')) as Page<KnownOrganization> | null;
  return page === null ? null : page.items.map(({ id, name }) => ({ id, name }));
}

/** Fetches and keeps the batches of an organization; answers those at hand when they cannot be read now. */
export async function fetchCatalogue(session: Session, organization: string): Promise<Catalogue> {
  const query = `organization=${organization}&limit=${batchesMax}`;
  const [batches, products] = await Promise.all([
    session.read(`/api/v1/batches?${query}`) as Promise<Page<BatchAnswer> | null>,
    session.read(`/api/v1/products?${query}`) as Promise<Page<ProductAnswer> | null>,
  ]);
  if (batches === null || products === null) return keptCatalogue();
  const productOf = new Map(products.items.map((product) => [product.id, product]));
  const known = batches.items.map(({ product, balance, ...batch }): KnownBatch => {
    const { id, code, lot, unit, mixing, seq, leafHash } = batch;
    const { name = '', gtin = null } = productOf.get(product) ?? {};
    const available = balance.available.value;
    return { id, code, lot, unit, mixing, seq, leafHash, available, product: name, gtin };
  });
  const catalogue: Catalogue = { batches: known, fetchedAt: new Date().toISOString() };
  remember('catalogue', catalogue as unknown as JsonObject);
  return catalogue;
}

/** What was fetched last. */
export function keptCatalogue(): Catalogue {
  const kept = recallObject('catalogue') as unknown as Partial<Catalogue>;
  return { batches: kept.batches ?? [], fetchedAt: kept.fetchedAt ?? null };
}
