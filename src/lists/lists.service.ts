import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Entries } from '../log/entries.service.js';
import { OperatorService } from '../parties/operator.service.js';
import { listEventId, readPublished, sha256Of, type PublishedVersion } from './list-statement.js';
import { listNames } from './names.js';
import type { ListName, Lists, ListVersion } from './rows.js';
import { VersionsStore } from './versions.store.js';

/** How often a process looks for what others published, in milliseconds. */
const lookEveryMs = 2_000;
/** Rows of all versions that are kept read. */
const keptRowsMax = 200_000;

/** Hears of a version that was not known to this process before. */
export type PublishedListener = (published: PublishedVersion) => void;

/**
 * The published versions of all lists, as the ledger has them: a version is there from the entry that publishes it.
 * Which there are is kept in memory and looked up again every two seconds.
 */
@Injectable()
export class ListsService implements OnApplicationBootstrap, OnModuleDestroy {
  /** Versions by list, the first at 0. */
  private readonly known = new Map<ListName, readonly PublishedVersion[]>();
  private readonly kept = new LRUCache<string, Promise<ListVersion>>({
    maxSize: keptRowsMax,
  });
  private readonly listeners: PublishedListener[] = [];
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private hasLooked = false;

  constructor(
    private readonly store: VersionsStore,
    private readonly entries: Entries,
    private readonly operator: OperatorService,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      // A database that is away is said by `/readyz`; the next look finds what this one missed.
      this.look().catch(() => undefined);
    }, lookEveryMs).unref();
  }

  onModuleDestroy(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  /**
   * Calls back for every version that becomes known after the first look: published here, or by another process, within
   * a few seconds. What was published while this process did not run is told by nobody: compare versions at start.
   */
  onPublished(listener: PublishedListener): void {
    this.listeners.push(listener);
  }

  /**
   * The newest version of each list that was published by `at`; with null, that is known now. A version published later
   * changes no answer for an earlier moment.
   *
   * @throws Error when what is stored is not what was published: nothing is judged by it then.
   */
  async asKnown(at: Date | null): Promise<Lists> {
    await this.ready();
    const rowsOf = async (name: ListName): Promise<[ListName, ListVersion | null]> => {
      const version = this.versions(name).findLast(
        ({ publishedAt }) => at === null || Date.parse(publishedAt) <= at.getTime(),
      );
      return [name, version === undefined ? null : await this.read(version)];
    };
    return Object.fromEntries(await Promise.all(listNames.map(rowsOf))) as unknown as Lists;
  }

  /** What is known of a list, oldest first. */
  async published(name: ListName): Promise<readonly PublishedVersion[]> {
    await this.ready();
    return this.versions(name);
  }

  /** A version by its number, null when it is not published. @throws as asKnown. */
  async version<Name extends ListName>(name: Name, version: number): Promise<ListVersion<Name> | null> {
    const published = (await this.published(name))[version - 1];
    return published === undefined ? null : ((await this.read(published)) as ListVersion<Name>);
  }

  /** The exact bytes of a version. @throws Error when they are not those that were published. */
  async content({ name, version, sha256 }: PublishedVersion): Promise<Buffer> {
    const bytes = await this.store.content(name, version);
    if (bytes !== null && sha256Of(bytes) === sha256) return bytes;
    throw new Error(`the stored bytes of ${name}@${version} are not what was published`);
  }

  /** Looks for new versions now, and tells of them. A look that is under way is waited for and followed by another. */
  async look(): Promise<void> {
    while (this.looking !== null) await this.looking.catch(() => undefined);
    this.looking = this.lookOnce();
    try {
      await this.looking;
    } finally {
      this.looking = null;
    }
  }

  private async ready(): Promise<void> {
    if (!this.hasLooked) await this.look();
  }

  private versions(name: ListName): readonly PublishedVersion[] {
    return this.known.get(name) ?? [];
  }

  private async lookOnce(): Promise<void> {
    const fresh: PublishedVersion[] = [];
    for (const [name, newest] of await this.store.newest()) {
      const before = this.versions(name);
      if (newest > before.length) fresh.push(...(await this.stated(name, before.length + 1, newest)));
    }
    const isFirst = !this.hasLooked;
    for (const one of fresh) this.known.set(one.name, [...this.versions(one.name), one]);
    this.hasLooked = true;
    if (isFirst) return;
    for (const one of fresh) for (const listener of this.listeners) listener(one);
  }

  /** Versions of a list whose statements are in the ledger, dense from `from` on. */
  private async stated(name: ListName, from: number, to: number): Promise<PublishedVersion[]> {
    const operator = await this.operator.organization();
    const chain = { organizationId: operator.id, chainId: operator.id };
    const ids = Array.from({ length: to - from + 1 }, (_, at) => listEventId(operator, name, from + at));
    return (await this.entries.events(chain, ids)).map(readPublished);
  }

  private read(version: PublishedVersion): Promise<ListVersion> {
    const key = `${version.name}@${version.version}`;
    const kept = this.kept.get(key);
    if (kept !== undefined) return kept;
    const reading = this.parse(version);
    this.kept.set(key, reading, { size: version.rows });
    reading.catch(() => {
      this.kept.delete(key);
    });
    return reading;
  }

  private async parse(published: PublishedVersion): Promise<ListVersion> {
    const { name, version, publishedAt } = published;
    const bytes = await this.content(published);
    return { name, version, publishedAt, rows: JSON.parse(bytes.toString()) as ListVersion['rows'] };
  }
}
