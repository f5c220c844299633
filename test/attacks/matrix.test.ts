import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStored } from '../support/stored.js';
import type { Operation } from '../api/operations.js';
import { inLanes, told, type Asked } from './asking.js';
import { isRefusal, Matrix, nobody, shown, type Person } from './people.js';
import {
  bodiesOf,
  nameOf,
  placesOf,
  requestOf,
  unknownLike,
  type Body,
  type Filling,
  type Place,
} from './places.js';

let matrix: Matrix;
let before: Record<string, string>;

beforeAll(async () => {
  matrix = await Matrix.create();
  before = await readStored(matrix.world.farm.service.testDatabase);
});

afterAll(() => matrix.close());

/** One attack: what it asks for, and what it would ask for if that did not exist. */
interface Attack {
  readonly person: Person;
  readonly what: string;
  readonly asked: Asked;
  readonly control: Asked;
  readonly ids: readonly string[];
}

/** Names the other's thing in one place, or (`null`) in all of them; our own in the rest. */
function attackOn(person: Person, operation: Operation, body: Body | null, target: Place | null): Attack {
  const places = placesOf(operation, body);
  const isTarget = (place: Place): boolean =>
    target === null || (place.in === target.in && place.name === target.name);
  const filled =
    (foreign: Filling): Filling =>
    (place) =>
      isTarget(place) ? foreign(place) : matrix.idOf('own', place);
  const foreign: Filling = (place) => matrix.idOf('other', place);
  const unknown: Filling = (place) => unknownLike(matrix.idOf('other', place));
  const where = target === null ? 'everything' : `${target.in} ${target.name}`;
  return {
    person,
    what: `${person.who}, ${nameOf(operation)}, ${where}`,
    asked: requestOf(operation, body, filled(foreign)),
    control: requestOf(operation, body, filled(unknown)),
    ids: places.filter(isTarget).flatMap((place) => [foreign(place), unknown(place)]),
  };
}

/** Every operation × body × place × person. What stands in a body is looked at only where the path is one's own. */
function attacks(): Attack[] {
  const { closed, members, outsiders, world } = matrix;
  return closed.flatMap((operation) =>
    bodiesOf(operation, world.description.schemas).flatMap((body) => {
      // Members of every organization find each other by credit code (docs/tenancy.md).
      const places = placesOf(operation, body).filter(({ thing }) => thing !== 'creditCode');
      const bold = outsiders.filter(({ sees }) => sees?.test(nameOf(operation)) !== true);
      return bold.flatMap((person) => [
        ...places
          .filter((place) => place.in !== 'body' || members.includes(person))
          .map((place) => attackOn(person, operation, body, place)),
        ...(places.length > 1 ? [attackOn(person, operation, body, null)] : []),
      ]);
    }),
  );
}

async function faultsOf({ person, what, asked, control, ids }: Attack): Promise<string[]> {
  const heard = await matrix.ask(person, asked);
  const [answer, expected] = [told(heard, ids), told(await matrix.ask(person, control), ids)];
  return [
    ...(isRefusal(heard) ? [] : [`${what}: is answered ${shown(heard)}`]),
    ...(answer === expected ? [] : [`${what}: is told from what does not exist: ${answer} / ${expected}`]),
    ...(matrix.tellsOfOther(heard) ? [`${what}: shows a text of the other: ${shown(heard)}`] : []),
  ];
}

describe('the matrix', () => {
  it('has something of both tenants for every place of every operation', () => {
    expect(matrix.found.missing).toEqual([]);
    expect(matrix.closed.length).toBeGreaterThan(40);
  });
});

