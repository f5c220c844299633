import { Injectable } from '@nestjs/common';
import { tellFinding } from '../batches/judgement.js';
import { Judge } from '../findings/judge.service.js';
import { isJudged } from '../findings/judging.js';
import type { FindingDto } from '../http/finding.dto.js';
import type { Language } from '../gs1/words.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { LogReader, tlogProof } from '../log/log-reader.js';
import { Receipts } from '../log/receipts.js';
import type { RecordedEventDto } from './events.dto.js';
import type { Recorded } from './recorder.js';

/** Longest wait for inclusion; what is recorded is answered without its proof then, in milliseconds. */
const inclusionWaitMs = 1_500;

/** What the log promises about an entry, and shows of it. */
export interface LogWord {
  readonly receipt: string;
  readonly proof: string | null;
}

/** Answers a recorded event with the log's receipt, and with the proof of inclusion for those who wait for it. */
@Injectable()
export class EventAnswers {
  constructor(
    private readonly receipts: Receipts,
    private readonly log: LogReader,
    private readonly judge: Judge,
  ) {}

  /** What the log says about an entry; `waits` for the proof of inclusion. */
  async wordFor(
    { leafHash, recordedAt }: Pick<Recorded, 'leafHash' | 'recordedAt'>,
    waits: boolean,
  ): Promise<LogWord> {
    const receipt = await this.receipts.issue(leafHash, Date.parse(recordedAt));
    if (!waits) return { receipt, proof: null };
    const included = await this.log.awaitInclusion(leafHash, inclusionWaitMs);
    if (included === null) return { receipt, proof: null };
    return { receipt, proof: tlogProof(included) };
  }

  /** The findings that rest on an entry just recorded, in the reader's language; null when it is judged later. */
  async findings(batch: string, recorded: Recorded, language: Language): Promise<FindingDto[] | null> {
    const findings = isJudged(recorded.kind) ? await this.judge.onEntry(batch, recorded) : [];
    return findings?.map((finding) => tellFinding(finding, language)) ?? null;
  }

  /** The whole answer for an event of a batch. */
  async answer(
    batch: string,
    recorded: Recorded,
    waits: boolean,
    findings: FindingDto[] | null,
  ): Promise<RecordedEventDto> {
    return {
      id: recorded.eventId,
      batch,
      seq: recorded.seq,
      kind: recorded.kind,
      occurredAt: recorded.occurredAt,
      recordedAt: recorded.recordedAt,
      leafHash: base64urlEncode(recorded.leafHash),
      prev: base64urlEncode(recorded.prev),
      signer: recorded.signer,
      findings,
      ...(await this.wordFor(recorded, waits)),
    };
  }
}
