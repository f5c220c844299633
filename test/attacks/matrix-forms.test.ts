import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStored } from '../support/stored.js';
import type { Operation } from '../api/operations.js';
import { inLanes, type Asked } from './asking.js';
import { Matrix, nobody, person, shown, type Person } from './people.js';
import { bodiesOf, isClosed, nameOf, placesOf, requestOf, type Place } from './places.js';

let matrix: Matrix;
let before: Record<string, string>;

beforeAll(async () => {
  matrix = await Matrix.create();
  before = await readStored(matrix.world.farm.service.testDatabase);
});

afterAll(() => matrix.close());

/** Ids that are none, as they stand in a path or query: escaped where a client would, raw where an attacker would. */
const misformed: Readonly<Record<string, (id: string) => string>> = {
  'another form': () => 'x',
  'a number': () => '1',
  'two hundred characters': () => 'a'.repeat(200),
  'four thousand characters': () => 'a'.repeat(4_000),
  'an encoded slash': (id) => `${id}%2F`,
  'an encoded slash before it': (id) => `x%2F${id}`,
  'a way up': (id) => `${id}%2F..%2F${id}`,
  'a backslash': (id) => `${id}%5C`,
  'U+0000': (id) => `${id}%00`,
  'a line end': (id) => `${id}%0D%0A`,
  'a space': (id) => `${id}%20`,
  'a letter in full width': (id) => `${id.slice(0, -1)}%EF%BC%A1`,
  'no character at all': (id) => `${id}%FF`,
  'half an escape': (id) => `${id}%4`,
  'the nil UUID': () => '00000000-0000-0000-0000-000000000000',
  'the largest UUID': () => 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  braces: (id) => `%7B${id}%7D`,
  'no hyphens': (id) => `0${id.replaceAll('-', '')}`,
  'an array of it': (id) => `${id},${id}`,
  'a template': () => '%7B%7Bconstructor%7D%7D',
  __proto__: () => '__proto__',
};

/** A request with the raw text in one place, and what is one's own, or the other's, in the rest. */
function withRaw(operation: Operation, place: Place, raw: string, side: 'own' | 'other'): Asked {
  const [body = null] = bodiesOf(operation, matrix.world.description.schemas);
  const mark = 'raw-text-here';
  const asked = requestOf(operation, body, (one) =>
    one.name === place.name ? mark : matrix.idOf(side, one),
  );
  return { ...asked, target: asked.target.replace(mark, raw) };
}

interface Trial {
  readonly what: string;
  readonly who: Person;
  readonly operation: Operation;
  readonly asked: Asked;
}

function trials(): Trial[] {
  const { world } = matrix;
  const callers: Person[] = [
    person('the owner', world.own.owner),
    person('the admin', world.farm.admin),
    nobody,
  ];
  return world.description.operations.flatMap((operation) => {
    const places = placesOf(operation, null).filter((place) => place.in !== 'body');
    return places.flatMap((place) =>
      Object.entries(misformed).flatMap(([form, write]) =>
        callers.map((who): Trial => {
          const asked = withRaw(operation, place, write(matrix.idOf('other', place) || 'x'), 'other');
          return { what: `${who.who}, ${nameOf(operation)}, ${place.name}: ${form}`, who, operation, asked };
        }),
      ),
    );
  });
}

describe('what is no id', () => {
  it('is refused in any place of any operation, and never with a 5xx', async () => {
    const tried = trials();
    expect(tried.length).toBeGreaterThan(2_000);
    const faults = await inLanes(tried, async ({ what, who, operation, asked }) => {
      const heard = await matrix.ask(who, asked);
      const refused = [400, 404, 414, 422, 429, 403, ...(who === nobody ? [401] : [])];
      const isOpen = !isClosed(operation);
      const isFine = isOpen ? heard.status < 500 : refused.includes(heard.status);
      return [
        ...(isFine ? [] : [`${what} ${asked.target}: ${shown(heard)}`]),
        ...(who.who !== 'the admin' && !isOpen && matrix.tellsOfOther(heard)
          ? [`${what}: shows ${shown(heard)}`]
          : []),
      ];
    });
    expect(faults.flat()).toEqual([]);
  });

  it('is refused in capitals as in any other form, in whatever place: an id has one spelling', async () => {
    const tries = matrix.closed.flatMap((operation) =>
      placesOf(operation, null)
        .filter((place) => /^[0-9a-f-]{36}$/.test(matrix.idOf('own', place)))
        .map((place) => ({ operation, place })),
    );
    expect(tries.length).toBeGreaterThan(20);
    const faults = await inLanes(tries, async ({ operation, place }) => {
      const asked = withRaw(operation, place, matrix.idOf('own', place).toUpperCase(), 'own');
      const { own, farm } = matrix.world;
      const heard = await Promise.all(
        [own.owner, farm.admin].map(({ credentials }) => matrix.ask({ headers: credentials }, asked)),
      );
      return heard
        .filter(({ status }) => ![403, 404, 422, 429].includes(status))
        .map((answer) => `${nameOf(operation)} ${place.name} ${shown(answer)}`);
    });
    expect(faults.flat()).toEqual([]);
  });

  it('is refused in any field of a body', async () => {
    const { closed, world } = matrix;
    const wrong = [
      'x',
      '',
      'a'.repeat(2_000),
      '00000000-0000-0000-0000-000000000000',
      '\u0000',
      '../..',
      '\ud800',
      '%00',
    ];
    const tries = closed.flatMap((operation) =>
      bodiesOf(operation, world.description.schemas).flatMap((body) =>
        placesOf(operation, body)
          .filter(({ in: where }) => where === 'body')
          .flatMap((place) => wrong.map((text) => ({ operation, body, place, text }))),
      ),
    );
    expect(tries.length).toBeGreaterThan(50);
    const faults = await inLanes(tries, async ({ operation, body, place, text }) => {
      const asked = requestOf(operation, body, (one) =>
        one.name === place.name ? text : matrix.idOf('own', one),
      );
      const heard = await matrix.ask(person('the owner', world.own.owner), asked);
      const status =
        heard.status === 200 ? (JSON.parse(heard.text) as { status: number }).status : heard.status;
      return [400, 403, 404, 422].includes(status)
        ? []
        : [`${nameOf(operation)} ${place.name} ${text} ${shown(heard)}`];
    });
    expect(faults.flat()).toEqual([]);
  });

  it('stored nothing, but that an admin looked, which is stated in the ledger', async () => {
    const traces = ['chains', 'entries', 'disclosures', 'subject_keys'];
    const others = (stored: Record<string, string>): [string, string][] =>
      Object.entries(stored).filter(([table]) => !traces.includes(table));
    expect(others(await readStored(matrix.world.farm.service.testDatabase))).toEqual(others(before));
  });
});
