import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { Made } from '../http/entity-tag.js';
import { databaseFault } from '../http/outage.js';
import { DomainError, refused } from '../http/problems.js';
import type { JsonValue } from '../ledger/json.js';
import { OperatorService } from '../parties/operator.service.js';
import { PowerTraces } from '../parties/power-traces.service.js';
import { checkRows, contentOf } from './check-rows.js';
import { ListIssuers } from './issuers.js';
import {
  listEventId,
  listStatement,
  sha256Of,
  statementKind,
  type PublishedVersion,
} from './list-statement.js';
import { ListsService } from './lists.service.js';
import type { ListName } from './rows.js';
import { VersionsStore, type VersionRow } from './versions.store.js';

/** What an admin wants to publish. */
export interface NewVersion {
  readonly name: ListName;
  readonly version: number;
  readonly source: string;
  /** Detached JWS of the list's issuer. */
  readonly signature: string | null;
}

/**
 * Publishes versions of lists, in two steps that can each be repeated:
 *
 *  1. the bytes are stored under name and number, which the primary key gives to one of those who try at once;
 *  2. `list-published` is stated on the operator's chain under an event id that follows from name and number: the
 *     commit point, before which nobody is shown the version.
 *
 * What ended in between is stated by the next start, or by the next who publishes a version of the list.
 */
@Injectable()
export class ListPublisher implements OnApplicationBootstrap {
  constructor(
    private readonly store: VersionsStore,
    private readonly lists: ListsService,
    private readonly issuers: ListIssuers,
    private readonly traces: PowerTraces,
    private readonly operator: OperatorService,
  ) {}

  /** States what was stored and not stated before the process ended. What cannot be recorded just now waits on. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      for (const [name, version] of await this.store.newest()) await this.finish(name, version);
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
  }

  /**
   * Checks the rows and publishes them as the version that follows. The same content again answers what was published.
   *
   * @throws DomainError `validation`, `key-not-accepted`, `statement-not-accepted`, `list-version-taken`, `ambiguous`.
   */
  async publish(
    actor: Actor,
    wanted: NewVersion,
    given: JsonValue | undefined,
  ): Promise<Made<PublishedVersion>> {
    const { name, version, source, signature } = wanted;
    const rows = await checkRows(name, given);
    const content = await contentOf(rows);
    const list = `${name}@${version}`;
    const issuerId = signature === null ? null : await this.issuers.verify(signature, { list, content });
    const row: VersionRow = {
      name,
      version,
      sha256: Buffer.from(sha256Of(content), 'base64url'),
      rows: rows.length,
      source,
      issuerId,
      signature,
      publishedBy: actor.accountId,
    };
    const repeated = !(await this.keep(row, content));
    await this.finish(name, version);
    return { entity: await this.get(name, version), repeated };
  }

  /** Step 1; answers false when this very content was there. */
  private async keep(row: VersionRow, content: Uint8Array): Promise<boolean> {
    const { name, version } = row;
    const newest = (await this.store.newest()).get(name) ?? 0;
    if (newest > 0) await this.finish(name, newest);
    if (version > newest + 1) throw refused(notNext(newest + 1));
    const isFirst = version === newest + 1 && (await this.store.add(row, content));
    if (isFirst) return true;
    const stored = await this.store.find(name, version);
    if (stored === null || !isSame(stored, row)) throw taken(Math.max(newest, version) + 1);
    return false;
  }

  /** Step 2, unless it was done. @throws DomainError `ambiguous`: repeating it is safe. */
  private async finish(name: ListName, version: number): Promise<void> {
    if ((await this.lists.published(name)).length >= version) return;
    const row = await this.store.find(name, version);
    if (row === null) throw new Error(`${name}@${version} is not stored`);
    const eventId = listEventId(await this.operator.organization(), name, version);
    try {
      await this.traces.state({
        organizationId: null,
        kind: statementKind,
        eventId,
        data: listStatement(row),
      });
    } catch (error) {
      throw isPassing(error) ? notKnown() : error;
    }
    await this.lists.look();
  }

  private async get(name: ListName, version: number): Promise<PublishedVersion> {
    const published = (await this.lists.published(name))[version - 1];
    if (published === undefined) throw new Error(`${name}@${version} was stated and is not found`);
    return published;
  }
}

/** Nothing is wrong but the time: the same step again may succeed. */
function isPassing(error: unknown): boolean {
  return error instanceof DomainError || databaseFault(error) !== null;
}

/** Who published it may differ: of two who publish the same at once one is told that it is there. */
function isSame(stored: VersionRow, wanted: VersionRow): boolean {
  const isOther = (['source', 'issuerId', 'signature'] as const).some((key) => stored[key] !== wanted[key]);
  return !isOther && stored.sha256.equals(wanted.sha256);
}

function notNext(next: number) {
  const detail = {
    zh: `版本号须连续，下一个是 ${next}。`,
    en: `Versions are numbered without gaps: the next one is ${next}.`,
  };
  return { pointer: '/query/version', code: 'next', detail };
}

function taken(next: number): DomainError {
  const detail = {
    zh: `这一版已经以别的内容发布，没有保存；下一个版本号是 ${next}。`,
    en: `This version was published with other content; nothing was stored. The next one is ${next}.`,
  };
  return new DomainError('list-version-taken', detail, [
    { pointer: '/query/version', code: 'taken', detail },
  ]);
}

/** The bytes are there, and will be stated. */
function notKnown(): DomainError {
  return new DomainError('ambiguous', {
    zh: '清单已保存，但还没有写入账本。请原样再发送一次，不会重复发布。',
    en: 'The list is stored and not in the ledger yet. Send the same again: it is not published twice.',
  });
}
