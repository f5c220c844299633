import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../../src/database/embedded.js';
import { migrate } from '../../src/database/migrate.js';
import { createTestFolder, removeTestFolder } from './folders.js';

const quiet = { info: (): void => undefined, warn: (): void => undefined };

/** A PostgreSQL of a test's own, migrated: to be stopped, killed or set up wrongly without harm to other tests. */
export interface OwnServer {
  /** The superuser, who also owns the schema. */
  readonly ownerUrl: string;
  /** The role the service runs as. */
  readonly serviceUrl: string;
  /** The process id of the postmaster as it is now. */
  pid(): Promise<number>;
  /** Sets a parameter for the whole server at once (`null`: back to the default). */
  set(name: string, value: string | null): Promise<void>;
  close(): Promise<void>;
}

export async function createOwnServer(): Promise<OwnServer> {
  const folder = await createTestFolder();
  const directory = join(folder, 'postgres');
  const server = await startEmbedded({ directory, log: quiet });
  const ownerUrl = server.superuserUrl;
  const { serviceUrl } = await migrate({ ownerUrl, serviceSecret: 'known to the tests alone' });
  return {
    ownerUrl,
    serviceUrl,
    pid: async () => {
      const [first = ''] = (await readFile(join(directory, 'cluster', 'postmaster.pid'), 'utf8')).split('\n');
      return Number(first);
    },
    set: async (name, value) => {
      const setting = pg.escapeIdentifier(name);
      await asOwner(ownerUrl, [
        value === null
          ? `alter system reset ${setting}`
          : `alter system set ${setting} = ${pg.escapeLiteral(value)}`,
        'select pg_reload_conf()',
      ]);
    },
    close: async () => {
      await server.stop();
      await removeTestFolder(folder);
    },
  };
}

/** Runs statements one after another as the account of a URL; answers the rows of the last. */
export async function asOwner<Row extends object>(
  url: string,
  statements: readonly string[],
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Row[] = [];
    for (const statement of statements) rows = (await client.query<Row>(statement, [...values])).rows;
    return rows;
  } finally {
    await client.end();
  }
}
