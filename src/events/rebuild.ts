import type { EntryReference } from '../batches/effect.js';
import type { Mixing } from '../batches/mixed-lot.js';
import { RebuildFault } from '../batches/kept-tables.js';
import { RebuiltState } from '../batches/rebuilt-state.js';
import type { LedgerTransaction } from '../database/transaction.js';
import { base64urlEncode, equalBytes } from '../ledger/bytes.js';
import { open } from '../ledger/disclosure.js';
import { genesisPrev, parseEntry, type Entry } from '../ledger/entry.js';
import { isJsonObject, type JsonObject } from '../ledger/json.js';
import { parseStatement } from '../ledger/statement.js';
import { parseTimestamp } from '../ledger/time.js';
import type { StoredEntry } from '../log/entry.js';
import { chainName } from '../log/group-writer.js';
import { countStoredEntries, readStoredEntry, walkLedger, walkOpenings } from '../log/ledger-walk.js';
import {
  noReferences,
  type BatchFacts,
  type EntryFacts,
  type KindContext,
  type References,
} from './kinds/kind.js';
import { certificationEffects, type CertificationData } from './kinds/certification.js';
import { findKind } from './kinds/registry.js';

/** Hears of each page: how many of all entries are folded. */
export type Progress = (done: number, entries: number) => void;

/** An entry as what it says in public: effects depend on nothing else. */
interface Told {
  readonly stored: StoredEntry;
  readonly entry: Entry;
  readonly kind: string;
  readonly data: JsonObject;
  readonly occurredAt: string;
  readonly issuer: string;
}

/**
 * Folds every stored entry into the tables that follow from them, which lie in this transaction until they are compared
 * or put in place. Effects are those of the kinds, found in the public part of the entries alone.
 *
 * Batches come first, all of them, since their opening entries name nothing else; then all entries in the order of the
 * log, so that a statement finds what it builds on with the corrections that were in force. Entries are read in pages
 * and named ones looked up; memory does not grow with the ledger.
 *
 * Answers how many entries there are.
 *
 * @throws LogDamage, RebuildFault, LedgerError when the entries themselves are not whole.
 */
export async function foldLedger(
  tx: LedgerTransaction,
  options: { readonly leavesWaiting: boolean; readonly progress: Progress },
): Promise<number> {
  const state = await RebuiltState.begin(tx);
  const fold = new Fold(tx, state);
  const entries = await countStoredEntries(tx);
  for await (const page of walkOpenings(tx)) fold.open(page);
  let done = 0;
  for await (const page of walkLedger(tx)) {
    await fold.add(page);
    done += page.length;
    options.progress(done, entries);
  }
  if (done !== entries)
    throw new RebuildFault(`${entries - done} stored entries are neither in the log nor waiting for it`);
  await state.settle(options.leavesWaiting);
  return entries;
}

class Fold {
  constructor(
    private readonly tx: LedgerTransaction,
    private readonly state: RebuiltState,
  ) {}

  open(page: readonly StoredEntry[]): void {
    const batches = page.map((stored) => {
      const { entry, kind, data } = tell(stored);
      if (kind !== 'opening') throw faultAt(stored, 'a chain does not begin with its opening');
      const { code, product, site, lot, unit, mixing } = data as Record<string, string & { id: string }>;
      return {
        organizationId: stored.organizationId,
        batchId: stored.chainId,
        code: String(code),
        productId: String(product?.id),
        siteId: String(site?.id),
        lot: lot ?? null,
        unit: String(unit),
        mixing: (mixing ?? null) as Mixing | null,
        openedAtMs: parseTimestamp(entry.recordedAt),
      };
    });
    this.state.open(batches);
  }

  async add(page: readonly StoredEntry[]): Promise<void> {
    const heads = new Map((await this.state.heads(page)).map((head) => [head.chainId, head]));
    for (const stored of page) {
      const told = tell(stored);
      const { organizationId, chainId, seq, leafHash } = stored;
      const head = heads.get(chainId) ?? { seq: 0, leafHash: genesisPrev() };
      requireNext(told, head);
      const recordedAtMs = parseTimestamp(told.entry.recordedAt);
      const next = { organizationId, chainId, seq, leafHash, recordedAtMs };
      heads.set(chainId, next);
      this.state.extend(next);
      if (chainId === organizationId) await this.applyToOrganization(told);
      else await this.apply(told);
    }
    await this.state.flush();
  }

