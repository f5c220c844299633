import {
  applyMove,
  emptyBalance,
  isShortage,
  sumMoves,
  type Balance,
  type MoveEffect,
} from '../../src/batches/balance.js';
import type { Effect, EntryReference, ReceiptEffect, SaidEffect } from '../../src/batches/effect.js';
import type { Mixing } from '../../src/batches/mixed-lot.js';
import type { BatchFacts, EntryFacts, KindContext, LabelSetFacts } from '../../src/events/kinds/kind.js';
import { findKind } from '../../src/events/kinds/registry.js';
import { open } from '../../src/ledger/disclosure.js';
import { parseEntry } from '../../src/ledger/entry.js';
import { isJsonObject, type JsonObject } from '../../src/ledger/json.js';
import { formatDecimal, parseDecimal, type Decimal } from '../../src/ledger/quantity.js';
import { parseStatement } from '../../src/ledger/statement.js';
import type { StoredEntry } from '../../src/log/entry.js';

/** One entry as what it says in public; nothing else of the database is looked at. */
interface Told {
  readonly organizationId: string;
  readonly batchId: string;
  readonly seq: number;
  readonly leafHash: string;
  readonly recordedAt: string;
  readonly kind: string;
  readonly data: JsonObject;
  readonly occurredAt: string;
  readonly issuer: string;
}

/** What batches amount to, by `<batch>` or `<batch> <seq>`; quantities as decimal strings. */
export interface Projections {
  readonly batches: Record<string, object>;
  readonly holds: Record<string, number | null>;
  /** The recall, `mock` where it is one, and the entry that withdrew it or null. */
  readonly recalls: Record<string, readonly (string | boolean | number | null)[]>;
  /** State, authority, and the numbers of the entries, by batch, rule and entries. */
  readonly cases: Record<string, object>;
  readonly shipments: Record<string, object>;
  readonly receipts: Record<string, object>;
  readonly intakes: Record<string, string>;
  readonly corrections: Record<string, number>;
  readonly edges: Record<string, object>;
  readonly lotChanges: Record<string, object>;
  readonly inputCodes: Record<string, string>;
  /** `<quantity>`, and `<quantity> revoked by <seq>`. */
  readonly certified: Record<string, string>;
  readonly taskSamples: Record<string, string>;
  readonly certifications: Record<string, object>;
  readonly certificationUses: Record<string, object>;
  /** `<batch> <seq> <set> <number>` by the code. */
  readonly organicCodes: Record<string, string>;
  readonly labelSets: Record<string, object>;
}

interface Batch extends BatchFacts {
  readonly code: string;
  readonly siteId: string;
  readonly lot: string | null;
  balance: Balance;
  holds: number;
}

interface Shipped {
  readonly consignee: string | null;
  readonly quantity: Decimal;
  confirmed: Decimal;
  returned: Decimal;
  delivered: Decimal;
  received: Decimal;
}

interface Receipt extends ReceiptEffect {
  readonly organizationId: string;
}

/**
 * Folds the entries of all batches into what the service keeps beside them, without asking it.
 *
 * Another way than `furrow rebuild`, which writes its rows by the statements of the appends and so would share their
 * mistakes: everything in memory, no SQL, chains one after another, moves summed at the end. Only the kinds' own effects
 * are the same.
 */
export class Replay {
  private readonly told: Told[];
  private readonly batches = new Map<string, Batch>();
  private readonly holds = new Map<string, number | null>();
  private readonly recalls = new Map<
    string,
    { recall: string; issuer: string; mock: boolean; withdrawn: number | null }
  >();
  private readonly cases = new Map<
    string,
    { state: string; authority: string; since: number; gravity: number; steps: number[] }
  >();
  private readonly shipments = new Map<string, Shipped>();
  private readonly receipts = new Map<string, Receipt>();
  private readonly intakes = new Map<string, Decimal>();
  private readonly corrections = new Map<string, number>();
  private readonly graph = new Map<string, readonly SaidEffect[]>();
  private readonly certified = new Map<string, string>();
  private readonly taskSamples = new Map<string, string>();
  private readonly codes = new Map<string, string>();
  private readonly certifications = new Map<string, object>();
  private readonly uses = new Map<
    string,
    { certification: number; set: string | null; marked: string | null; voided: number }
  >();
  private readonly sets = new Map<string, LabelSetFacts & { seq: number; form: string; states: number[] }>();

