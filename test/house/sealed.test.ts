import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealedPlaces, underSealedKeys } from '../../src/database/sealed-places.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { projectFiles, textOf } from './project-files.js';

let testDatabase: TestDatabase;
let owner: pg.Client;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  owner = new pg.Client({ connectionString: testDatabase.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await testDatabase.drop();
});

const columnsSql = `select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.atttypid = 'bytea'::regtype
    and a.attname ~ 'sealed' order by 1`;
const primarySql = `select array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality as k (n, place)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.n order by k.place) as key
  from pg_index i where i.indisprimary and i.indrelid = $1::regclass`;

const known = [...sealedPlaces.map(({ table, column }) => `${table}.${column}`), ...underSealedKeys];

async function sealedColumns(): Promise<string[]> {
  return (await owner.query<{ name: string }>(columnsSql)).rows.map((row) => row.name);
}

/** What a file seals must open again after a change of the master key: its label must be one of the list. */
function sealsUnlisted(text: string): boolean {
  const seals = /import \{[^}]*\b(un)?seal\b[^}]*\} from '[^']*config\/master-key\.js'/.test(text);
  const listed = /import \{[^}]*Label\b[^}]*\} from '[^']*sealed-places\.js'/.test(text);
  return seals && !listed && !text.includes('sealedPlaces');
}

describe('what is sealed under the master key', () => {
  it('is named in the one list, column by column', async () => {
    expect(known.toSorted()).toEqual(await sealedColumns());
  });

  it('would be missed in the list', async () => {
    await owner.query('begin');
    await owner.query('create table strays (id uuid primary key, sealed_note bytea)');
    const columns = await sealedColumns();
    await owner.query('rollback');
    expect(columns.filter((name) => !known.includes(name))).toEqual(['strays.sealed_note']);
  });

  it.each(sealedPlaces.map((place) => [place.table, place] as const))(
    'is read in the order of the primary key: %s',
    async (table, { key }) => {
      const { rows } = await owner.query<{ key: string[] }>(primarySql, [table]);
      expect(rows.map((row) => row.key)).toEqual([key]);
    },
  );

  it('has its labels from the list, in every file that seals or opens', () => {
    const unlisted = projectFiles('src').filter((path) => sealsUnlisted(textOf(path)));
    expect(unlisted).toEqual([]);
    expect(
      sealsUnlisted("import { seal } from '../config/master-key.js';\nseal(key, `totp/${id}`, secret);"),
    ).toBe(true);
  });

  it('and what is derived from the master key, are in docs/secrets.md', () => {
    const text = textOf('docs/secrets.md');
    const purposes = projectFiles('src')
      .flatMap((path) => [...textOf(path).matchAll(/deriveSecret\([\w.]+, '([^']+)'\)/g)])
      .map((match) => match[1] ?? '');
    expect(purposes.length).toBeGreaterThan(3);
    expect([...purposes, ...known].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
