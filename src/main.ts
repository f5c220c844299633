#!/usr/bin/env node
import { migrateOnly, serve } from './cli/serve.js';
import { loadConfig } from './config/config.js';
import { ConfigError } from './config/settings.js';
import { EmbeddedFault } from './database/embedded-fault.js';

const usage = `furrow serve [--no-demo]   runs the service
furrow migrate             brings the database to the newest schema`;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function run(args: readonly string[]): Promise<void> {
  const [command, ...options] = args;
  const unknown = options.find((option) => option !== '--no-demo');
  if (command === 'serve' && unknown === undefined) {
    await serve(loadConfig(), { demo: !options.includes('--no-demo') }, say);
  } else if (command === 'migrate' && options.length === 0) {
    await migrateOnly(loadConfig(), say);
  } else {
    say(usage);
    process.exitCode = command === undefined || command === 'help' ? 0 : 3;
  }
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof EmbeddedFault;
  process.stderr.write(
    `${expected || !(error instanceof Error) ? String(error) : (error.stack ?? error.message)}\n`,
  );
  process.exitCode = 3;
}
