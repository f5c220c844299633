import { Injectable } from '@nestjs/common';
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
  ) {}

  /** What the log says about an entry; `waits` for the proof of inclusion. */
  async wordFor(
    { leafHash, recordedAt }: Pick<Recorded, 'leafHash' | 'recordedAt'>,
    waits: boolean,
  ): Promise<LogWord> {
    const receipt = this.receipts.issue(leafHash, Date.parse(recordedAt));
    if (!waits) return { receipt, proof: null };
    const included = await this.log.awaitInclusion(leafHash, inclusionWaitMs);
    if (included === null) return { receipt, proof: null };
    return { receipt, proof: tlogProof(included) };
  }

  /** The whole answer for an event of a batch. */
  async answer(batch: string, recorded: Recorded, waits: boolean): Promise<RecordedEventDto> {
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
      findings: null,
      ...(await this.wordFor(recorded, waits)),
    };
  }
}
