import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Actor } from '../access/actor.js';
import { notFound, scopeOf } from '../access/authorize.js';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { parseScanUri } from '../gs1/digital-link.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { encodeEvidence, type Evidence, evidenceBytesMax, type EvidenceLabel } from '../ledger/evidence.js';
import { Entries } from '../log/entries.service.js';
import { type FoundLabel, LabelChecker } from '../scan/label-checker.js';
import { EvidenceBuilder, type Sees } from './evidence-builder.js';
import { evidenceTooLarge } from './upstream.js';

/** Entries of public evidence that is kept for others who ask, all batches together. */
const cachedEntriesMax = 8_000;
/** How long it is kept while nothing is appended: a checkpoint is cosigned a little later, in milliseconds. */
const evidenceLifeMs = 5_000;

const nobody = (): Promise<null> => Promise.resolve(null);

/** Hands out the evidence of batches (ledger.md §6): to members with what they may see, to everybody without. */
@Injectable()
export class EvidenceService {
  /** Promises, so that a rush on a batch makes it once. */
  private readonly cached = new LRUCache<string, Promise<Evidence>>({
    maxSize: cachedEntriesMax,
    ttl: evidenceLifeMs,
  });

  constructor(
    private readonly batches: BatchesService,
    private readonly labels: LabelChecker,
    private readonly entries: Entries,
    private readonly builder: EvidenceBuilder,
  ) {}

  /**
   * The evidence of a batch that the actor may look into, with the private fields of every chain that it may look into.
   *
   * @throws DomainError `not-found`, `forbidden`, `not-in-log`, `evidence-too-large`.
   */
  async forReader(actor: Actor, batchId: string): Promise<Uint8Array> {
    const batch = await this.batches.require(actor, batchId);
    const sees: Sees = async (other) => ((await this.batches.isReader(actor, other)) ? scopeOf(actor) : null);
    return encode(await this.builder.build(batch, sees));
  }

  /**
   * The evidence behind a code, without anything private, and the proof that the code is one of the batch's labels.
   *
   * @throws LedgerError `code-malformed`, `code-check-symbol`, `link-malformed`; DomainError `not-found`, `not-in-log`,
   * `evidence-too-large`.
   */
  async forCode(code: string): Promise<Uint8Array> {
    const found = await this.labels.find(parseScanUri(`/t/${code}`));
    if (found === null) throw notFound();
    const evidence = await this.publicEvidence(found.batch);
    return encode({ ...evidence, label: await this.labelOf(found) });
  }

  private async publicEvidence(batch: BatchIdentity): Promise<Evidence> {
    const head = await this.entries.head({ organizationId: batch.organizationId, chainId: batch.id });
    const key = `${batch.id} ${head === null ? '' : base64urlEncode(head.leafHash)}`;
    const known = this.cached.get(key);
    if (known !== undefined) return known;
    const building = this.builder.build(batch, nobody);
    this.cached.set(key, building, { size: 1 });
    building.then(
      (built) => this.cached.set(key, building, { size: entryCount(built) }),
      () => this.cached.delete(key),
    );
    return building;
  }

  /** The place of a label in its set; null for the code of a batch, which its opening says. */
  private async labelOf({ batch, code }: FoundLabel): Promise<EvidenceLabel | null> {
    const place = await this.labels.placeOf(code);
    const sets = place === null ? [] : await this.batches.labelSets(batch);
    const set = sets.find(({ id }) => id === code.setId);
    return place === null || set === undefined ? null : { code: code.code, seq: set.seq, ...place };
  }
}

function encode(evidence: Evidence): Uint8Array {
  const bytes = encodeEvidence(evidence);
  if (bytes.length > evidenceBytesMax) throw evidenceTooLarge();
  return bytes;
}

function entryCount({ chains }: Evidence): number {
  return chains.reduce((sum, { entries }) => sum + entries.length, 0);
}
