import { officialOf } from './tenants.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOfficial } from '../support/authority.js';
import { signIn } from '../support/cooperative.js';
import { readStored } from '../support/stored.js';
import type { Operation } from '../api/operations.js';
import { inLanes, told, type Asked } from './asking.js';
import { isRefusal, Matrix, nobody, person, shown, type Person } from './people.js';
import { bodiesOf, nameOf, placesOf, requestOf, unknownLike, type Filling } from './places.js';

let matrix: Matrix;
let before: Record<string, string>;
let retired: readonly Person[];
/** An account that has ended, and a membership that has: they name nothing any more. */
let ended: Readonly<Record<string, string>>;

beforeAll(async () => {
  matrix = await Matrix.create();
  const { farm, own } = matrix.world;
  const leaver = await signIn(farm.service, 'owner', own.things['organization']!);
  const official = await signIn(farm.service, 'regulator', null, '37');
  const members = await own.owner.get(`/api/v1/members?organization=${own.things['organization']!}`);
  const officials = await farm.admin.get('/api/v1/accounts');
  ended = {
    member: newest(members.body['items'], 'owner'),
    account: newest(officials.body['items'], 'regulator'),
  };
  expect((await own.owner.delete(`/api/v1/members/${ended['member']!}`)).status).toBe(204);
  expect((await farm.admin.delete(`/api/v1/accounts/${ended['account']!}`)).status).toBe(204);
  retired = [person('a former owner', leaver), person('a disabled regulator', official)];
  before = await readStored(farm.service.testDatabase);
});

afterAll(() => matrix.close());

/** The account made last with a role. */
function newest(items: unknown, role: string): string {
  const made = (items as { id: string; role: string; since: string }[]).filter((item) => item.role === role);
  return made.sort((a, b) => a.since.localeCompare(b.since)).at(-1)!.id;
}

const own: Filling = (place) => matrix.idOf('own', place);
const other: Filling = (place) => matrix.idOf('other', place);
const unknown: Filling = (place) => unknownLike(matrix.idOf('own', place));

/** Every body of every closed operation, filled. */
function requests(filling: Filling): { operation: Operation; asked: Asked }[] {
  return matrix.closed.flatMap((operation) =>
    bodiesOf(operation, matrix.world.description.schemas).map((body) => ({
      operation,
      asked: requestOf(operation, body, filling),
    })),
  );
}

describe('whoever is not signed in', () => {
  it('is told so, in the same bytes whether the thing is there or not, by every operation that is not for all', async () => {
    const bare = async (asked: Asked): Promise<string> => told(await matrix.ask(nobody, asked), []);
    const asked = [requests(own), requests(other), requests(unknown)];
    const faults = await inLanes(asked[0]!, async ({ operation, asked: first }) => {
      const at = asked[0]!.findIndex((one) => one.asked === first);
      const answers = await Promise.all(asked.map((form) => bare(form[at]!.asked)));
      const isTold = answers[0]!.startsWith('401 ') && new Set(answers).size === 1;
      return isTold ? [] : [`${nameOf(operation)} ${answers.join('\n')}`];
    });
    expect(faults.flat()).toEqual([]);
  });

  it('gets no further with an ended account', async () => {
    const disabled = retired[1]!;
    const heard = await inLanes(requests(own), async ({ operation, asked }) => ({
      operation,
      heard: await matrix.ask(disabled, asked),
    }));
    expect(
      heard
        .filter(({ heard: { status } }) => status !== 401)
        .map(({ operation, heard }) => `${nameOf(operation)} ${shown(heard)}`),
    ).toEqual([]);
  });
});

