import { isJsonObject, type JsonObject, type JsonValue } from '../../ledger/json.js';
import type { KnownBatch } from './questions.js';
import { recallObject, remember } from '../app/memory.js';
import type { Session } from '../app/session.js';

/** A use of an input, as far as the interval before harvest goes by it. */
export interface Use {
  readonly type: string;
  readonly name: string;
  readonly registrationNo: string;
  /** Last day of use. */
  readonly stoppedOn: string;
}

/** An interval that a label says for a crop, in days; `to` is null while no end is known. */
export interface LabelInterval {
  readonly active: string;
  readonly registrationNo: string | null;
  readonly crop: string;
  readonly days: number;
  readonly from: string;
  readonly to: string | null;
}

/** What is in the ledger that a warning rests on, as far as this phone has read it. */
export interface Facts {
  /** By batch: the uses up to entry `seq`, by the number of their entry. */
  readonly batches: Readonly<Record<string, { seq: number; uses: Readonly<Record<string, Use>> }>>;
  /** The version of the list of pesticide labels, 0 before the first, and what of it is about our products. */
  readonly version: number;
  readonly products: readonly string[];
  readonly intervals: readonly LabelInterval[];
}

const pageMax = 200;
/** A longer list is not read on a phone; what it says is unknown here. */
const rowsMax = 5_000;

export function keptFacts(): Facts {
  return { batches: {}, version: 0, products: [], intervals: [], ...recallObject('facts') };
}

/** Reads on from where the facts end; what cannot be read now is read the next time. */
export async function readFacts(
  session: Session,
  known: Facts,
  batches: readonly KnownBatch[],
): Promise<Facts> {
  const read: Record<string, Facts['batches'][string]> = {};
  for (const { id, seq } of batches) {
    const before = known.batches[id] ?? { seq: 0, uses: {} };
    const after = before.seq === seq ? before : await readUses(session, id, before);
    if (after.seq > 0) read[id] = after;
  }
  const products = [...new Set(batches.map(({ product }) => plain(product)))];
  const { version, products: readFor, intervals } = await readIntervals(session, known, products);
  const facts = { batches: read, version, products: readFor, intervals };
  remember('facts', facts as unknown as JsonObject);
  return facts;
}

async function readUses(
  session: Session,
  batch: string,
  before: Facts['batches'][string],
): Promise<Facts['batches'][string]> {
  let { seq } = before;
  const uses: Record<string, Use> = { ...before.uses };
  for (;;) {
    const page = await session.read(`/api/v1/batches/${batch}/events?after=${seq}&limit=${pageMax}`);
    if (page === null) return { seq, uses };
    const { items } = page as { items: readonly { seq: number; kind: string; data: JsonObject }[] };
    for (const event of items) {
      seq = event.seq;
      takeUse(uses, event);
    }
    if (items.length < pageMax) return { seq, uses };
  }
}

/** An input, or the correction of one, which takes its place. */
function takeUse(
  uses: Record<string, Use>,
  event: { readonly seq: number; readonly kind: string; readonly data: JsonObject },
): void {
  const { corrects, data } = event.data;
  if (event.kind === 'input') uses[event.seq] = useOf(event.data);
  else if (isObject(corrects) && corrects['kind'] === 'input' && isObject(data))
    uses[textOf(corrects['seq'])] = useOf(data);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return value !== undefined && isJsonObject(value);
}

/** The use that data of the kind `input` tells. */
export function useOf({ inputType, product, stoppedOn }: JsonObject): Use {
  const { name, registrationNo } = isObject(product) ? product : {};
  return {
    type: textOf(inputType),
    name: textOf(name),
    registrationNo: textOf(registrationNo),
    stoppedOn: textOf(stoppedOn),
  };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

interface LabelRow {
  readonly active: string;
  readonly registrationNo?: string | null;
  readonly crop: string;
  readonly intervalDays: number | null;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly confidence: string;
}

async function readIntervals(
  session: Session,
  known: Omit<Facts, 'batches'>,
  products: readonly string[],
): Promise<Omit<Facts, 'batches'>> {
  const list = '/api/v1/lists/pesticide-labels';
  // A list that was read for other products is read once more.
  const after = products.every((product) => known.products.includes(product)) ? known.version : 0;
  const page = await session.read(`${list}?after=${after}&limit=${pageMax}`);
  const newest = (page as { items: { version: number; rows: number }[] } | null)?.items.at(-1);
  if (newest === undefined) return known;
  const { version } = newest;
  if (newest.rows > rowsMax) return { version, products, intervals: [] };
  const content = await session.read(`${list}/${version}`);
  if (content === null) return known;
  const ours = (content as readonly LabelRow[]).filter(({ crop }) =>
    cropsIn(crop).some((name) => products.includes(name)),
  );
  return { version, products, intervals: ours.flatMap(intervalOf) };
}

function intervalOf(row: LabelRow): LabelInterval[] {
  const { active, registrationNo = null, crop, intervalDays, effectiveFrom: from, effectiveTo: to } = row;
  // A row of low confidence decides nothing, and one without an interval is not one of zero days.
  if (intervalDays === null || row.confidence === 'low') return [];
  return [{ active, registrationNo, crop, days: intervalDays, from, to }];
}

function cropsIn(text: string): string[] {
  return text.split(/[/、,，;；]/).map(plain);
}

function plain(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s/g, '');
}

/**
 * The longest interval that a label of what was used may say for the crop, in days; null when none is known here. The
 * label is that of the registration, or of the active that the name begins with, its content behind it.
 */
export function intervalDaysOf(
  use: Use,
  product: string,
  intervals: readonly LabelInterval[],
): number | null {
  const inForce = intervals.filter(
    ({ crop, from, to }) =>
      cropsIn(crop).includes(plain(product)) && from <= use.stoppedOn && (to === null || use.stoppedOn <= to),
  );
  const registered = inForce.filter(
    ({ registrationNo }) => registrationNo !== null && registrationNo === use.registrationNo,
  );
  const name = plain(use.name);
  const named = inForce.filter(({ active, registrationNo }) => {
    const rest = name.slice(plain(active).length);
    return registrationNo === null && name.startsWith(plain(active)) && /^(\d|$)/.test(rest);
  });
  const days = (registered.length > 0 ? registered : named).map((interval) => interval.days);
  return days.length === 0 ? null : Math.max(...days);
}
