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
import type { TimelineEntry } from './chain-reader.js';
import type { ListedEventDto } from './events.dto.js';

/** What an entry does not say itself. */
export type EntryMarks = Pick<ListedEventDto, 'findings' | 'handover'>;

/** What is known of entries beside them: what was found that rests on them, and how far shipments are. */
@Injectable()
export class TimelineMarks {
  constructor(
    private readonly judgements: JudgementsService,
    private readonly shipments: ShipmentsService,
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
    return (seq) => ({
      findings: found === undefined ? null : findingsOn(seq, found, language),
      handover: handoverOf(handovers.get(seq), language),
    });
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
