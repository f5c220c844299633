import type { JsonObject } from '../../ledger/json.js';
import type { KnownBatch } from './questions.js';
import { recallObject, remember } from '../app/memory.js';
import type { Session } from '../app/session.js';
import type { Partner } from './party.js';

/** Batches that are kept on the phone, newest first. */
const batchesMax = 100;
const partnersMax = 200;

/** For whom somebody may record. */
export interface KnownOrganization {
  readonly id: string;
  readonly name: string;
}

/** Batches as they were fetched last, and whom goods can be sent to so that they confirm it themselves. */
export interface Catalogue {
  readonly batches: readonly KnownBatch[];
  readonly partners: readonly Partner[];
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
  const [batches, products, partners] = await Promise.all([
    session.read(`/api/v1/batches?${query}`) as Promise<Page<BatchAnswer> | null>,
    session.read(`/api/v1/products?${query}`) as Promise<Page<ProductAnswer> | null>,
    session.read(
      `/api/v1/organizations/${organization}/partners?limit=${partnersMax}`,
    ) as Promise<Page<Partner> | null>,
  ]);
  if (batches === null || products === null) return keptCatalogue();
  const productOf = new Map(products.items.map((product) => [product.id, product]));
  const known = batches.items.map(({ product, balance, ...batch }): KnownBatch => {
    const { id, code, lot, unit, mixing, seq, leafHash } = batch;
    const { name = '', gtin = null } = productOf.get(product) ?? {};
    const available = balance.available.value;
    return { id, code, lot, unit, mixing, seq, leafHash, available, product: name, gtin };
  });
  return keep({
    batches: known,
    partners: together(partners?.items ?? [], keptCatalogue().partners),
    fetchedAt: new Date().toISOString(),
  });
}

/** Has an organization at hand from now on. */
export function keepPartner(partner: Partner): Catalogue {
  const kept = keptCatalogue();
  return keep({ ...kept, partners: together([partner], kept.partners) });
}

/** Each once, the first of them first. */
function together(first: readonly Partner[], then: readonly Partner[]): Partner[] {
  const others = then.filter(({ id }) => first.every((partner) => partner.id !== id));
  return [...first, ...others].map(({ id, name }) => ({ id, name }));
}

function keep(catalogue: Catalogue): Catalogue {
  remember('catalogue', catalogue as unknown as JsonObject);
  return catalogue;
}

/** What was fetched last. */
export function keptCatalogue(): Catalogue {
  const kept = recallObject('catalogue') as unknown as Partial<Catalogue>;
  return { batches: kept.batches ?? [], partners: kept.partners ?? [], fetchedAt: kept.fetchedAt ?? null };
}
