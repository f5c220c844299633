import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { ErasedBy, ErasureRefusal } from './account-erasure.js';
import { AccountErasingStore } from './account-erasing.store.js';
import { AccountKeyFiles } from './account-key-files.js';
import { AccountKeys } from './account-keys.js';
import { AccountNames } from './account-names.js';

const everyMs = 60_000;
const atOnceMax = 1_000;
/** A hint's file is older than its row; so long at most, in milliseconds. */
const hintUnderWayMs = 60_000;
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Erases accounts: in the database, which is the commit point and decides whether it may be; then the files, which open
 * what copies of the database hold. What a crash left between is finished by the next look of any process, once a
 * minute and at each start.
 */
@Injectable()
export class AccountErasing implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(AccountErasing.name);
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: AccountErasingStore,
    private readonly keys: AccountKeys,
    private readonly names: AccountNames,
    private readonly files: AccountKeyFiles,
  ) {}

  onApplicationBootstrap(): void {
    this.attempt(() => this.sweep());
    this.timer = setInterval(() => {
      this.attempt(() => this.look());
    }, everyMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** What stands against erasing an account; null when nothing does. */
  async refusal(id: string, by: ErasedBy): Promise<ErasureRefusal | null> {
    return this.store.refusal(id, by);
  }

  /** Invitations of the account's organizations that expect its login. */
  async hintsOf(id: string, login: string): Promise<string[]> {
    return this.store.hintsOf(id, login);
  }

  /** The first step: everything of an account in the database, or nothing. `login`: as far as it could be opened. */
  async erase(
    id: string,
    by: ErasedBy,
    login: string | null,
  ): Promise<{ readonly refusal: ErasureRefusal | null; readonly ended: readonly string[] }> {
    const hints = login === null ? [] : await this.store.hintsOf(id, login);
    const done = await this.store.erase(id, by, hints, new Date());
    if (done.refusal === null) for (const hint of hints) await this.files.destroyHint(hint);
    return done;
  }

  /** The second step. May be repeated, and goes on where it stopped. */
  async finish(id: string): Promise<void> {
    await this.destroyFiles(id);
    await this.store.finished(id);
  }

  /** Finishes what was interrupted, and destroys the files of hints that nobody needs any more. */
  async look(now = new Date()): Promise<void> {
    for (let ids = await this.store.unfinished(atOnceMax); ids.length > 0;) {
      for (const id of ids) await this.finish(id);
      ids = await this.store.unfinished(atOnceMax);
    }
    const hints = await this.files.hintsBefore(now.getTime() - hintUnderWayMs);
    for (let from = 0; from < hints.length; from += atOnceMax) {
      const some = hints.slice(from, from + atOnceMax);
      const open = await this.store.openHints(some, now);
      for (const id of some) if (!open.has(id)) await this.files.destroyHint(id);
    }
  }

  /** Destroys files of accounts that are erased: an older copy of the directory may have brought them back. */
  async sweep(): Promise<void> {
    await this.look();
    for (let after = nobody; ;) {
      const ids = await this.store.erasedAfter(after, atOnceMax);
      for (const id of ids) if (await this.files.isUnfinished(id)) await this.destroyFiles(id);
      const last = ids.at(-1);
      if (last === undefined) return;
      after = last;
    }
  }

  /** The mark first, which an older copy of the database is told by; the half last, which names what is left to do. */
  private async destroyFiles(id: string): Promise<void> {
    await this.files.mark(id);
    for (const tag of await this.files.tagsOf(id)) await this.names.takeBack(tag, id);
    await this.keys.destroy(id);
  }

  private attempt(work: () => Promise<void>): void {
    this.running = this.running.then(work).catch((error: unknown) => {
      this.log.warn(`an erasure waits: ${error instanceof Error ? error.message : 'unknown'}`);
    });
  }
}
