import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { Config } from '../config/config.js';
import type { Actor } from '../access/actor.js';
import { type Showable, Showings } from '../events/showings.service.js';
import type { Evidence, EvidenceChain, EvidenceEntry, ProvedEntry } from '../ledger/evidence.js';
import type { ChainRef } from '../log/entry.js';
import { LoggedChains, type LoggedEntry, type Published, type StatedHeads } from './logged-chains.js';
import { collectSigners } from './signers.js';
import { type BatchChain, type EvidenceBounds, evidenceTooLarge, walkUpstream } from './upstream.js';

/** Within these a file is a few megabytes, and made well within the time of a request. */
const evidenceBounds: EvidenceBounds = { levelsMax: 16, batchesMax: 200, entriesMax: 4_000 };

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
    private readonly showings: Showings,
    private readonly bounds: EvidenceBounds = evidenceBounds,
  ) {}

  /**
   * The evidence of a batch under one checkpoint: its whole chain and those of all batches upstream, what the keys of
   * all statements rest on, and of the private fields what the reader sees and may hand on; null is the public.
   *
   * @throws DomainError `not-in-log`, `evidence-too-large`.
   */
  async build(subject: BatchIdentity, reader: Actor | null): Promise<Evidence> {
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
    const batchDrafts = await Promise.all(walked.map((chain) => this.draftBatch(chain, subject, reader)));
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
    reader: Actor | null,
  ): Promise<Draft> {
    return {
      chain: `batch/${batch.id}`,
      role: batch.id === subject.id ? 'subject' : 'upstream',
      entries: await this.draftEntries(refOf(batch), entries, reader),
    };
  }

  private async draftEntries(
    chain: ChainRef,
    entries: readonly LoggedEntry[],
    reader: Actor | null,
  ): Promise<Draft['entries']> {
    const readable = entries.flatMap(({ seq, statement }): Showable[] =>
      statement === null ? [] : [{ seq, payload: statement.payload }],
    );
    const showings = (await this.showings.of(reader, chain, readable, 'file')).values();
    return entries.map(({ entry, index, statement }) => {
      const showing = statement === null ? undefined : showings.next().value;
      const { disclosures = [], withheld = [] } = showing ?? {};
      return {
        entry,
        index,
        disclosures,
        withheld: withheld.map(({ digest, reason }) => ({ digest, reason })),
      };
    });
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
    return Promise.all(
      signers.map(async ({ organization, entries: registrations }): Promise<Draft> => {
        const id = organization.slice('org/'.length);
        const chain = { organizationId: id, chainId: id };
        return {
          chain: organization,
          role: 'signer',
          entries: await this.draftEntries(chain, registrations, null),
        };
      }),
    );
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
