import { Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/batches.service.js';
import { RecallRows, type RecallRow } from '../batches/recall-rows.service.js';
import type { TenantScope } from '../database/tenants.js';
import { ChainReader } from '../events/chain-reader.js';
import { inTurn } from '../events/in-turn.js';
import type { RecallData } from '../events/kinds/recall.js';
import { base64urlEncode } from '../ledger/bytes.js';

/** A recall as its entries say it. */
export interface Recall {
  readonly id: string;
  readonly issuerId: string;
  readonly mock: boolean;
  readonly said: RecallData;
  /** RFC 3339: when the first of its entries was recorded that was read. */
  readonly openedAt: string;
  readonly suspects: readonly RecallRow[];
}

/** A suspect batch, by its entry. */
export interface Suspect extends RecallRow {
  readonly leafHash: string;
  readonly recordedAt: string;
}

/** Reads recalls from the chains of their suspect batches. */
@Injectable()
export class RecallReader {
  constructor(
    private readonly rows: RecallRows,
    private readonly batches: BatchesService,
    private readonly chains: ChainReader,
  ) {}

  /** A recall with all its entries; null when there is none, or none in the scope where one is given. */
  async find(id: string, scope?: TenantScope): Promise<Recall | null> {
    if (scope !== undefined && (await this.rows.of([id], scope)).length === 0) return null;
    const [recall] = await this.findAll([id]);
    return recall ?? null;
  }

  /** Ids of recalls and rehearsals that are not wholly withdrawn, in their order. */
  standingIds(after: string, limit: number): Promise<string[]> {
    return this.rows.standingIds(after, limit);
  }

  /** These recalls, in the order asked for, less those that are not there. */
  async findAll(ids: readonly string[]): Promise<Recall[]> {
    const rows = ids.length === 0 ? [] : await this.rows.of(ids);
    const found = await inTurn(ids, async (id): Promise<Recall | null> => {
      const suspects = rows.filter(({ recallId }) => recallId === id);
      const [first] = suspects;
      if (first === undefined) return null;
      const { data, recordedAt } = await this.entryOf(first);
      const said = data as unknown as RecallData;
      return { id, issuerId: first.issuerId, mock: first.mock, said, openedAt: recordedAt, suspects };
    });
    return found.filter((recall) => recall !== null);
  }

  /** What one entry says, and when it was recorded. */
  async told(row: RecallRow): Promise<{ readonly said: RecallData; readonly recordedAt: string }> {
    const { data, recordedAt } = await this.entryOf(row);
    return { said: data as unknown as RecallData, recordedAt };
  }

  /** The suspect batches with the entries that say so. */
  suspects({ suspects }: Recall): Promise<Suspect[]> {
    return inTurn(suspects, async (row) => {
      const { leafHash, recordedAt } = await this.entryOf(row);
      return { ...row, leafHash: base64urlEncode(leafHash), recordedAt };
    });
  }

  private async entryOf({ batchId, seq }: RecallRow) {
    const batch = await this.batches.find(batchId);
    const entry = batch === null ? null : await this.chains.entryInForce(batch, seq);
    if (entry === null) throw new Error('a recall names an entry that is not there');
    return entry;
  }
}