  /** Entries of any number of chains; of those of organizations only certifications are looked at. */
  constructor(entries: readonly StoredEntry[]) {
    this.told = entries.filter((entry) => entry.chainId !== entry.organizationId).map(tell);
    const ofOrganizations = entries.filter((entry) => entry.chainId === entry.organizationId).map(tell);
    for (const entry of ofOrganizations.filter(({ kind }) => kind === 'certification')) this.certify(entry);
    for (const entry of this.told.filter(({ kind }) => kind === 'opening')) this.open(entry);
    for (const entry of this.told) {
      const effects = findKind(entry.kind)?.effect(entry.data, this.contextOf(entry)) ?? [];
      for (const move of sumMoves(effects.filter((effect): effect is MoveEffect => effect.type === 'move')))
        this.moveLater.push(move);
      for (const effect of effects) this.apply(effect, entry);
      this.say(effects, entry);
    }
    this.settle();
    for (const move of sumMoves(this.moveLater)) this.move(move);
  }

  /** Moves are summed: chains of one organization touch each other, and a sum does not depend on the order. */
  private readonly moveLater: MoveEffect[] = [];

  projections(): Projections {
    return {
      batches: record(this.batches, ({ code, productId, siteId, lot, unit, mixing, balance, holds }) => {
        return { code, productId, siteId, lot, unit, mixing, holds, ...amounts(balance) };
      }),
      holds: Object.fromEntries(this.holds),
      recalls: record(this.recalls, ({ recall, issuer, mock, withdrawn }) => [
        recall,
        issuer,
        mock,
        withdrawn,
      ]),
      cases: Object.fromEntries(this.cases),
      shipments: record(this.shipments, (shipment) => ({
        consignee: shipment.consignee,
        quantity: formatDecimal(shipment.quantity),
        confirmed: formatDecimal(shipment.confirmed),
        returned: formatDecimal(shipment.returned),
        delivered: formatDecimal(shipment.delivered),
        received: formatDecimal(shipment.received),
      })),
      receipts: record(this.receipts, (receipt) => ({
        source: `${receipt.source.batch} ${receipt.source.seq}`,
        quantity: formatDecimal(receipt.sourceQuantity),
        returned: formatDecimal(receipt.sourceReturned),
      })),
      intakes: record(this.intakes, formatDecimal),
      corrections: Object.fromEntries(this.corrections),
      edges: Object.fromEntries(
        this.allSaid('edge').map(([at, { parent, child, taken, made }]) => [
          `${at} ${parent.batch} ${child}`,
          {
            parentSeq: parent.seq,
            homes: [parent.batch, child].map((id) => this.batch(id).organizationId).join(' '),
            taken: taken === null ? null : formatDecimal(taken),
            made: made === null ? null : formatDecimal(made),
          },
        ]),
      ),
      lotChanges: Object.fromEntries(
        this.allSaid('lot-change').map(([at, { change, quantity, from }]) => [
          at,
          {
            change,
            quantity: formatDecimal(quantity),
            from: from === null ? null : `${from.batch} ${from.seq}`,
          },
        ]),
      ),
      inputCodes: Object.fromEntries(this.allSaid('input-code').map(([at, { code }]) => [at, code])),
      certified: Object.fromEntries(this.certified),
      taskSamples: Object.fromEntries(this.taskSamples),
      certifications: Object.fromEntries(this.certifications),
      certificationUses: Object.fromEntries(this.uses),
      organicCodes: Object.fromEntries(this.codes),
      labelSets: record(this.sets, ({ seq, units, net, unit, form, states }) => {
        return { seq, units, net, unit, form, states: states.join('') };
      }),
    };
  }

  /** What an entry says of the graph stands on what it corrects, in the place of what that said. */
  private say(effects: readonly Effect[], { batchId, seq }: Told): void {
    const said = effects.filter(
      (effect) => effect.type === 'edge' || effect.type === 'lot-change' || effect.type === 'input-code',
    );
    const corrected = effects.find((effect) => effect.type === 'correction')?.entry;
    if (said.length > 0 || corrected !== undefined) this.graph.set(`${batchId} ${corrected ?? seq}`, said);
  }

  private allSaid<Type extends SaidEffect['type']>(
    type: Type,
  ): [at: string, effect: Extract<Effect, { type: Type }>][] {
    return [...this.graph].flatMap(([at, said]) =>
      said.flatMap((effect) => (effect.type === type ? [[at, effect] as never] : [])),
    );
  }

  private certify({ organizationId, seq, data, issuer }: Told): void {
    const grant = data.grant as Record<string, string & { value: string }> | undefined;
    const quantity = grant?.['quantity'];
    this.certifications.set(`${organizationId} ${seq}`, {
      grant: (data.granted as { seq: number } | undefined)?.seq ?? seq,
      action: data.action,
      issuer: issuer.slice('org/'.length),
      certified:
        grant === undefined
          ? null
          : ['type', 'number', 'validFrom', 'validTo'].map((name) => grant[name]).join(' '),
      quantity: quantity === undefined ? null : decimal(quantity.value),
    });
  }

