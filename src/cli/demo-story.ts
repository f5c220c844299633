import type { JsonObject } from '../ledger/json.js';

/** A step of the demo: what happens on which lot. References to other entries are filled in as they are recorded. */
export interface DemoEvent {
  readonly lot: string;
  /** Under this name later steps refer to the entry. */
  readonly as?: string;
  readonly kind: string;
  readonly occurredAt: string;
  /** Builds the data out of the batches (by lot) and entries (by name) recorded so far. */
  readonly data: (made: DemoMade) => JsonObject;
}

/** What the demo has recorded so far. */
export interface DemoMade {
  batch(lot: string): string;
  entry(name: string): { batch: string; seq: number; leafHash: string };
}

/** One organization of the demo with its product, site and batches. All parties and numbers are fictional. */
export interface DemoStory {
  readonly organization: { kind: string; name: string; uscc: string; region: string };
  readonly owner: string;
  readonly site: { name: string; publicName: string; region: string; area: { value: string; unit: string } };
  readonly products: readonly {
    name: string;
    variety?: string;
    category: string;
    gtin?: string;
    unit: string;
  }[];
  /** Lots in the order they are opened, each with the index of its product. */
  readonly lots: readonly (readonly [lot: string, product: number])[];
  readonly events: readonly DemoEvent[];
  readonly labels: { lot: string; units: number; net: { value: string; unit: string } };
  /** Recorded after the labels are issued and activated. */
  readonly afterLabels: readonly DemoEvent[];
}

/** An entry as a later one of its own chain names it. */
export function ownEntry({ seq, leafHash }: { seq: number; leafHash: string }): JsonObject {
  return { seq, leafHash };
}

/** Kilograms. */
export function kg(value: string): JsonObject {
  return { value, unit: 'KGM' };
}

/** Mu of land. */
export function mu(value: string): JsonObject {
  return { value, unit: 'CN-MU' };
}
