import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AccountRow, MemberRow } from './access/accounts.row.js';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import type { Database } from './database/database.js';
import { ApiDocs } from './http/api-docs.js';
import { checkRoutes } from './http/boot-check.js';
import { Drain, type DrainTimes } from './http/drain.js';
import { createLog, NestLog } from './http/log.js';
import { openApiDocument } from './http/openapi.js';
import { createHttpServer } from './http/server.js';
import { partyRows } from './parties/parties.module.js';

/** The row classes of every feature, for `Database.connect`. */
export const entities = [AccountRow, MemberRow, ...partyRows];

/** What an application runs over beside its configuration. */
export interface AppSurroundings {
  readonly database: Database;
  readonly log?: Logger;
  /** Policy lines of the witnesses that are asked unless the configuration names others; none when absent. */
  readonly witnesses?: string;
  readonly drainTimes?: DrainTimes;
}

/**
 * The one way an application is built; it does not listen yet. The caller closes the database after the application.
 *
 * @throws Error naming every route that states no access or takes an unchecked body.
 */
export async function createApp(
  config: Config,
  surroundings: AppSurroundings,
): Promise<NestFastifyApplication> {
  const log = surroundings.log ?? createLog(config.logLevel);
  const server = createHttpServer(config, log, surroundings.drainTimes);
  const { database, witnesses = 'quorum none\n' } = surroundings;
  const parts = { config, database, server, log: { witnesses, logger: log } };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.over(parts), server.adapter, {
    logger: new NestLog(log),
    bodyParser: false,
    abortOnError: false,
  });
  try {
    await app.init();
    checkRoutes(app, server.routes);
  } catch (error) {
    // What began to work ends again, so that the process can.
    await app.close();
    throw error;
  }
  app.get(ApiDocs).describeBy(() => openApiDocument(app));
  return app;
}

/** Stops an application without breaking a request: drains, closes the listener, then lets the features end. */
export async function stopApp(app: NestFastifyApplication): Promise<void> {
  await app.get(Drain).run();
  await app.close();
}
