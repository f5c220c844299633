import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory } from './durable-file.js';
import { createOnce } from './once-file.js';
import { ConfigError, readSettings, type Settings } from './settings.js';

const markName = 'begun.json';
const demoName = 'demo.json';
const originName = 'log-origin';
const asideName = /^demo-\d{8}T\d{6}Z$/;

/** What was decided when the demo was left: where its data goes, and what the log of the service is called from then on. */
interface Beginning {
  /** Folder in the data directory. */
  readonly aside: string;
  readonly origin: string;
}

/** Whether the demo was left for good: then it is not loaded again. */
export function hasBegun(dataDir: string): boolean {
  return existsSync(join(dataDir, markName));
}

/** Whether the data directory holds a demo. */
export function holdsDemo(dataDir: string): boolean {
  return existsSync(join(dataDir, demoName));
}

/** The settings for leaving the demo, read without opening the data directory. @throws ConfigError. */
export function loadBeginning(env: NodeJS.ProcessEnv = process.env): Settings {
  return readSettings(env);
}

/** @throws ConfigError while a part of the demo's data is put aside and a part is not. */
export function refuseHalfBegun(dataDir: string): void {
  if (!hasBegun(dataDir) || !holdsDemo(dataDir)) return;
  throw new ConfigError([
    '清空演示数据没有做完，请再次运行 furrow begin · putting the demo aside was cut short: run furrow begin again',
  ]);
}

/** Writes down that the demo is to be left, once: from here on services refuse to start until its data lies aside. */
export function markBegun(dataDir: string, origin: string, now: Date): void {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const beginning: Beginning = { aside: `demo-${time}`, origin };
  createOnce(join(dataDir, markName), `${JSON.stringify(beginning)}\n`);
}

/**
 * Moves everything of the data directory into the folder that was decided on, and gives the log that is to come its
 * name. Nothing is deleted. Repeatable: what lies aside stays there, and `demo.json`, which says that something is left
 * to do, goes last. Answers the folder.
 */
export async function putAside(dataDir: string): Promise<string> {
  const { aside, origin } = JSON.parse(readFileSync(join(dataDir, markName), 'utf8')) as Beginning;
  const folder = join(dataDir, aside);
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const names = (await readdir(dataDir)).filter(
    (name) => name !== markName && name !== demoName && !asideName.test(name),
  );
  for (const name of names) {
    const target = join(folder, name);
    if (!existsSync(target)) await rename(join(dataDir, name), target);
  }
  createOnce(join(dataDir, originName), `${origin}\n`);
  await syncDirectory(folder);
  if (holdsDemo(dataDir)) await rename(join(dataDir, demoName), join(folder, demoName));
  await syncDirectory(dataDir);
  return folder;
}
