import { Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/batches.service.js';
import type { BatchIdentity } from '../batches/batch.js';
import { InspectionTaskRows } from '../batches/inspection-task-rows.service.js';
import type { EntryReference } from '../batches/effect.js';
import { Config } from '../config/config.js';
import { CertificationReader } from '../findings/certification-reader.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { isJsonObject, type JsonObject } from '../ledger/json.js';
import { isUuid } from '../ledger/names.js';
import type { Telling } from './recorder.js';
import { ChainReader } from './chain-reader.js';
import type { CertificateData } from './kinds/certificate.js';
import type {
  BatchFacts,
  EntryFacts,
  Kind,
  KindContext,
  LabelSetFacts,
  References,
  TaskFacts,
} from './kinds/kind.js';

/** The facts a statement was checked against, and what its effect needs beside them. */
export interface LoadedContext {
  readonly context: KindContext;
  /** Other batches of the same organization that the statement names. */
  readonly touches: readonly string[];
  /** Home organizations of named batches. */
  readonly sources: ReadonlyMap<string, string>;
}

/** How far up a report may lie, and among how many batches. */
const ancestryDepthMax = 8;
const ancestryMax = 500;

/** Loads what a kind may look at before it decides: named batches, named entries, label sets. */
@Injectable()
export class ContextLoader {
  constructor(
    private readonly batches: BatchesService,
    private readonly tasks: InspectionTaskRows,
    private readonly chains: ChainReader,
    private readonly config: Config,
    private readonly certifications: CertificationReader,
  ) {}

  /**
   * Facts for one statement on the chain of `home`.
   *
   * Entries are found by their exact leaf hash. Batches of other organizations count as unknown unless one of their
   * entries is named with its leaf hash, which only a trading partner was given.
   */
  async load(
    home: BatchIdentity,
    kind: Kind,
    telling: Pick<Telling, 'occurredAt' | 'data'>,
    issuerId: string,
    now: Date,
  ): Promise<LoadedContext> {
    const references = kind.references(telling.data, home.id);
    const batches = new Map<string, BatchFacts>([[home.id, home]]);
    const entries = new Map<string, EntryFacts>();
    const entry: KindContext['entry'] = (reference) => entries.get(entryKey(reference));
    await this.loadNamed(home, references, batches, entries);
    const further = kind.further?.(telling.data, home.id, entry);
    if (further !== undefined) await this.loadNamed(home, further, batches, entries);
    const namesOthers = kind.kind === 'certificate' && entries.size > 0 && batches.size > 1;
    const parents = namesOthers ? await this.ancestry(home.id) : new Map<string, string[]>();
    const sets = kind.kind === 'label' ? await this.labelSetsOf(home) : new Map<string, LabelSetFacts>();
    const task = await this.taskIn(kind.kind, telling.data);
    const claimed = await this.claimed(home, kind, telling.data);
    const others = [...batches.values()].filter((batch) => batch.id !== home.id);
    return {
      context: {
        home,
        issuer: `org/${issuerId}`,
        occurredAt: telling.occurredAt,
        now: now.toISOString(),
        holidays: this.config.holidays,
        batch: (id) => batches.get(id),
        entry,
        parents: (batch) => parents.get(batch) ?? [],
        certification: () => claimed,
        labelSet: (id) => sets.get(id),
        task: (id) => (task?.id === id ? task : undefined),
      },
      touches: others
        .filter((batch) => batch.organizationId === home.organizationId)
        .map((batch) => batch.id),
      sources: new Map(others.map((batch) => [batch.id, batch.organizationId])),
    };
  }

  /** The certification that a certificate of the batch names. */
  private async claimed(
    { organizationId }: BatchIdentity,
    { kind }: Kind,
    data: Telling['data'],
  ): Promise<{ readonly type: string } | undefined> {
    const named = kind === 'certificate' ? (data as unknown as CertificateData).certification : undefined;
    return named === undefined ? undefined : (await this.certifications.named(organizationId, named))?.grant;
  }

  /** What a batch was made from, level by level; beyond the bounds nothing is known. */
  private async ancestry(id: string): Promise<Map<string, string[]>> {
    const parents = new Map<string, string[]>();
    let level = [id];
    for (let depth = 0; depth < ancestryDepthMax && level.length > 0; depth += 1) {
      for (const { child, parent } of await this.batches.parentsOf(level))
        parents.set(child, [...(parents.get(child) ?? []), parent]);
      level = [...new Set(level.flatMap((child) => parents.get(child) ?? []))];
      if (parents.size + level.length > ancestryMax) break;
    }
    return parents;
  }

  /** The task that a sample names, or a sample as it is corrected. */
  private async taskIn(
    kind: string,
    data: JsonObject,
  ): Promise<(TaskFacts & { readonly id: string }) | null> {
    const sample = kind === 'correction' ? data['data'] : kind === 'sample' ? data : null;
    const id = isJsonObject(sample) ? sample['task'] : undefined;
    if (typeof id !== 'string' || !isUuid(id)) return null;
    const task = await this.tasks.find(id);
    return task === null ? null : { ...task, withdrawn: task.withdrawnAt !== null };
  }

  private async labelSetsOf(home: BatchIdentity): Promise<Map<string, LabelSetFacts>> {
    const sets = await this.batches.labelSets(home);
    return new Map(
      sets.map((set) => [set.id, { id: set.id, units: set.units, net: set.net, unit: set.unit }]),
    );
  }

  private async loadNamed(
    home: BatchIdentity,
    references: References,
    batches: Map<string, BatchFacts>,
    entries: Map<string, EntryFacts>,
  ): Promise<void> {
    for (const id of references.batches) {
      const batch = await this.batches.find(id);
      if (batch?.organizationId === home.organizationId) batches.set(id, batch);
    }
    for (const reference of references.entries) await this.loadEntry(reference, batches, entries);
  }

  private async loadEntry(
    reference: EntryReference,
    batches: Map<string, BatchFacts>,
    entries: Map<string, EntryFacts>,
  ): Promise<void> {
    const batch = await this.batches.find(reference.batch);
    if (batch === null) return;
    const told = await this.chains.entryInForce(batch, reference.seq);
    if (told === null || base64urlEncode(told.leafHash) !== reference.leafHash) return;
    batches.set(batch.id, batch);
    const { kind, data, inForce, inForceAt } = told;
    const issuer = told.statement.payload.iss;
    entries.set(entryKey(reference), { ...reference, issuer, inForce, inForceAt, kind, data });
  }
}

function entryKey(reference: EntryReference): string {
  return `${reference.batch} ${reference.seq} ${reference.leafHash}`;
}
