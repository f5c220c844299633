import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { EvidenceService } from '../audit/evidence.service.js';
import { BatchesService } from '../batches/batches.service.js';
import { Database } from '../database/database.js';
import { TraceService } from '../trace/trace.service.js';
import { batchTable } from './batch-table.js';
import type { Parts } from './export-files.js';
import { scopeOfExports } from './export-roles.js';
import type { Asked, Export } from './exports.store.js';
import { csvParts, type Table, xlsxParts } from './table.js';
import { tarEnd, tarFile } from './tar.js';
import { traceTable, type Trace } from './trace-sheet.js';

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
    const { organization, batches, language, format } = asked;
    if (template === 'evidence') return this.bundle(actor, batches);
    const table =
      template === 'trace-table'
        ? this.trace(actor, asked)
        : batchTable(this.database.tenant(scopeOfExports(actor)), organization, language);
    return format === 'xlsx' ? xlsxParts(table) : csvParts(table);
  }

  private trace(actor: Actor, { batches: [batch = ''], direction, language, format }: Asked): Table {
    const read = (): Promise<Trace> => this.traces.trace(actor, batch, { direction, ...traceLimits });
    return traceTable(read, direction, format === 'xlsx' ? language : null);
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
