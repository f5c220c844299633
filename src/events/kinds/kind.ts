import type { Effect, EntryReference, OwnEntryReference } from '../../batches/effect.js';
import type { Mixing } from '../../batches/mixed-lot.js';
import type { Language, Words } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import type { Audience } from './audience.js';

/** What a statement names outside itself; the service loads these and puts them into the context. */
export interface References {
  /** Entries of other chains, and of its own chain with the home batch's id. */
  readonly entries: readonly EntryReference[];
  /** Batches named without an entry, for example the outputs of a processing. Never the home batch. */
  readonly batches: readonly string[];
}

/** The facts of a batch that effects and checks need. */
export interface BatchFacts {
  readonly id: string;
  readonly organizationId: string;
  readonly unit: string;
  readonly productId: string;
  /** How it is drawn from when it is a mixed lot; else null. */
  readonly mixing: Mixing | null;
}

/** An earlier entry named by the statement, with its data as it is in force now: the latest correction applied. */
export interface EntryFacts extends EntryReference {
  /** The organization that said it: `org/<uuid>`. */
  readonly issuer: string;
  /** The entry that gave the data in force: itself, or its latest correction. */
  readonly inForce: number;
  /** When that entry was recorded, RFC 3339. Not known to a rebuild, which checks nothing. */
  readonly inForceAt?: string;
  readonly kind: string;
  readonly data: object;
}

/** A label set of the home batch; `net` of one label, in `unit`. */
export interface LabelSetFacts {
  readonly id: string;
  readonly units: number;
  readonly net: string;
  readonly unit: string;
}

/** A task of an authority to inspect something. */
export interface TaskFacts {
  /** The authority that ordered it. */
  readonly authorityId: string;
  /** Whose goods are to be inspected. */
  readonly organizationId: string;
  /** The batch, or all batches of the product; null where it is narrowed to none. */
  readonly batchId: string | null;
  readonly productId: string | null;
  readonly withdrawn: boolean;
}

/** Everything outside the data that a kind may look at: loaded before, so that kinds stay pure. */
export interface KindContext {
  readonly home: BatchFacts;
  /** The organization that says the statement: `org/<uuid>`. */
  readonly issuer: string;
  /** RFC 3339, as the statement says. */
  readonly occurredAt: string;
  /** RFC 3339 in UTC (`…Z`), the service's clock: dates of things done may not lie after it. */
  readonly now: string;
  /** Public holidays as they were announced, civil days. */
  readonly holidays?: ReadonlySet<string>;
  /** A named batch that the caller may see (the home batch included), else undefined. */
  batch(id: string): BatchFacts | undefined;
  /** A named entry that exists with exactly this leaf hash, else undefined. */
  entry(reference: EntryReference): EntryFacts | undefined;
  /** What a batch, the home batch or one it was made from, was made from directly; loaded where a kind names such batches. */
  parents?(batch: string): readonly string[];
  /** What the home organization is certified for by that entry of its own chain, else undefined; loaded for certificates. */
  certification?(reference: OwnEntryReference): { readonly type: string } | undefined;
  /** A label set issued on the home batch, else undefined. */
  labelSet(id: string): LabelSetFacts | undefined;
  /** A task that a sample names, else undefined; loaded where it names one, and not for a rebuild, which checks nothing. */
  task?(id: string): TaskFacts | undefined;
}

/** The other side of a trade: an organization, or the one a batch belongs to. */
export type TradePartner = { readonly organization: string } | { readonly batch: string };

/** A class with class-validator and OpenAPI decorators; values are plain objects of that shape. */
export type DataClass<Data extends object = object> = new () => Data;

/**
 * One kind of event and all there is to it (domain.md §3).
 *
 * `references`, `check`, `effect` and `sentence` take data that `validateData` accepted.
 */
export interface Kind<Data extends object = object> {
  readonly kind: string;
  readonly words: Words;
  /** Whose chain it belongs to. */
  readonly chain: 'batch' | 'organization';
  /** Shape, rules and documentation of `data`. */
  readonly data: DataClass<Data>;
  /** RFC 6901 pointers below `data` that become SD-JWT disclosures; each is optional in the shape. */
  readonly privateFields: readonly string[];
  /** For whom each private field is; one that is not here is for nobody but the organization that states it. */
  readonly audiences?: Readonly<Record<string, Audience>>;
  /** The other side of the trade that it tells of; null when there is none in the ledger. */
  partner?(data: Data): TradePartner | null;
  /** True when a `correction` may replace its data. */
  readonly correctable: boolean;
  /** True for acts that look forward, refused while the batch is on hold (domain.md §4). */
  forward(data: Data): boolean;
  references(data: Data, home: string): References;
  /** What is named by entries that it names, where it needs that, too: what a correction takes back. */
  further?(data: Data, home: string, entry: KindContext['entry']): References;
  /** What the service fills in where the data are told in plain form; who signs says all of it. */
  complete?(data: Data): Data;
  /** Faults that make the data malformed: units, order of dates, what does not fit together. Never implausibility. */
  check(data: Data, context: KindContext): readonly FieldFault[];
  /** What it does to balances and projections. Requires `check` to have answered no fault. */
  effect(data: Data, context: KindContext): readonly Effect[];
  /** How it reads on the timeline. Says only what is present: private fields may be withheld. */
  sentence(data: Data, language: Language): string;
  /** Valid data, for the OpenAPI document and tests. */
  readonly example: object;
}

/** Keeps the literal's data type while a kind file declares its kind. */
export function defineKind<Data extends object>(kind: Kind<Data>): Kind<Data> {
  return kind;
}

/** The answer of kinds that tell what has happened. */
export const neverForward = (): boolean => false;

/** The empty answer of kinds that name nothing outside themselves. */
export const noReferences: References = { entries: [], batches: [] };
