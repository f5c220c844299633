import { join } from 'node:path';
import {
  Global,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { Logger } from 'pino';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { Health } from '../http/health.js';
import { whileStarting } from '../http/while-starting.js';
import { Backlog } from './backlog.js';
import { LogController } from './log.controller.js';
import { findLogKey, LogKey } from './log-key.js';
import { LogPolicy } from './log-policy.js';
import { LogReader } from './log-reader.js';
import { beginLog } from './log-start.js';
import { LogWriter } from './log-writer.js';
import { MapKeeper } from './map-keeper.js';
import { Publisher } from './publisher.js';
import { ReadBack } from './read-back.js';
import { Receipts } from './receipts.js';
import { SignedMark } from './signed-mark.js';
import { StaticLog } from './static-log.js';
import { readSuccessions, Successions } from './successions.js';
import { HeldToken, Token } from './token.js';
import { WitnessSet } from './witness-set.js';

/** What the log needs from outside of the application. */
export interface LogSurroundings {
  /** The policy's lines when the configuration names no witnesses of its own. */
  readonly witnesses: string;
  readonly logger: Logger;
}

/** The public log: what it shows, and the writer that this process offers to be. */
@Global()
@Module({})
export class LogModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly key: LogKey,
    private readonly writer: LogWriter,
    private readonly reader: LogReader,
    private readonly health: Health,
    private readonly held: HeldToken,
  ) {}

  static over({ witnesses, logger }: LogSurroundings): DynamicModule {
    return {
      module: LogModule,
      controllers: [LogController],
      providers: [
        { provide: HeldToken, inject: [Config], useFactory: openToken },
        {
          provide: LogKey,
          inject: [Config, HeldToken],
          useFactory: (config: Config, held: HeldToken) => findLogKey(config, held.token),
        },
        {
          provide: Successions,
          inject: [Config],
          useFactory: ({ dataDir, logOrigin }: Config) => readSuccessions(dataDir, logOrigin),
        },
        {
          provide: LogPolicy,
          inject: [LogKey, Config, Successions],
          useFactory: (key: LogKey, config: Config, { ended }: Successions) =>
            new LogPolicy(key.verifier, config.witnesses ?? witnesses, ended),
        },
        {
          provide: LogReader,
          inject: [Database],
          useFactory: (database: Database) => new LogReader(database),
        },
        { provide: Backlog, inject: [Database], useFactory: (database: Database) => new Backlog(database) },
        {
          provide: Receipts,
          inject: [LogKey, Config],
          useFactory: (key: LogKey, config: Config) => new Receipts(key, config.logOrigin),
        },
        {
          provide: LogWriter,
          inject: [Database, Config, LogKey, LogPolicy, Successions],
          useFactory: (...parts: WriterParts) => makeWriter(parts, logger),
        },
      ],
      exports: [HeldToken, LogKey, LogPolicy, Successions, LogReader, Backlog, Receipts, LogWriter],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await whileStarting(() => beginLog(this.database, this.config.logOrigin, this.key.verifier));
    this.health.watch(() => this.refusal());
    this.writer.start();
  }

  /** As the database has it, so that every process says it; a database that does not answer is said by `/readyz` itself. */
  private async refusal(): Promise<string | null> {
    const { refusal } = await this.reader.state().catch(() => ({ refusal: null }));
    return refusal === null ? null : `公开日志拒绝签名 · the log refuses to sign: ${refusal}`;
  }

  async onModuleDestroy(): Promise<void> {
    await this.writer.stop();
    await this.held.token?.close();
  }
}

async function openToken(config: Config): Promise<HeldToken> {
  return new HeldToken(await Token.open(config));
}

/** A map stays for this time at least, in milliseconds: readers prove against it, and the log is not mostly maps. */
const mapsBetweenMs = 5_000;

type WriterParts = [Database, Config, LogKey, LogPolicy, Successions];

function makeWriter([database, config, key, policy, { lineage }]: WriterParts, logger: Logger): LogWriter {
  const { dataDir, logOrigin, logEntries } = config;
  const publisher = new Publisher(database, logOrigin, {
    key,
    mark: new SignedMark(join(dataDir, 'log-signed'), lineage),
    readBack: new ReadBack(database, lineage),
    witnesses: new WitnessSet(policy.policy),
    files: new StaticLog(database, { directory: join(dataDir, 'log'), entries: logEntries === 'public' }),
  });
  return new LogWriter(database, publisher, new MapKeeper(database, { betweenMs: mapsBetweenMs }), logger);
}