  private open(entry: Told): void {
    const { code, product, site, lot, unit, mixing } = entry.data as Record<string, string & { id: string }>;
    this.batches.set(entry.batchId, {
      id: entry.batchId,
      organizationId: entry.organizationId,
      code: String(code),
      productId: String(product?.id),
      siteId: String(site?.id),
      lot: lot ?? null,
      unit: String(unit),
      mixing: (mixing ?? null) as Mixing | null,
      balance: emptyBalance,
      holds: 0,
    });
  }

  private contextOf(entry: Told): KindContext {
    const home = this.batches.get(entry.batchId);
    if (home === undefined) throw new Error('a chain does not begin with its opening');
    return {
      home,
      issuer: entry.issuer,
      occurredAt: entry.occurredAt,
      now: entry.recordedAt,
      batch: (id) => this.batches.get(id),
      entry: (reference) => this.inForce(reference, entry),
      labelSet: (id) => this.sets.get(id),
    };
  }

  /** The named entry with its latest correction that was recorded before `reader`. */
  private inForce(reference: EntryReference, reader: Told): EntryFacts | undefined {
    const chain = this.told.filter((entry) => entry.batchId === reference.batch);
    const named = chain.find((entry) => entry.seq === reference.seq && entry.leafHash === reference.leafHash);
    if (named === undefined) return undefined;
    const before = (entry: Told): boolean =>
      entry.batchId === reader.batchId ? entry.seq < reader.seq : entry.recordedAt <= reader.recordedAt;
    const correction = chain.filter(
      (entry) =>
        entry.kind === 'correction' && before(entry) && (entry.data.corrects as JsonObject).seq === named.seq,
    );
    const latest = correction.at(-1);
    const data = latest?.data.data ?? named.data;
    return {
      ...reference,
      issuer: named.issuer,
      inForce: latest?.seq ?? named.seq,
      kind: named.kind,
      data: isJsonObject(data) ? data : {},
    };
  }

  private apply(effect: Effect, entry: Told): void {
    const at = `${entry.batchId} ${entry.seq}`;
    switch (effect.type) {
      case 'move':
      case 'edge':
      case 'lot-change':
      case 'input-code':
      case 'finding-release':
        return;
      case 'hold':
        this.batch(effect.batch).holds += effect.change;
        if (effect.entry === undefined) this.holds.set(at, null);
        else this.holds.set(`${effect.batch} ${effect.entry.seq}`, entry.seq);
        return;
      case 'recall':
        this.batch(effect.batch).holds += effect.mock ? 0 : 1;
        this.recalls.set(at, { ...effect, withdrawn: null });
        return;
      case 'recall-withdrawn': {
        this.batch(effect.batch).holds -= effect.mock ? 0 : 1;
        const recall = this.recalls.get(`${effect.batch} ${effect.entry.seq}`);
        if (recall === undefined) throw new Error('there is no such recall');
        recall.withdrawn = entry.seq;
        return;
      }
      case 'case': {
        const { batch, rule, entries, step, authority, sinceMs: since, gravity } = effect;
        const key = `${batch} ${rule} ${entries.join()}`;
        const steps = [...(this.cases.get(key)?.steps ?? []), entry.seq];
        const state = step === 'noted' ? 'assigned' : step;
        const first = this.cases.get(key) ?? { since, gravity };
        this.cases.set(key, { since: first.since, gravity: first.gravity, state, authority, steps });
        return;
      }
      case 'shipment':
        this.shipments.set(at, { ...effect, confirmed: 0n, returned: 0n, delivered: 0n, received: 0n });
        return;
      case 'return':
        this.shipment(effect.batch, effect.shipment.seq).returned += effect.quantity;
        return;
      case 'delivery': {
        const shipment = this.shipment(effect.batch, effect.shipment.seq);
        shipment.confirmed += effect.confirmed;
        shipment.delivered += effect.confirmed;
        shipment.returned += effect.returned;
        return;
      }
      case 'receipt':
        this.receipts.set(at, { ...effect, organizationId: entry.organizationId });
        return;
      case 'correction':
        this.corrections.set(`${effect.batch} ${effect.entry}`, entry.seq);
        return;
      case 'certification-grant':
      case 'certification-change':
        throw new Error('a batch certifies nobody');
      case 'certification-use': {
        const { certification, marks } = effect;
        const marked = marks === null ? null : `${marks.units} of ${formatDecimal(marks.net)}`;
        this.uses.set(at, { certification, set: marks?.set ?? null, marked, voided: 0 });
        return;
      }
      case 'certification-codes':
        for (const [index, code] of effect.codes.entries())
          this.codes.set(code, `${at} ${effect.set} ${effect.first + index}`);
        return;
      case 'certificate-issue':
        this.certified.set(at, formatDecimal(effect.quantity));
        return;
      case 'task-sample':
        this.taskSamples.set(at, effect.task);
        return;
      case 'certificate-revoke': {
        const named = `${effect.batch} ${effect.entry.seq}`;
        this.certified.set(named, `${this.certified.get(named) ?? ''} revoked by ${entry.seq}`);
        return;
      }
      case 'label-issue':
        this.sets.set(effect.set, {
          ...effect,
          id: effect.set,
          seq: entry.seq,
          states: Array.from({ length: effect.units }, () => 0),
        });
        return;
      case 'label-state':
        this.mark(effect.set, effect.first, effect.last, effect.state === 'activated' ? 1 : 2);
        for (const use of this.uses.values())
          if (effect.state === 'voided' && use.set === effect.set)
            use.voided += effect.last - effect.first + 1;
    }
  }

