import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { Config } from '../config/config.js';
import type { TenantScope } from '../database/tenants.js';
import { disclosureDigest, findDigests, parseDisclosure } from '../ledger/disclosure.js';
import type {
  Evidence,
  EvidenceChain,
  EvidenceEntry,
  ProvedEntry,
  WithheldDigest,
} from '../ledger/evidence.js';
import type { ChainRef } from '../log/entry.js';
import { Vault } from '../log/vault.js';
import { LoggedChains, type LoggedEntry, type Published, type StatedHeads } from './logged-chains.js';
import { collectSigners } from './signers.js';
import { type BatchChain, type EvidenceBounds, evidenceTooLarge, walkUpstream } from './upstream.js';

/** Within these a file is a few megabytes, and made well within the time of a request. */
const evidenceBounds: EvidenceBounds = { levelsMax: 16, batchesMax: 200, entriesMax: 4_000 };

/** In whose name what is private on a batch's chain is read; null where the reader may not see it. */
export type Sees = (batch: BatchIdentity) => Promise<TenantScope | null>;

/** A chain with all that evidence says of it but the proofs. */
interface Draft extends Omit<EvidenceChain, 'entries'> {
  readonly entries: readonly Omit<EvidenceEntry, 'proof'>[];
}

/** Puts the evidence of a batch together out of what is stored; checks nothing of it. */
export class EvidenceBuilder {
  constructor(
    private readonly config: Config,
    private readonly batches: BatchesService,
    private readonly chains: LoggedChains,
    private readonly vault: Vault,
    private readonly bounds: EvidenceBounds = evidenceBounds,
  ) {}

  /**
   * The evidence of a batch under one checkpoint: its whole chain and those of all batches upstream, what the keys of
   * all statements rest on, and of the private fields what the reader sees.
   *
   * @throws DomainError `not-in-log`, `evidence-too-large`.
   */
  async build(subject: BatchIdentity, sees: Sees): Promise<Evidence> {
    const checkpoint = await this.chains.checkpointOver(refOf(subject));
    const { size } = checkpoint;
    const first = await this.readBatch(subject, size, this.bounds.entriesMax);
    const walked = await walkUpstream(
      first,
      async (id, entriesMax) => {
        const batch = await this.batches.find(id);
        return batch === null ? null : this.readBatch(batch, size, entriesMax);
      },
      this.bounds,
    );
    const stated = await this.chains.stateOf(
      walked.map(({ batch }) => refOf(batch)),
      size,
    );
    const batchDrafts = await Promise.all(walked.map((chain) => this.draftBatch(chain, subject, sees)));
    const signerDrafts = await this.draftSigners(walked, stated, size);
    return this.withProofs(subject, checkpoint, [...batchDrafts, ...signerDrafts], stated);
  }

  private async readBatch(batch: BatchIdentity, size: number, entriesMax: number): Promise<BatchChain> {
    const entries = await this.chains.read(refOf(batch), size, entriesMax);
    if (entries === null) throw evidenceTooLarge();
    return { batch, entries };
  }

  private async draftBatch(
    { batch, entries }: BatchChain,
    subject: BatchIdentity,
    sees: Sees,
  ): Promise<Draft> {
    const scope = await sees(batch);
    const isSeen = scope !== null;
    const last = entries.at(-1)?.seq ?? 0;
    const opened = isSeen ? await this.vault.open(refOf(batch), 1, last, scope) : null;
    return {
      chain: `batch/${batch.id}`,
      role: batch.id === subject.id ? 'subject' : 'upstream',
      entries: entries.map((entry) => draftEntry(entry, opened?.get(entry.seq) ?? [], isSeen)),
    };
  }

  private async draftSigners(
    walked: readonly BatchChain[],
    stated: StatedHeads | null,
    size: number,
  ): Promise<Draft[]> {
    const entries = walked.flatMap((chain) => chain.entries);
    const signed = stated === null ? entries : [...entries, stated.entry];
    const signers = await collectSigners(
      signed.flatMap(({ statement }) => statement ?? []),
      (organization, kid) => this.chains.readKey(organization.slice('org/'.length), kid, size),
    );
    return signers.map((signer) => ({
      chain: signer.organization,
      role: 'signer',
      entries: signer.entries.map((entry) => draftEntry(entry, [], false)),
    }));
  }

  private async withProofs(
    subject: BatchIdentity,
    { note, size }: Published,
    drafts: readonly Draft[],
    stated: StatedHeads | null,
  ): Promise<Evidence> {
    const indices = drafts.flatMap(({ entries }) => entries.map(({ index }) => index));
    const proofs = (
      await this.chains.prove([...indices, ...(stated === null ? [] : [stated.entry.index])], size)
    ).values();
    const next = (): readonly Uint8Array[] => proofs.next().value ?? [];
    const chains = drafts.map((draft) => ({
      ...draft,
      entries: draft.entries.map((entry) => ({ ...entry, proof: next() })),
    }));
    const { logOrigin: log } = this.config;
    const completeness =
      stated === null ? null : { entry: provedOf(stated.entry, next()), heads: stated.heads };
    return { log, batch: subject.id, checkpoint: note, chains, label: null, completeness };
  }
}

function provedOf({ entry, index }: LoggedEntry, proof: readonly Uint8Array[]): ProvedEntry {
  return { entry, index, proof };
}

function refOf({ organizationId, id }: BatchIdentity): ChainRef {
  return { organizationId, chainId: id };
}

/** What a reader who sees private fields is not shown does not exist any more. */
function draftEntry(
  { entry, index, statement }: LoggedEntry,
  disclosures: readonly string[],
  isSeen: boolean,
): Draft['entries'][number] {
  if (statement === null) return { entry, index, disclosures: [], withheld: [] };
  const shown = new Set(disclosures.map(disclosureDigest));
  const concealed = [
    ...findDigests(statement.payload.data),
    ...disclosures.flatMap((text) => findDigests(parseDisclosure(text).value)),
  ];
  const reason = isSeen ? 'erased' : 'private';
  const withheld = concealed
    .filter((digest) => !shown.has(digest))
    .map((digest): WithheldDigest => ({ digest, reason }));
  return { entry, index, disclosures, withheld };
}
