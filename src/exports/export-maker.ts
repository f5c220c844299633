import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { EvidenceService } from '../audit/evidence.service.js';
import { BatchesService } from '../batches/batches.service.js';
import { Database } from '../database/database.js';
import { csvOf, rowsOf } from '../trace/trace-table.js';
import { TraceService } from '../trace/trace.service.js';
import { batchTable } from './batch-table.js';
import type { Parts } from './export-files.js';
import { scopeOfExports } from './export-roles.js';
import type { Export } from './exports.store.js';
import { tarEnd, tarFile } from './tar.js';

/** As far as one trace goes (docs/trace.md). */
const traceLimits = { depth: 100, nodes: 10_000 };

/** Makes what is in the files of exports, out of what the one who asks may see, each look traced as any other. */
@Injectable()
export class ExportMaker {
  constructor(
    private readonly database: Database,
    private readonly batches: BatchesService,
    private readonly traces: TraceService,
    private readonly evidence: EvidenceService,
  ) {}

  /** The parts of the file. @throws DomainError, while they are read, as the reads themselves. */
  partsOf(actor: Actor, { template, asked }: Export): Parts {
    const { organization, batches, direction, language } = asked;
    if (template === 'evidence') return this.bundle(actor, batches);
    if (template === 'trace-table') return this.trace(actor, batches[0] ?? '', direction);
    return batchTable(this.database.tenant(scopeOfExports(actor)), organization, language);
  }

  private async *trace(actor: Actor, batch: string, direction: 'backward' | 'forward'): Parts {
    const trace = await this.traces.trace(actor, batch, { direction, ...traceLimits });
    const rows = rowsOf(trace);
    yield csvOf(rows);
    return { rows: rows.length, complete: trace.complete };
  }

  /** A tar archive with the evidence of each batch in a file of its own, which `furrow verify` reads. */
  private async *bundle(actor: Actor, batches: readonly string[]): Parts {
    const at = new Date();
    for (const id of batches) {
      const { code } = await this.batches.require(actor, id);
      yield* tarFile(`evidence-${code}.json`, await this.evidence.forReader(actor, id), at);
    }
    yield tarEnd();
    return { rows: batches.length, complete: true };
  }
}
