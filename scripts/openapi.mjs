// Writes openapi.json, the description that the service itself serves, from the built service:
// `node scripts/openapi.mjs [--check]`. Nothing is started: Nest only looks at the controllers.
import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { writeOrCheck } from './generated.mjs';
import { setUp } from './setup.mjs';

setUp();
const [{ AppModule }, { Config }, { readSettings }, { createHttpServer }, { openApiDocument }] =
  await Promise.all([
    import('../dist/app.module.js'),
    import('../dist/config/config.js'),
    import('../dist/config/settings.js'),
    import('../dist/http/server.js'),
    import('../dist/http/openapi.js'),
  ]);
const config = new Config(readSettings({}), { logOrigin: 'localhost/2026', masterKey: randomBytes(32) });
const logger = pino({ level: 'silent' });
const server = createHttpServer(config, logger);
const parts = { config, database: {}, server, log: { witnesses: 'quorum none\n', logger } };
const app = await NestFactory.create(AppModule.over(parts), server.adapter, {
  preview: true,
  logger: false,
  bodyParser: false,
});
await writeOrCheck('openapi.json', JSON.stringify(openApiDocument(app)));
process.exit();
