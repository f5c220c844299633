import { Injectable } from '@nestjs/common';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { JudgementsService } from '../batches/judgements.service.js';
import type { InspectionData } from '../events/kinds/inspection.js';
import type { RecordEntry, ReusedReport } from './record.js';
import { reportKeys } from './subjects.js';

/** How many other batches are looked at, and how far up the graph. */
const othersMax = 20;
const depthMax = 8;

/**
 * Finds the test reports of a batch that stand on other batches of its organization, by what those were judged to rest
 * on. Other organizations are never looked at: whoever types in a number would learn what others have.
 */
@Injectable()
export class ReusedReports {
  constructor(
    private readonly batches: BatchesService,
    private readonly judgements: JudgementsService,
  ) {}

  /** By key and code of the batch. Of a batch that was made from this one, or the other way round, a report is of both. */
  async of({ id, organizationId }: BatchIdentity, entries: readonly RecordEntry[]): Promise<ReusedReport[]> {
    const keys = entries
      .filter(({ kind }) => kind === 'inspection')
      .flatMap(({ data }) => reportKeys(data as unknown as InspectionData));
    if (keys.length === 0) return [];
    const found = await this.judgements.sharing({ organizationId, batchId: id }, keys, othersMax);
    if (found.length === 0) return [];
    const above = await this.ancestors([id, ...found.map(({ batchId }) => batchId)]);
    const others = found.filter(
      ({ batchId }) => above.get(id)?.has(batchId) !== true && above.get(batchId)?.has(id) !== true,
    );
    const reused = others.map(async ({ batchId, subjects }) => {
      const batch = (await this.batches.find(batchId))?.code ?? batchId;
      return keys.filter((key) => subjects.includes(key)).map((key) => ({ key, batch }));
    });
    return (await Promise.all(reused)).flat();
  }

  /** What each of these batches was made from, some levels up. */
  private async ancestors(ids: readonly string[]): Promise<Map<string, Set<string>>> {
    const above = new Map(ids.map((id) => [id, new Set([id])]));
    let level: readonly string[] = ids;
    for (let depth = 0; depth < depthMax && level.length > 0; depth += 1) {
      const pairs = await this.batches.parentsOf(level);
      for (const known of above.values())
        pairs.filter(({ child }) => known.has(child)).forEach(({ parent }) => known.add(parent));
      level = [...new Set(pairs.map(({ parent }) => parent))];
    }
    return above;
  }
}
