import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../api/operations.js';
import { asOwner } from '../support/kept-rows.js';
import { readStored } from '../support/stored.js';
import { inLanes, type Asked, type Heard } from './asking.js';
import { Matrix, nobody, shown } from './people.js';
import { bodiesOf, nameOf, requestOf, type Body } from './places.js';
import { textsOf, withText } from './planting.js';
import { tapStatements, type StatementTap } from './statement-tap.js';

/**
 * SQL in every place where a client may write something. Nothing is told by the clock: a tap between service and
 * database sees every statement, and a function that only an injected statement would call counts its calls in a
 * sequence, which no rollback takes back.
 */
let matrix: Matrix;
let tap: StatementTap;
let before: Record<string, string>;
let usual: readonly string[];
const word = 'injected_call';

beforeAll(async () => {
  matrix = await Matrix.create({
    connectVia: async (url) => {
      tap = await tapStatements(url);
      return tap.url;
    },
  });
  const { testDatabase } = matrix.world.farm.service;
  await asOwner(testDatabase.ownerUrl, async (owner) => {
    await owner.query(`create sequence ${word}s`);
    await owner.query(
      `create function ${word}() returns text language sql security definer as $$ select nextval('${word}s')::text $$`,
    );
    await owner.query(`grant execute on function ${word}() to public`);
  });
  before = await readStored(testDatabase);
});

afterAll(async () => {
  await matrix.close();
  await tap.close();
});

async function calls(): Promise<number> {
  return asOwner(matrix.world.farm.service.testDatabase.ownerUrl, async (owner) => {
    const { rows } = await owner.query<{ calls: number }>(
      `select case when is_called then last_value else 0 end::int as calls from ${word}s`,
    );
    return rows[0]!.calls;
  });
}

/**
 * Two texts of one length that differ only in whether a condition is true: whoever runs them answers differently, and
 * whoever repeats them in an answer, at the same length.
 */
const pairs: readonly (readonly [string, string])[] = [
  [`' or '1'='1`, `' or '1'='2`],
  [`" or "1"="1`, `" or "1"="2`],
  [`x' and 1=1 --`, `x' and 1=2 --`],
  [`1 or 1=1`, `1 or 1=2`],
  [`') or ('1'='1`, `') or ('1'='2`],
  [`x' or true/*`, `x' or fals/*`],
];

const probes: readonly string[] = [
  ...pairs.flat(),
  `'; select ${word}(); --`,
  `' || ${word}() || '`,
  `' union select ${word}()::text --`,
  `1; select ${word}()`,
  `(select ${word}())`,
  `case when ${word}() is null then 1 else 2 end`,
  `name; drop table entries; --`,
  `id desc, (select ${word}())`,
  `$$; select ${word}(); $$`,
  `\\'; select ${word}(); --`,
  `%27%3B select ${word}()%3B--`,
  `ʼ; select ${word}(); --`,
  `x'::text) from accounts; --`,
  `${word}()`,
  `1e1 or ${word}() is not null`,
  `{"$ne":null}`,
  `null`,
  `pg_sleep(5)`,
  `'; copy (select '') to program 'true'; --`,
  `'; set role postgres; --`,
];

/** Texts that mean nothing to anybody, one that fits where a code is due, too. */
const harmless = ['harmless words', 'harmless'] as const;
/** Each place gets every fifth probe, its neighbour the next ones; with FURROW_TEST_PROBES=all each gets all of them. */
const share = process.env['FURROW_TEST_PROBES'] === 'all' ? 1 : 5;

/** One place for text in one operation. */
interface Slot {
  readonly operation: Operation;
  readonly what: string;
  /** The request with a text in that place. */
  readonly write: (text: string) => Asked;
}

const own = (place: Parameters<Matrix['idOf']>[1]): string => matrix.idOf('own', place);

function slotsOf(operation: Operation): Slot[] {
  const [plain = null] = bodiesOf(operation, matrix.world.description.schemas);
  const asked = requestOf(operation, plain, own);
  const queries = operation.parameters.filter(({ in: where }) => where === 'query').map(({ name }) => name);
  if (queries.includes('limit')) queries.push('sort', 'order', 'filter');
  const named = operation.parameters.filter(({ in: where }) => where === 'header').map(({ name }) => name);
  const steps = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return [
    ...steps.map((name): Slot => ({
      operation,
      what: `path ${name}`,
      write: (text) => {
        const marked = requestOf(operation, plain, (place) => (place.name === name ? '<here>' : own(place)));
        return { ...marked, target: marked.target.replace('<here>', encodeURIComponent(text)) };
      },
    })),
    ...queries.map((name): Slot => ({
      operation,
      what: `query ${name}`,
      write: (text) => ({ ...asked, target: withParameter(asked.target, name, text) }),
    })),
    ...named.map((name): Slot => ({
      operation,
      what: `header ${name}`,
      write: (text) => ({
        ...asked,
        headers: { ...asked.headers, [name.toLowerCase()]: Buffer.from(text).toString('latin1') },
      }),
    })),
    ...bodiesOf(operation, matrix.world.description.schemas).flatMap((body) => bodySlots(operation, body)),
  ];
}

