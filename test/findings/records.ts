import { findKind } from '../../src/events/kinds/registry.js';
import { isFaults, validateData } from '../../src/events/kinds/validate.js';
import type { Finding } from '../../src/findings/finding.js';
import { judgeRecord } from '../../src/findings/judge-record.js';
import type { BatchRecord, RecordEntry, RecordSource } from '../../src/findings/record.js';
import type { JsonObject } from '../../src/ledger/json.js';
import type { ListName, ListRow, ListRows, Lists, ListVersion } from '../../src/lists/rows.js';

export const home = '00000000-0000-4000-8000-000000000001';
export const other = '00000000-0000-4000-8000-000000000002';
export const ours = '11111111-1111-4111-8111-111111111111';
export const theirs = '22222222-2222-4222-8222-222222222222';
export const leafHash = 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek';
export const apples = '7d2f9a10-41c6-4e0d-8a5b-0c3e6f1b2d94';
export const fieldA = '0b6a1c52-93fd-4d38-8a27-5a1f6c0e9d11';
export const fieldB = '0b6a1c52-93fd-4d38-8a27-5a1f6c0e9d12';

/** An entry to be: its number is its place in the record. */
export interface Telling {
  readonly kind: string;
  readonly data: JsonObject;
  readonly occurredAt: string;
  /** When it was recorded, where that is not five minutes after it happened. */
  readonly recordedAt?: string;
  readonly concealed?: boolean;
  readonly inForce?: number;
}

/** Noon in China of a day. */
export function noon(day: string): string {
  return `${day}T12:00:00+08:00`;
}

/** Something told on a day. */
export function tell(kind: string, day: string, data: JsonObject, rest: Partial<Telling> = {}): Telling {
  return { kind, data, occurredAt: noon(day), ...rest };
}

/** The example of a kind with other data, told on a day. */
export function example(kind: string, day: string, data: JsonObject = {}): Telling {
  return tell(kind, day, { ...(findKind(kind)?.example as JsonObject), ...data });
}

export const opened: Telling = example('opening', '2026-03-01');

/** A pesticide used on a day, or for some days. */
export function spray(active: string, from: string, more: JsonObject = {}, to = from): Telling {
  const { product, ...data } = more as { product?: JsonObject };
  return tell('input', to, {
    inputType: 'pesticide',
    product: {
      name: active,
      registrationNo: 'PD20990123',
      activeIngredients: [{ name: active }],
      ...product,
    },
    amount: { value: '1', unit: 'LTR' },
    method: '喷雾',
    target: { name: '斑点落叶病' },
    startedOn: from,
    stoppedOn: to,
    ...data,
  });
}

/** A harvest on a day, or for some days. */
export function pick(from: string, more: JsonObject = {}, to = from): Telling {
  return tell('harvest', to, {
    quantity: { value: '1000', unit: 'KGM' },
    area: { value: '10', unit: 'CN-MU' },
    startedOn: from,
    stoppedOn: to,
    ...more,
  });
}

function entryOf(telling: Telling, seq: number): RecordEntry {
  const kind = findKind(telling.kind);
  const valid = kind === undefined ? [] : validateData(kind.data, telling.data);
  if (isFaults(valid)) throw new Error(`${telling.kind}: ${JSON.stringify(valid)}`);
  const later = new Date(Date.parse(telling.occurredAt) + 300_000).toISOString();
  return {
    seq,
    leafHash,
    kind: telling.kind,
    issuer: `org/${ours}`,
    occurredAt: telling.occurredAt,
    recordedAt: telling.recordedAt ?? later,
    data: telling.data,
    concealed: telling.concealed ?? false,
    inForce: telling.inForce ?? seq,
  };
}

export interface Facts {
  readonly product?: Partial<BatchRecord['product']>;
  readonly organization?: Partial<BatchRecord['organization']>;
  readonly sources?: readonly Partial<RecordSource>[];
  readonly reused?: BatchRecord['reused'];
  readonly holidays?: readonly string[];
  readonly lot?: NonNullable<BatchRecord['lot']>;
  readonly certifications?: BatchRecord['certifications'];
  readonly breaks?: BatchRecord['breaks'];
}

/** The same without some of its members. */
export function without(data: JsonObject, ...left: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !left.includes(name)));
}

/** The record of an apple batch of a cooperative, unless `facts` say otherwise; entries are numbered from 1. */
export function recordOf(tellings: readonly Telling[], facts: Facts = {}): BatchRecord {
  return {
    batch: { id: home, organizationId: ours, unit: 'KGM', productId: apples },
    product: { name: '苹果', variety: null, category: 'FRU', ...facts.product },
    organization: {
      id: ours,
      kind: 'cooperative',
      uscc: '93370686MA3C2E7X7L',
      region: '370686',
      ...facts.organization,
    },
    entries: tellings.map((telling, index) => entryOf(telling, index + 1)),
    sources: (facts.sources ?? []).map((source) => ({
      batch: other,
      seq: 4,
      saidOn: home,
      openedAt: '2026-03-01T00:00:00.000Z',
      ...source,
    })),
    ...(facts.reused === undefined ? {} : { reused: facts.reused }),
    ...(facts.holidays === undefined ? {} : { holidays: facts.holidays }),
    lot: facts.lot ?? null,
    certifications: facts.certifications ?? [],
    breaks: facts.breaks ?? [],
  };
}

type Rows = {
  readonly [Name in ListName]?: readonly (Partial<ListRow> & Omit<ListRows[Name], keyof ListRow>)[];
};

const always: ListRow = { effectiveFrom: '2000-01-01', effectiveTo: null, source: 'S1', confidence: 'high' };

/** Lists of version 1 with these rows, in force always and of high confidence unless they say otherwise. */
export function listsOf(rows: Rows): Lists {
  const list = <Name extends ListName>(name: Name): ListVersion<Name> | null => {
    const given = rows[name] as readonly Partial<ListRow>[] | undefined;
    if (given === undefined) return null;
    const whole = given.map((row) => ({ ...always, ...row })) as unknown as ListRows[Name][];
    return { name, version: 1, publishedAt: '2026-01-01T00:00:00.000Z', rows: whole };
  };
  return {
    'pesticide-labels': list('pesticide-labels'),
    'pesticide-restrictions': list('pesticide-restrictions'),
    'residue-limits': list('residue-limits'),
    'residue-definitions': list('residue-definitions'),
    'product-categories': list('product-categories'),
    'process-yields': list('process-yields'),
    'laboratory-accreditations': list('laboratory-accreditations'),
    'claim-inputs': list('claim-inputs'),
  };
}

export const noLists: Lists = listsOf({});

/** A label row of 戊唑醇 on apples with 35 days, unless it says otherwise. */
export function labelRow(row: Partial<ListRows['pesticide-labels']> = {}): ListRows['pesticide-labels'] {
  return {
    ...always,
    active: '戊唑醇',
    formulation: '430g/L悬浮剂',
    crop: '苹果',
    target: '斑点落叶病',
    intervalDays: 35,
    usesMax: 4,
    ...row,
  };
}

/** The findings of one rule. */
export function findingsOf(id: string, record: BatchRecord, lists: Lists = noLists): readonly Finding[] {
  return judgeRecord(record, lists).filter((finding) => finding.rule === id);
}

/** They, as `fail 2,3`. */
export function brief(findings: readonly Finding[]): string[] {
  return findings.map(({ outcome, entries }) => `${outcome} ${entries.join(',')}`);
}

/** The findings of one rule, as `fail 2,3`. */
export function found(id: string, record: BatchRecord, lists: Lists = noLists): string[] {
  return brief(findingsOf(id, record, lists));
}