describe('a former member', () => {
  it('is a stranger: nothing of what it could see and do is left', async () => {
    const [leaver] = retired;
    const faults = await inLanes(matrix.closed, async (operation) => {
      const bodies = bodiesOf(operation, matrix.world.description.schemas);
      const tries = bodies.filter((body) => placesOf(operation, body).length > 0);
      const answers = await Promise.all(
        tries.map(async (body) => {
          const ids = placesOf(operation, body).flatMap((place) => [own(place), unknown(place)]);
          const heard = await matrix.ask(leaver!, requestOf(operation, body, own));
          const control = await matrix.ask(leaver!, requestOf(operation, body, unknown));
          return isRefusal(heard) && told(heard, ids) === told(control, ids)
            ? []
            : [`${nameOf(operation)} ${shown(heard)}`];
        }),
      );
      return answers.flat();
    });
    expect(faults.flat()).toEqual([]);
  });
});

describe('what has ended', () => {
  it('is named in vain: the same as what never was', async () => {
    const { owner } = matrix.world.own;
    const { admin } = matrix.world.farm;
    for (const [path, thing, who] of [
      ['/api/v1/members/{id}', 'member', owner],
      ['/api/v1/accounts/{id}', 'account', admin],
    ] as const) {
      for (const method of ['GET', 'DELETE']) {
        const [gone, never] = [ended[thing]!, unknownLike(ended[thing]!)];
        const answers = [gone, never].map(async (id) => {
          const target = path.replace('{id}', id);
          return told(await matrix.ask({ headers: who.credentials }, { method, target }), [gone, never]);
        });
        const [heard, control] = await Promise.all(answers);
        expect(heard).toBe(control);
        expect(heard).toMatch(/^404 /);
      }
    }
  });
});

/** Changes that any member makes for itself: to its own account and its own keys. */
const ownAffairs =
  /^\w+ \/api\/v1\/(auth|me|session|passkeys|privacy|consents)\b|\/keys\/(challenges|enrolments)$/;

describe('a viewer', () => {
  it('changes nothing of its organization, and is told why: it is a member', async () => {
    const viewer = matrix.members.find(({ who }) => who === 'a viewer')!;
    const changes = requests(own).filter(
      ({ operation }) => operation.method !== 'GET' && !ownAffairs.test(nameOf(operation)),
    );
    expect(changes.length).toBeGreaterThan(20);
    const heard = await inLanes(changes, async ({ operation, asked }) => ({
      operation,
      heard: await matrix.ask(viewer, asked),
    }));
    const faults = heard.filter(({ heard: answer }) => !isRefusal(answer) || answer.status === 401);
    expect(faults.map(({ operation, heard: answer }) => `${nameOf(operation)} ${shown(answer)}`)).toEqual([]);
    expect(heard.filter(({ heard: { status } }) => status === 403).length).toBeGreaterThan(
      changes.length / 2,
    );
  });
});

describe('all of these attempts', () => {
  it('stored nothing', async () => {
    expect(await readStored(matrix.world.farm.service.testDatabase)).toEqual(before);
  });
});

describe('what is one’s own', () => {
  it('is there to be read by one of those whose business it is, so that the refusals say something', async () => {
    const { own: mine, farm, description } = matrix.world;
    const readers: Person[] = [
      person('the owner', mine.owner),
      person('the admin', farm.admin),
      person('a regulator of its region', await officialOf(farm, 'regulator', 'own')),
      person('an inspector who acts for an authority', (await createOfficial(farm)).caller),
    ];
    const reads = matrix.closed.filter(({ method }) => method === 'GET');
    // One at a time: some of these draw pictures and sheets, and no answer may take longer than three seconds.
    const faults = await inLanes(
      reads,
      async (operation) => {
        const asked = requestOf(operation, null, own);
        const heard = await Promise.all(readers.map((reader) => matrix.ask(reader, asked)));
        const isRead = heard.some(
          ({ status }) => operation.responses[String(status)] !== undefined && status < 300,
        );
        return isRead ? [] : [`${nameOf(operation)} ${asked.target} ${heard.map(shown).join('\n')}`];
      },
      1,
    );
    expect(faults.flat()).toEqual([]);
    expect(description.operations.length).toBeGreaterThan(reads.length);
  });
});
