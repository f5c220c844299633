import type { FileHandle } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../access/actor.js';
import { notFound } from '../access/authorize.js';
import { Database } from '../database/database.js';
import type { Language } from '../gs1/words.js';
import type { Made } from '../http/entity-tag.js';
import { pageOf, type Page } from '../http/paging.js';
import { DomainError } from '../http/problems.js';
import { derivedEventId, timeOf } from '../parties/event-ids.js';
import { PowerTraces } from '../parties/power-traces.service.js';
import { authorityOf, highestRole } from '../parties/standing.js';
import { ExportJob } from './export-job.js';
import { ExportRights } from './export-rights.js';
import { scopeOfExports } from './export-roles.js';
import { ExportTeller, formatOf } from './export-teller.js';
import type { ExportDto, ExportQuery, NewExport } from './exports.dto.js';
import {
  type Asked,
  type Download,
  type Export,
  findExport,
  insertDownload,
  insertExport,
  listExports,
  type Template,
} from './exports.store.js';

/** How long a file is kept, in milliseconds. */
const keptMs = 7 * 86_400_000;
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** What officials take out of the service, in files that are made in the background (docs/exports.md). */
@Injectable()
export class ExportsService {
  constructor(
    private readonly database: Database,
    private readonly job: ExportJob,
    private readonly rights: ExportRights,
    private readonly traces: PowerTraces,
    private readonly teller: ExportTeller,
  ) {}

  /**
   * Orders a file with data of the actor's regions. It is stated on the operator's chain first; `key` makes the id, so
   * that a repetition makes no second file.
   *
   * @throws DomainError `not-found`, `validation`, `event-conflict`, `unavailable`, `ambiguous`, `log-behind`.
   */
  async order(actor: Actor, body: NewExport, key: string, language: Language): Promise<Made<ExportDto>> {
    const asked = await this.rights.askedOf(actor, body, language);
    const id = derivedEventId(timeOf(key), 'export', actor.accountId, key);
    const known = await findExport(this.database.tenant(scopeOfExports(actor)), id);
    if (known !== null) {
      if (!isSame(known, body.template, asked)) throw otherExport();
      return { entity: await this.teller.tellOne(actor, known), repeated: true };
    }
    if (this.job.isFull) throw full();
    const askedAt = new Date();
    const one: Export = {
      ...{
        id,
        accountId: actor.accountId,
        role: highestRole(actor),
        template: body.template,
        asked,
        askedAt,
      },
      organizationId: await this.rights.homeOf(actor),
      authorityId: authorityOf(actor),
      regions: scopeOfExports(actor).regions,
      ...{ state: 'waiting', reason: null, file: null, expiresAt: new Date(askedAt.getTime() + keptMs) },
    };
    await this.traces.use(actor, { organizationId: null, act: 'data-exported', eventId: id });
    const isNew = await insertExport(this.database.tenant(scopeOfExports(actor)), one);
    if (isNew) this.job.add(actor, one);
    return { entity: await this.teller.tellOne(actor, one), repeated: !isNew };
  }

  /** An export of the actor's regions. @throws DomainError `not-found`. */
  async get(actor: Actor, id: string): Promise<ExportDto> {
    return this.teller.tellOne(actor, await this.find(actor, id));
  }

  /** Exports of the actor's regions, newest first. */
  async list(actor: Actor, { cursor = null, limit }: ExportQuery): Promise<Page<ExportDto>> {
    const door = this.database.tenant(scopeOfExports(actor));
    const rows = await listExports(door, cursor ?? lastId, limit + 1);
    const page = pageOf(rows, limit, ({ id }) => id, (row) => row); // prettier-ignore
    return { ...page, items: await this.teller.tell(actor, page.items) };
  }

  /**
   * The file of an export, and what it is called; that the actor took it is noted first.
   *
   * @throws DomainError `not-found`, also before it is ready and after it expired.
   */
  async take(actor: Actor, id: string): Promise<{ readonly file: FileHandle; readonly of: Export }> {
    const of = await this.find(actor, id);
    const file = of.state === 'ready' ? await this.job.files.open(id) : null;
    if (file === null) throw notFound();
    try {
      const { accountId } = actor;
      const taken = { accountId, authorityId: authorityOf(actor), role: highestRole(actor), at: new Date() };
      const download: Download = { exportId: id, id: uuidv7(), ...taken };
      await insertDownload(this.database.tenant(scopeOfExports(actor)), of.organizationId, download);
    } catch (error) {
      await file.close();
      throw error;
    }
    return { file, of };
  }

  private async find(actor: Actor, id: string): Promise<Export> {
    const found = await findExport(this.database.tenant(scopeOfExports(actor)), id);
    if (found === null) throw notFound();
    return found;
  }
}

function isSame(known: Export, template: Template, asked: Asked): boolean {
  const { organization, batches, direction } = known.asked;
  return (
    known.template === template &&
    organization === asked.organization &&
    direction === asked.direction &&
    formatOf(known) === formatOf({ template, asked }) &&
    batches.join() === asked.batches.join()
  );
}

function otherExport(): DomainError {
  return new DomainError('event-conflict', {
    zh: '这个事件号已经用于另一次导出。新的导出请用新的事件号。',
    en: 'This event id was used for another export. Use a new one for a new export.',
  });
}

function full(): DomainError {
  return new DomainError(
    'unavailable',
    { zh: '等待生成的导出太多，请稍后再试。', en: 'Too many exports wait to be made; try again later.' },
    [],
    30,
  );
}