function bodySlots(operation: Operation, body: Body | null): Slot[] {
  if (body === null || typeof body.value !== 'object') return [];
  return textsOf(body.value).map(([pointer]): Slot => ({
    operation,
    what: `body ${pointer}`,
    write: (text) => {
      const asked = requestOf(operation, body, own);
      return { ...asked, body: JSON.stringify(withText(JSON.parse(asked.body ?? '{}'), pointer, text)) };
    },
  }));
}

function withParameter(target: string, name: string, text: string): string {
  const [path = '', query = ''] = target.split('?');
  const others = query.split('&').filter((pair) => pair !== '' && !pair.startsWith(`${name}=`));
  return `${path}?${[...others, `${name}=${encodeURIComponent(text)}`].join('&')}`;
}

/** Whoever gets furthest: the owner, or nobody where signing in is not needed. */
async function ask({ operation }: Slot, asked: Asked): Promise<Heard> {
  if (operation.security === undefined) return matrix.ask(nobody, { ...asked, isLocal: true });
  return matrix.ask({ headers: matrix.world.own.owner.credentials }, asked);
}

/** Signing in counts failures, and slows down whoever has many of them. */
const slots = (): Slot[] =>
  matrix.world.description.operations.filter(({ path }) => !path.endsWith('/auth/token')).flatMap(slotsOf);

const statusClass = ({ status }: Heard): number => Math.floor(status / 100);

async function faultsOf(slot: Slot, at: number): Promise<string[]> {
  const where = `${nameOf(slot.operation)} ${slot.what}`;
  const controls = await Promise.all(harmless.map((text) => ask(slot, slot.write(text))));
  const usual = controls.map(statusClass);
  const faults: string[] = [];
  for (const probe of probes.filter((_, index) => index % share === at % share)) {
    const heard = await ask(slot, slot.write(probe));
    // What is no text of that kind may be refused where a harmless one is taken, and never the other way about.
    const isFine = usual.includes(statusClass(heard)) || statusClass(heard) === 4;
    if (!isFine)
      faults.push(`${where}: ${probe} → ${shown(heard)}, and what is harmless → ${usual.join()}xx`);
    if (/syntax error|SQLSTATE|pg_catalog|unterminated|column .* does not/i.test(heard.text))
      faults.push(`${where}: ${probe} tells of SQL: ${shown(heard)}`);
  }
  return faults;
}

describe('SQL in the place of a text', () => {
  it('would be seen: a statement that calls the function, even one that is rolled back', async () => {
    const { serviceUrl } = matrix.world.farm.service.testDatabase;
    const client = new pg.Client({ connectionString: serviceUrl });
    await client.connect();
    await client.query(`begin; select ${word}(); rollback`);
    await client.end();
    expect(await calls()).toBe(1);
    expect([...tap.statements].some((text) => /^select .* from organizations/.test(text))).toBe(true);
    usual = [...tap.statements];
  });

  it('makes no difference by what it claims: of a true and a false condition the answers are the same', async () => {
    const reads = slots().filter(
      ({ operation, what }) => operation.method === 'GET' && !what.startsWith('body'),
    );
    const faults = await inLanes(reads, async (slot) => {
      const faults: string[] = [];
      for (const [at, texts] of pairs.entries()) {
        const [yes, no] = await Promise.all(texts.map((text) => ask(slot, slot.write(text))));
        const same = yes!.status === no!.status && yes!.text.length === no!.text.length;
        if (!same)
          faults.push(`${nameOf(slot.operation)} ${slot.what} ${at}: ${shown(yes!)} / ${shown(no!)}`);
      }
      return faults;
    });
    expect(faults.flat()).toEqual([]);
  });

  it.each([
    ['that reads', (method: string) => method === 'GET', 100],
    ['that changes', (method: string) => method !== 'GET', 100],
  ])(
    'is answered as any other text would be, in every place of every operation %s',
    async (_, isMeant, floor) => {
      const tried = slots().filter(({ operation }) => isMeant(operation.method));
      expect(tried.length).toBeGreaterThan(floor);
      const numbered = tried.map((slot, at) => ({ slot, at }));
      const faults = await inLanes(numbered, ({ slot, at }) => faultsOf(slot, at));
      expect(faults.flat()).toEqual([]);
    },
    3_600_000,
  );

  it('reaches the database as a value only: no statement holds any of it, and the function was not called', async () => {
    const written = [...tap.statements].filter(
      (text) => text.includes(word) || /pg_sleep|drop table|harmless/.test(text),
    );
    expect(written).toEqual([]);
    expect(usual.length).toBeGreaterThan(10);
    expect(await calls()).toBe(1);
  });

  it('leaves the database as it was, but for what a harmless text would have left', async () => {
    const after = await readStored(matrix.world.farm.service.testDatabase);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    const rows = (stored: Record<string, string>, table: string): number =>
      Number(stored[table]?.split(' ')[0]);
    const shrunk = Object.keys(before).filter((table) => rows(after, table) < rows(before, table));
    expect(shrunk).toEqual([]);
    for (const table of ['organizations', 'signing_keys', 'accounts', 'refresh_tokens'])
      if (table in before) expect(rows(after, table), table).toBeGreaterThanOrEqual(rows(before, table));
  });
});
