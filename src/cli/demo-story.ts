import type { JsonObject } from '../ledger/json.js';

/** What `DATA_DIR/demo.json` says (api.md, Recording). */
export interface Demo {
  readonly url: string;
  readonly accounts: { role: string; login: string; password: string }[];
  readonly organizations: { id: string; name: string }[];
  readonly products: { id: string; name: string }[];
  readonly sites: { id: string; organization: string }[];
  readonly batches: { id: string; code: string; lot: string }[];
  readonly labels: { batch: string; uri: string }[];
}

/** What happens on which lot. References to other entries are filled in as they are recorded. */
export interface DemoEvent {
  readonly lot: string;
  /** Under this name later steps of any story refer to the entry. */
  readonly as?: string;
  readonly kind: string;
  readonly occurredAt: string;
  /** Builds the data out of what was made so far. */
  readonly data: (made: DemoMade) => JsonObject;
}

/** Labels that are issued for a lot, and all put on. */
export interface DemoLabels {
  readonly lot: string;
  readonly units: number;
  readonly net: { readonly value: string; readonly unit: string };
}

/** Lots that are recalled. */
export interface DemoRecall {
  readonly recalled: readonly string[];
  readonly words: { readonly reason: string; readonly advice: string; readonly basis: string };
}

export type DemoStep = DemoEvent | DemoLabels | DemoRecall;

/** What the demo has made so far, by all of its stories. */
export interface DemoMade {
  batch(lot: string): string;
  entry(name: string): { batch: string; seq: number; leafHash: string };
  /** The organization of the account with this login. */
  organization(login: string): string;
}

/** One organization of the demo, and what its account records. All parties and numbers are fictional. */
export interface DemoStory {
  readonly organization: { kind: string; name: string; uscc: string; region: string };
  /** `inspects`: the region of an inspector, who records for the organization; without it the owner of it. */
  readonly account: { readonly login: string; readonly inspects?: string };
  /** The site of its lots; none where it has none. */
  readonly site?: {
    name: string;
    publicName: string;
    region: string;
    area?: { value: string; unit: string };
  };
  readonly products: readonly {
    name: string;
    variety?: string;
    category: string;
    gtin?: string;
    unit: string;
  }[];
  /** Lots in the order they are opened, each with the index of its product. */
  readonly lots: readonly (readonly [lot: string, product: number])[];
  readonly steps: readonly DemoStep[];
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