describe('what belongs to another tenant', () => {
  it('is answered, wherever it is named and whoever names it, byte for byte as what does not exist', async () => {
    const tried = attacks();
    expect(tried.length).toBeGreaterThan(500);
    expect((await inLanes(tried, faultsOf)).flat()).toEqual([]);
  });

  it('was not changed by any of this, nor was anything stored', async () => {
    expect(await readStored(matrix.world.farm.service.testDatabase)).toEqual(before);
  });

  it('is in no list, nor on its later pages, nor after a place in the other’s own', async () => {
    const { closed, outsiders, world } = matrix;
    const lists = closed.filter(({ parameters }) => parameters.some(({ name }) => name === 'limit'));
    expect(lists.length).toBeGreaterThan(8);
    const tries = lists.flatMap((list) =>
      outsiders.filter(({ sees }) => sees?.test(nameOf(list)) !== true).map((person) => ({ list, person })),
    );
    const faults = await inLanes(tries, async ({ list, person }) => {
      const own = requestOf(list, null, (place) => matrix.idOf('own', place)).target;
      const bare = list.path.replaceAll(/\{\w+\}/g, '') === list.path ? [list.path] : [];
      const theirs = requestOf(list, null, (place) => matrix.idOf('other', place)).target;
      const place = await placeIn(world.other.owner.credentials, theirs);
      const faults = await Promise.all(
        [own, ...bare].flatMap((target) => [
          pagesOf(person, target),
          pagesOf(person, withQuery(target, place)),
        ]),
      );
      return faults.flat();
    });
    expect(faults.flat()).toEqual([]);
  });

  it('is found by no search, whatever is known of it', async () => {
    const { found, outsiders, world } = matrix;
    const { owner, planter } = world.other;
    const searchOf = (text: string): string => `/api/v1/batches?find=${encodeURIComponent(text)}`;
    const nothing = JSON.stringify({ items: [], complete: true });
    for (const text of [planter.marker, found.other['organization'] ?? '', found.other['site'] ?? '']) {
      const { body } = await owner.get(searchOf(text));
      expect(body['items'], text).not.toEqual([]);
      for (const person of outsiders.filter(({ sees }) => sees?.test('GET /api/v1/batches') !== true)) {
        const heard = await matrix.ask(person, { method: 'GET', target: searchOf(text), headers: {} });
        expect(isRefusal(heard) || heard.text === nothing, `${person.who}: ${shown(heard)}`).toBe(true);
      }
    }
  });

  it('is not opened by the event id under which the other recorded it', async () => {
    const { closed, members, found } = matrix;
    const keyed = closed.filter(({ parameters }) =>
      parameters.some(({ name }) => name === 'Idempotency-Key'),
    );
    expect(keyed.length).toBeGreaterThan(5);
    for (const operation of keyed) {
      const [body = null] = bodiesOf(operation, matrix.world.description.schemas);
      for (const person of members) {
        for (const key of [found.other['event']!, found.other['labelSet']!]) {
          const asked = requestOf(operation, body, (place) => matrix.idOf('other', place));
          const heard = await matrix.ask(person, {
            ...asked,
            headers: { ...asked.headers, 'idempotency-key': key },
          });
          expect(isRefusal(heard), `${nameOf(operation)} ${shown(heard)}`).toBe(true);
          expect(matrix.tellsOfOther(heard), `${nameOf(operation)} ${shown(heard)}`).toBe(false);
        }
      }
    }
  });

  it('shows nothing private to who asks without signing in, not even by what its public page leads to', async () => {
    const { world, found } = matrix;
    const secret = world.other.planter.secret;
    // A look at a page is counted by its image, /seen.
    const open = world.description.operations.filter(
      ({ method, path, security }) => method === 'GET' && security === undefined && !path.startsWith('/seen'),
    );
    expect(open.length).toBeGreaterThan(8);
    const targets = [
      ...open.map((operation) => requestOf(operation, null, ({ name }) => found.other[name] ?? 'x').target),
      ...(await labelTargets()),
    ];
    for (const target of targets) {
      for (const accept of ['text/html', 'application/json', 'application/linkset+json']) {
        const heard = await matrix.ask(nobody, { method: 'GET', target, headers: { accept } });
        expect(heard.status, target).toBeLessThan(500);
        expect(heard.text.includes(secret), `${target} ${shown(heard)}`).toBe(false);
      }
    }
  });

  it('would be seen: its owner reads its words wherever there is anything to read', async () => {
    const { closed, world, found } = matrix;
    const reads = closed.filter(
      ({ method, path }) => method === 'GET' && !/accounts|label-keys|log|metrics/.test(path),
    );
    const seen = await inLanes(reads, async (operation) => {
      const asked = requestOf(operation, null, ({ thing }) => found.other[thing] ?? '');
      return matrix.tellsOfOther(await matrix.ask({ headers: world.other.owner.credentials }, asked));
    });
    expect(seen.filter(Boolean).length).toBeGreaterThan(8);
  });
});

function withQuery(target: string, more: string): string {
  return more === '' ? target : `${target}${target.includes('?') ? '&' : '?'}${more}`;
}

/** A place in the other's list, as its `Link` header gives it to the owner: `cursor=…` or `after=…`; none when it is short. */
async function placeIn(headers: Person['headers'], target: string): Promise<string> {
  const heard = await matrix.ask({ headers }, { method: 'GET', target: withQuery(target, 'limit=1') });
  const next = /^<([^>]+)>/.exec(String(heard.headers['link'] ?? ''))?.[1] ?? '';
  return [...new URLSearchParams(next.split('?')[1] ?? '')]
    .filter(([name]) => name === 'cursor' || name === 'after')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** Follows a list to its end, one item a page; answers the pages that show a word of the other. */
async function pagesOf(person: Person, target: string): Promise<string[]> {
  const faults: string[] = [];
  let next: string | undefined = withQuery(target, 'limit=1');
  for (let pages = 0; next !== undefined && pages < 30; pages += 1) {
    const heard = await matrix.ask(person, { method: 'GET', target: next });
    if (heard.status >= 500 || matrix.tellsOfOther(heard))
      faults.push(`${person.who} ${next} ${shown(heard)}`);
    next = /^<([^>]+)>/.exec(String(heard.headers['link'] ?? ''))?.[1];
  }
  return faults;
}

/** What the other's labels lead to, for everybody: page, verdict, linkset, evidence. */
async function labelTargets(): Promise<string[]> {
  const { found, world } = matrix;
  const set = await world.other.owner.get(
    `/api/v1/batches/${found.other['batch']!}/labels/${found.other['labelSet']!}`,
  );
  const uri = new URL(String(set.body['firstUri']));
  const code = uri.pathname.split('/').at(-1) ?? '';
  const targets = [uri.pathname + uri.search, `/evidence/${code}`, `/evidence/${found.other['code']!}`];
  const heard = await matrix.ask(nobody, {
    method: 'GET',
    target: targets[0]!,
    headers: { accept: 'application/json' },
  });
  expect([heard.status, heard.text.includes(world.other.planter.marker)]).toEqual([200, true]);
  return targets;
}
