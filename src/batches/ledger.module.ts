import { join } from 'node:path';
import { Global, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { whileStarting } from '../http/while-starting.js';
import { Appender } from '../log/appender.js';
import { Backlog } from '../log/backlog.js';
import { Entries } from '../log/entries.service.js';
import { Keyring } from '../log/keyring.js';
import { LogWriter } from '../log/log-writer.js';
import { HeldToken } from '../log/token.js';
import { KeyFiles } from '../config/key-files.js';
import { Vault } from '../log/vault.js';
import { PartyFacts } from '../parties/facts.js';
import { BatchProjection } from './projection.js';

/** The ledger as every feature uses it: the appender with the projection of batches, the keys and the vault. */
@Global()
@Module({
  providers: [
    Entries,
    {
      provide: Appender,
      inject: [Database, Config, Backlog, LogWriter],
      useFactory: (database: Database, config: Config, backlog: Backlog, writer: LogWriter) =>
        new Appender(database, new BatchProjection(), config.logOrigin, {
          refusal: () => backlog.refusal(),
          stored: () => {
            writer.wake();
          },
        }),
    },
    {
      provide: Keyring,
      inject: [Database, Config, HeldToken],
      useFactory: (database: Database, config: Config, { token }: HeldToken) =>
        new Keyring(database, config.masterKey, { token, makesLabels: config.token?.labelKeys ?? false }),
    },
    {
      provide: Vault,
      inject: [Database, Config],
      useFactory: (database: Database, config: Config) =>
        new Vault(database, config.masterKey, new KeyFiles(join(config.dataDir, 'person-keys'))),
    },
    { provide: PartyFacts, inject: [Database], useFactory: (database: Database) => new PartyFacts(database) },
  ],
  exports: [Appender, Entries, Keyring, Vault, PartyFacts],
})
export class LedgerModule implements OnApplicationBootstrap {
  constructor(private readonly keyring: Keyring) {}

  /** A service that cannot sign labels says so at its start. */
  async onApplicationBootstrap(): Promise<void> {
    await whileStarting(() => this.keyring.checkLabelKey());
  }
}