  /** Of what stands on chains of organizations only certifications are kept beside the entries. */
  private async applyToOrganization({ stored, kind, data, issuer }: Told): Promise<void> {
    if (kind !== 'certification') return;
    const at = { organizationId: stored.organizationId, batchId: stored.chainId, seq: stored.seq };
    const effects = certificationEffects(data as unknown as CertificationData, issuer);
    await this.state.apply(at, effects, () => undefined);
  }

  private async apply(told: Told): Promise<void> {
    const kind = findKind(told.kind);
    if (kind === undefined) return;
    const { organizationId, chainId: batchId, seq } = told.stored;
    const context = await this.contextOf(told);
    const at = { organizationId, batchId, seq };
    await this.state.apply(at, kind.effect(told.data, context), (id) => context.batch(id)?.organizationId);
  }

  /** The facts that the entry was checked against when it was recorded. */
  private async contextOf(told: Told): Promise<KindContext> {
    const { stored, data } = told;
    const home = await this.state.batch(stored.chainId);
    if (home === null) throw faultAt(stored, 'its batch was never opened');
    const kind = findKind(told.kind);
    const batches = new Map<string, BatchFacts>([[home.id, home]]);
    const entries = new Map<string, EntryFacts>();
    const entry: KindContext['entry'] = (reference) => entries.get(nameOf(reference));
    await this.loadNamed(kind?.references(data, home.id), batches, entries);
    await this.loadNamed(kind?.further?.(data, home.id, entry), batches, entries);
    const at = { organizationId: stored.organizationId, batchId: home.id };
    const set = typeof data.set === 'string' ? await this.state.labelSet(at, data.set) : null;
    return {
      home,
      issuer: told.issuer,
      occurredAt: told.occurredAt,
      now: told.entry.recordedAt,
      batch: (id) => batches.get(id),
      entry,
      labelSet: (id) => (set?.id === id ? set : undefined),
    };
  }

  private async loadNamed(
    references: References = noReferences,
    batches: Map<string, BatchFacts>,
    entries: Map<string, EntryFacts>,
  ): Promise<void> {
    for (const id of references.batches) {
      const batch = await this.state.batch(id);
      if (batch !== null) batches.set(id, batch);
    }
    for (const reference of references.entries) {
      const batch = await this.state.batch(reference.batch);
      const facts = batch === null ? null : await this.inForce(batch, reference);
      if (batch === null || facts === null) continue;
      batches.set(batch.id, batch);
      entries.set(nameOf(reference), facts);
    }
  }

  /** The named entry with its latest correction so far. */
  private async inForce(batch: BatchFacts, reference: EntryReference): Promise<EntryFacts | null> {
    const chain = { organizationId: batch.organizationId, chainId: batch.id };
    const stored = await readStoredEntry(this.tx, chain, reference.seq);
    if (stored === null || base64urlEncode(stored.leafHash) !== reference.leafHash) return null;
    const named = tell(stored);
    const latest = await this.state.latestCorrection({
      organizationId: batch.organizationId,
      batchId: batch.id,
      seq: reference.seq,
    });
    const facts = { ...reference, issuer: named.issuer, kind: named.kind };
    if (latest === null) return { ...facts, inForce: reference.seq, data: named.data };
    const correction = await readStoredEntry(this.tx, chain, latest);
    const data = correction === null ? undefined : tell(correction).data.data;
    if (!isJsonObject(data)) throw faultAt(stored, 'its correction is not there');
    return { ...facts, inForce: latest, data };
  }
}

function tell(stored: StoredEntry): Told {
  const entry = parseEntry(stored.entry);
  const { payload } = parseStatement(entry.statement);
  const { data } = open(payload, []);
  return {
    stored,
    entry,
    kind: payload.kind,
    data: isJsonObject(data) ? data : {},
    occurredAt: payload.occurredAt,
    issuer: payload.iss,
  };
}

/** @throws RebuildFault unless the entry stands where it says, and follows the last one. */
function requireNext({ stored, entry }: Told, head: Pick<StoredEntry, 'seq' | 'leafHash'>): void {
  if (entry.chain !== chainName(stored) || entry.seq !== stored.seq)
    throw faultAt(stored, 'its bytes name another place');
  if (entry.seq !== head.seq + 1 || !equalBytes(entry.prev, head.leafHash))
    throw faultAt(stored, `it does not follow entry ${head.seq}`);
}

function faultAt({ chainId, seq }: StoredEntry, what: string): RebuildFault {
  return new RebuildFault(`entry ${seq} of the chain ${chainId}: ${what}`);
}

function nameOf(reference: EntryReference): string {
  return `${reference.batch} ${reference.seq} ${reference.leafHash}`;
}
