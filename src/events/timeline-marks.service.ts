import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { scopeOf } from '../access/authorize.js';
import type { BatchIdentity } from '../batches/batch.js';
import { tellFinding, type Judged } from '../batches/judgement.js';
import { JudgementsService } from '../batches/judgements.service.js';
import { ShipmentsService } from '../batches/shipments.service.js';
import { handoverWords, type HandoverWord } from '../gs1/handover-words.js';
import { say, type Language } from '../gs1/words.js';
import type { FindingDto } from '../http/finding.dto.js';
import { AttachmentFiles } from './attachment-files.js';
import type { ListedAttachmentDto } from './attachments.dto.js';
import type { TimelineEntry } from './chain-reader.js';
import type { ListedEventDto } from './events.dto.js';
import { attachmentsOf } from './kinds/attachments.js';

/** What an entry does not say itself. */
export type EntryMarks = Pick<ListedEventDto, 'findings' | 'handover' | 'attachments'>;

/** What is known of entries beside them: what was found that rests on them, how far shipments are, and which photos are here. */
@Injectable()
export class TimelineMarks {
  constructor(
    private readonly judgements: JudgementsService,
    private readonly shipments: ShipmentsService,
    private readonly files: AttachmentFiles,
  ) {}

  /** The marks of entries of a batch, by their number. */
  async of(
    actor: Actor,
    batch: BatchIdentity,
    entries: readonly TimelineEntry[],
    language: Language,
  ): Promise<(seq: number) => EntryMarks> {
    const found = (await this.judgements.of([batch.id], scopeOf(actor))).get(batch.id);
    const shipped = entries.filter(({ kind }) => kind === 'shipment').map(({ seq }) => seq);
    const handovers = await this.shipments.words(batch, shipped);
    const attached = new Map<number, ListedAttachmentDto[]>();
    for (const entry of entries) attached.set(entry.seq, await this.attachmentsOf(entry));
    return (seq) => ({
      attachments: attached.get(seq) ?? [],
      findings: found === undefined ? null : findingsOn(seq, found, language),
      handover: handoverOf(handovers.get(seq), language),
    });
  }

  private attachmentsOf({ kind, data, statement }: TimelineEntry): Promise<ListedAttachmentDto[]> {
    const organizationId = statement.payload.iss.slice('org/'.length);
    return Promise.all(
      attachmentsOf(kind, data).map(async (stated) => ({
        ...stated,
        state: await this.files.stateOf({ organizationId, sha256: stated.sha256 }),
      })),
    );
  }
}

/** The findings that rest on an entry. */
function findingsOn(seq: number, found: readonly Judged[], language: Language): FindingDto[] {
  return found
    .filter(({ entries }) => entries.some((entry) => entry.seq === seq))
    .map((finding) => tellFinding(finding, language));
}

function handoverOf(word: HandoverWord | undefined, language: Language): EntryMarks['handover'] {
  return word === undefined
    ? null
    : { by: [...word.by], open: word.open, text: say(handoverWords(word), language) };
}
