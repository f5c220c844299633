import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** How far the job is with a recall. */
export interface Watch {
  readonly recallId: string;
  /** When everything that the recall reaches was found first; null when never all of it was. */
  readonly listedAtMs: number | null;
  readonly lookedAtMs: number;
}

interface WatchRow {
  recall_id: string;
  listed_at_ms: string | null;
  looked_at_ms: string;
}

const byRecalls = {
  name: 'recall-watches',
  text: 'select recall_id, listed_at_ms, looked_at_ms from recall_watches where recall_id = any ($1::uuid[])',
};
const save = {
  name: 'recall-watch-save',
  text: `insert into recall_watches (organization_id, recall_id, listed_at_ms, looked_at_ms) values ($1, $2, $3, $4)
    on conflict (organization_id, recall_id) do update
      set listed_at_ms = coalesce(recall_watches.listed_at_ms, excluded.listed_at_ms), looked_at_ms = excluded.looked_at_ms`,
};

/** The only code that queries what the job notes of recalls. */
@Injectable()
export class WatchesStore {
  constructor(private readonly database: Database) {}

  /** By recall. */
  async of(recalls: readonly string[]): Promise<Map<string, Watch>> {
    const rows = await this.database.read<WatchRow>(byRecalls, [recalls]);
    return new Map(
      rows.map((row) => {
        const listedAtMs = row.listed_at_ms === null ? null : Number(row.listed_at_ms);
        return [row.recall_id, { recallId: row.recall_id, listedAtMs, lookedAtMs: Number(row.looked_at_ms) }];
      }),
    );
  }

  /** Notes a look; the first complete list stays the first. */
  async save(issuerId: string, { recallId, listedAtMs, lookedAtMs }: Watch): Promise<void> {
    await this.database.write(save, [issuerId, recallId, listedAtMs, lookedAtMs]);
  }
}