  private mark(set: string, first: number, last: number, state: number): void {
    const states = this.sets.get(set)?.states ?? [];
    for (let number = first; number <= last; number += 1)
      if (states[number - 1] !== 2) states[number - 1] = state;
  }

  /**
   * Every receipt of a shipment confirms what is still open of it, beyond what the code of its note confirmed before, and
   * sends back what is open then.
   */
  private settle(): void {
    for (const receipt of this.receipts.values()) {
      const { source, sourceKind, sourceQuantity, sourceReturned } = receipt;
      const addressee = sourceKind === 'shipment' ? receipt.organizationId : receipt.batch;
      const intake = `${addressee} ${source.batch} ${source.seq}`;
      this.intakes.set(intake, (this.intakes.get(intake) ?? 0n) + sourceQuantity + sourceReturned);
      if (sourceKind !== 'shipment') continue;
      const shipment = this.shipment(source.batch, source.seq);
      const left = (): Decimal => shipment.quantity - shipment.confirmed - shipment.returned;
      const before = shipment.received < shipment.delivered ? shipment.delivered : shipment.received;
      shipment.received += sourceQuantity;
      const more = shipment.received > before ? shipment.received - before : 0n;
      const confirmed = more < left() ? more : left();
      shipment.confirmed += confirmed;
      const returned = sourceReturned < left() ? sourceReturned : left();
      shipment.returned += returned;
      this.moveLater.push({
        type: 'move',
        batch: source.batch,
        delta: { frozen: -confirmed - returned, shipped: confirmed, available: returned },
      });
    }
  }

  private move(move: MoveEffect): void {
    const batch = this.batch(move.batch);
    const balance = applyMove(batch.balance, { delta: move.delta });
    if (isShortage(balance)) throw new Error(`batch ${batch.id} is over-drawn: ${balance.field}`);
    batch.balance = balance;
  }

  private batch(id: string): Batch {
    const batch = this.batches.get(id);
    if (batch === undefined) throw new Error(`there is no batch ${id}`);
    return batch;
  }

  private shipment(batch: string, seq: number): Shipped {
    const shipment = this.shipments.get(`${batch} ${seq}`);
    if (shipment === undefined) throw new Error('there is no such shipment');
    return shipment;
  }
}

/** A numeric of the database in the form of the replay. */
export function decimal(numeric: string): string {
  return formatDecimal(parseDecimal(numeric));
}

function tell(stored: StoredEntry): Told {
  const entry = parseEntry(stored.entry);
  const { payload } = parseStatement(entry.statement);
  const { data } = open(payload, []);
  return {
    organizationId: stored.organizationId,
    batchId: stored.chainId,
    seq: stored.seq,
    leafHash: Buffer.from(stored.leafHash).toString('base64url'),
    recordedAt: entry.recordedAt,
    kind: payload.kind,
    data: isJsonObject(data) ? data : {},
    occurredAt: payload.occurredAt,
    issuer: payload.iss,
  };
}

function amounts(balance: Balance): Record<string, string> {
  return Object.fromEntries(Object.entries(balance).map(([field, amount]) => [field, formatDecimal(amount)]));
}

function record<Value, Shape>(
  map: ReadonlyMap<string, Value>,
  shape: (value: Value) => Shape,
): Record<string, Shape> {
  return Object.fromEntries([...map].map(([key, value]) => [key, shape(value)]));
}
