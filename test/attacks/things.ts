import { randomUUID } from 'node:crypto';
import type { Caller } from '../support/cooperative.js';
import type { Operation } from '../api/operations.js';
import { bodiesOf, isClosed, nameOf, placesOf, requestOf, type Place } from './places.js';
import type { Neighbours, Tenant } from './tenants.js';
import { until } from '../support/until.js';

type Things = Readonly<Record<string, string>>;

/** What the tenants have, by what it is; and what the matrix lacks to try every operation. */
export interface Found {
  readonly own: Things;
  readonly other: Things;
  /** A sentence for every operation that names something of which no tenant has one. */
  readonly missing: readonly string[];
}

/**
 * Completes what the tenants have by way of the service itself: an operation at `/things/{id}` is tried with the first
 * item of `/things`, and when there is none, with what posting the example of `/things` makes. What cannot be found or
 * made that way has to be made in tenants.ts.
 */
export async function findThings({ farm, description, own, other }: Neighbours): Promise<Found> {
  const log = { logEntries: await newestBundle(farm.service.url) };
  const found = { own: { ...own.things, ...log }, other: { ...other.things, ...log } };
  const missing = new Set<string>();
  const needed = description.operations
    .filter(isClosed)
    .flatMap((operation) =>
      bodiesOf(operation, description.schemas).flatMap((body) =>
        placesOf(operation, body).flatMap((place) =>
          (['own', 'other'] as const).map((side) => ({ operation, place, side })),
        ),
      ),
    );
  for (const { operation, place, side } of needed) {
    if (Object.hasOwn(found[side], place.thing)) continue;
    const tenant = side === 'own' ? own : other;
    const id = await firstOf(
      { place, operation, description },
      tenant,
      [tenant.owner, farm.admin],
      found[side],
    );
    if (id === null) missing.add(sentence(operation, place, tenant));
    Object.assign(found[side], { [place.thing]: id ?? randomUUID() });
  }
  return { ...found, missing: [...missing] };
}

/** The path of the newest bundle of the log's entries, once the log has published any. */
async function newestBundle(url: string): Promise<string> {
  return until(async () => {
    const answer = await fetch(`${url}/log/checkpoint`);
    const [, size = ''] = (await answer.text()).split('\n');
    return answer.status === 200 && `000.p/${size}`;
  });
}

/** Where something is named of which we have none yet. */
interface Wanted {
  readonly place: Place;
  readonly operation: Operation;
  readonly description: Neighbours['description'];
}

/** The id of the first item of the list above a path parameter, found or made by the first caller who can. */
async function firstOf(
  { place, operation, description }: Wanted,
  { planter }: Tenant,
  callers: readonly Caller[],
  things: Things,
): Promise<string | null> {
  if (place.in !== 'path') return null;
  const above = operation.path.slice(0, operation.path.indexOf(`/{${place.name}}`));
  const [list, make] = ['GET', 'POST'].map((verb) =>
    description.operations.find(({ method, path }) => method === verb && path === above),
  );
  const filling = ({ thing }: Place): string => things[thing] ?? '';
  for (const caller of callers) {
    if (list === undefined) break;
    const { body } = await caller.get(requestOf(list, null, filling).target);
    const items = body['items'];
    const id = Array.isArray(items) ? idIn(items[0], place.name) : null;
    if (id !== null) return id;
  }
  const [example = null] = make === undefined ? [] : bodiesOf(make, description.schemas);
  if (make === undefined || example?.type !== 'application/json') return null;
  const { target, body = '{}' } = requestOf(make, example, filling);
  const kept = placesOf(make, example).map(({ name }) => name);
  for (const caller of callers) {
    const made = await planter.tryPost(caller, target, JSON.parse(body) as object, {
      kept: [...kept, '/password'],
    });
    const id = idIn(made.body, place.name);
    if (id !== null && made.status < 300) return id;
  }
  return null;
}

function idIn(item: unknown, name: string): string | null {
  const fields = (item ?? {}) as Record<string, unknown>;
  const id = fields[name] ?? fields['id'] ?? fields['kid'];
  return typeof id === 'string' ? id : null;
}

function sentence(operation: Operation, { in: where, name, thing }: Place, { planter }: Tenant): string {
  return (
    `${nameOf(operation)} names "${thing}" (${where} ${name}), of which the tenant ${planter.marker} has none: make one in ` +
    `settle() of test/attacks/tenants.ts and answer its id as things.${thing}; if it is another word for something ` +
    'that is there, say so in test/attacks/places.ts'
  );
}
