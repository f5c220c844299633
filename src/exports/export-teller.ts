import { Injectable } from '@nestjs/common';
import { AccountsService } from '../access/accounts.service.js';
import type { Actor } from '../access/actor.js';
import { holdsRole, notFound } from '../access/authorize.js';
import { Database } from '../database/database.js';
import { scopeOfExports } from './export-roles.js';
import type { ExportDto, ExportPersonDto } from './exports.dto.js';
import { type Download, type Export, type FileFormat, listDownloads } from './exports.store.js';

const downloadsMax = 50;

/** Tells exports, with who took them as far as the reader may know. */
@Injectable()
export class ExportTeller {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
  ) {}

  async tellOne(actor: Actor, one: Export): Promise<ExportDto> {
    const [told] = await this.tell(actor, [one]);
    if (told === undefined) throw notFound();
    return told;
  }

  async tell(actor: Actor, exports: readonly Export[]): Promise<ExportDto[]> {
    const door = this.database.tenant(scopeOfExports(actor));
    const downloads = await listDownloads(door, exports.map(({ id }) => id), downloadsMax); // prettier-ignore
    const people = [...exports, ...downloads].map(({ accountId }) => accountId);
    const names = await this.accounts.namesOf([...new Set(people)]);
    const who = (
      one: Pick<Download, 'accountId' | 'authorityId' | 'role'>,
    ): Pick<ExportPersonDto, keyof ExportPersonDto> => ({
      role: one.role,
      authority: one.authorityId,
      person: isKnown(actor, one) ? (names.get(one.accountId) ?? null) : null,
    });
    return exports.map((one) => ({
      ...toDto(one),
      askedBy: who(one),
      downloads: downloads
        .filter(({ exportId }) => exportId === one.id)
        .map((download) => ({ ...who(download), at: download.at.toISOString() })),
    }));
  }
}

function isKnown(
  actor: Actor,
  { accountId, authorityId }: Pick<Download, 'accountId' | 'authorityId'>,
): boolean {
  if (accountId === actor.accountId) return true;
  return authorityId !== null && holdsRole(actor, authorityId, ['owner', 'recorder', 'viewer']);
}

type Told = Pick<ExportDto, keyof ExportDto>;

function toDto(one: Export): Omit<Told, 'askedBy' | 'downloads'> {
  const { id, template, asked, state, reason, askedAt, file, expiresAt } = one;
  return {
    id,
    template,
    organization: asked.organization,
    batches: asked.batches,
    direction: template === 'trace-table' ? asked.direction : null,
    format: formatOf(one),
    state,
    reason,
    askedAt: askedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    file:
      file === null || state !== 'ready'
        ? null
        : {
            url: `/api/v1/exports/${id}/file`,
            name: fileNameOf(one),
            size: file.bytes,
            sha256: Buffer.from(file.sha256).toString('hex'),
            rows: file.rows,
            complete: file.complete,
          },
  };
}

const names = { 'regulator-table': 'batches', 'trace-table': 'trace', evidence: 'evidence' } as const;

/** How the file of an export is written. */
export function formatOf({ template, asked }: Pick<Export, 'template' | 'asked'>): FileFormat {
  return template === 'evidence' ? 'tar' : (asked.format ?? 'csv');
}

/** What the file of an export is called: its template and when it was asked for, in UTC. */
export function fileNameOf(one: Pick<Export, 'template' | 'asked' | 'askedAt'>): string {
  const at = one.askedAt.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${names[one.template]}-${at}.${formatOf(one)}`;
}
