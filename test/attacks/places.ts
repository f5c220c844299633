import { uuidv7 } from 'uuidv7';
import { expect } from 'vitest';
import type { Media, Operation, Schema } from '../api/operations.js';
import { exampleOf } from '../api/schemas.js';
import type { Asked } from './asking.js';
import { textsOf, withText } from './planting.js';

/** Where a request names something: in its path, its query, or a field of its body. */
export interface Place {
  readonly in: 'path' | 'query' | 'body';
  /** Name of the parameter, or pointer into the body. */
  readonly name: string;
  /** What it names there: a name of `Tenant.things`. */
  readonly thing: string;
}

type Schemas = Readonly<Record<string, Schema>>;

/** What is named after a step of a path: `/members/{id}` names a member. */
const afterStep: Readonly<Record<string, string>> = {
  organizations: 'organization',
  batches: 'batch',
  events: 'entry',
  attachments: 'attachment',
  trace: 'batch',
  products: 'product',
  sites: 'site',
  members: 'member',
  accounts: 'account',
  keys: 'key',
  labels: 'labelSet',
  certificates: 'certificate',
  certifications: 'certification',
  shipments: 'shipment',
  'label-keys': 'labelKey',
  entries: 'logEntries',
  enrolments: 'enrolment',
  applications: 'application',
  documents: 'document',
  'break-glass': 'breakGlass',
  clients: 'client',
  people: 'person',
  invitations: 'invitation',
  sessions: 'session',
  identities: 'identity',
  passkeys: 'passkey',
  'scan-warnings': 'scanWarning',
  recalls: 'recall',
  'recall-notices': 'recallNotice',
  'inspection-tasks': 'inspectionTask',
  anomalies: 'anomaly',
  runs: 'auditRun',
  exports: 'export',
  partners: 'creditCode',
};

/** What is named between two steps of a path, where that is a special one: of few people the erasure was asked for. */
const betweenSteps: Readonly<Record<string, string>> = { 'people/erasure': 'restrictedPerson' };

/** What a query parameter or a field of a body names. */
const byName: Readonly<Record<string, string>> = {
  organization: 'organization',
  parent: 'organization',
  product: 'product',
  products: 'product',
  site: 'site',
  batch: 'batch',
  batches: 'batch',
  set: 'labelSet',
  kid: 'key',
  member: 'member',
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const linesType = 'application/x-ndjson';

/** A body of an operation, with how it is sent. */
export interface Body {
  readonly type: string;
  readonly value: unknown;
}

/** The bodies that the document shows for an operation: every example of its JSON, or the first line of many. */
export function bodiesOf({ body }: Operation, schemas: Schemas): (Body | null)[] {
  const [type, media] = Object.entries(body ?? {})[0] ?? [];
  if (type === undefined || media === undefined) return [null];
  if (type === 'application/json') return examplesOf(media, schemas).map((value) => ({ type, value }));
  if (type !== linesType) return [{ type, value: media.example ?? 'x' }];
  const [line = ''] = String(media.example).split('\n');
  return [{ type, value: JSON.parse(line) as unknown }];
}

function examplesOf(media: Media, schemas: Schemas): unknown[] {
  if (media.examples !== undefined) return Object.values(media.examples).map(({ value }) => value);
  return [media.example ?? exampleOf(media.schema ?? {}, schemas)];
}

/** Every id-like place of an operation; those of the body as they stand in one of its bodies. */
export function placesOf(operation: Operation, body: Body | null): Place[] {
  const steps = operation.path.split('/');
  const path = steps.flatMap((step, at): Place[] => {
    const name = /^\{(\w+)\}/.exec(step)?.[1];
    if (name === undefined) return [];
    const [before = '', after = ''] = [steps[at - 1], steps[at + 1]];
    const thing = betweenSteps[`${before}/${after}`] ?? afterStep[before] ?? `${before}/${name}`;
    return [{ in: 'path', name, thing }];
  });
  const query = operation.parameters.flatMap(({ in: where, name, schema, example }): Place[] => {
    const shown = textOf(example ?? schema?.example);
    // A cursor names a place in an order, which need not be there (matrix.test.ts goes on from the other's places).
    if (where !== 'query' || name === 'cursor') return [];
    return uuid.test(shown) || Object.hasOwn(byName, name) ? [{ in: 'query', name, thing: named(name) }] : [];
  });
  const fields = textsOf(body?.value).flatMap(([pointer, text]): Place[] => {
    const name = lastName(pointer);
    return uuid.test(text) || name === 'kid' ? [{ in: 'body', name: pointer, thing: named(name) }] : [];
  });
  // An id that the client draws for what it records names nothing that is there.
  return [...path, ...query, ...fields.filter(({ name }) => name !== '/id')];
}

function textOf(example: unknown): string {
  return typeof example === 'string' ? example : JSON.stringify(example ?? '');
}

const named = (name: string): string => byName[name] ?? name;

/** The name of a field, also of an item of a list: `inputs/0/batch` is a batch, `members/0` one of the members. */
function lastName(pointer: string): string {
  return pointer.split('/').findLast((step) => !/^\d+$/.test(step)) ?? '';
}

/** Chooses what stands in a place. */
export type Filling = (place: Place) => string;

/** The request of an operation with its places filled. Every other parameter that it must have is as in the document. */
export function requestOf(operation: Operation, body: Body | null, filling: Filling): Asked {
  const places = placesOf(operation, body);
  const valueAt = (where: Place['in'], name: string): string | undefined => {
    const place = places.find((candidate) => candidate.in === where && candidate.name === name);
    return place === undefined ? undefined : filling(place);
  };
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => valueAt('path', name) ?? name);
  const query = operation.parameters.flatMap(({ in: where, name, required, schema, example }) => {
    if (where !== 'query') return [];
    const value = valueAt('query', name) ?? (required === true ? textOf(example ?? schema?.example) : '');
    return value === '' ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  const target = query.length === 0 ? path : `${path}?${query.join('&')}`;
  const { method } = operation;
  if (body === null) return { method, target, headers: keyOf(operation) };
  const value = places
    .filter((place) => place.in === 'body')
    .reduce((whole, place) => withText(whole, place.name, filling(place)), body.value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { method, target, headers: { 'content-type': body.type, ...keyOf(operation) }, body: text };
}

function keyOf({ parameters }: Operation): Record<string, string> {
  return parameters.some(({ name }) => name === 'Idempotency-Key') ? { 'idempotency-key': uuidv7() } : {};
}

/** Whether an operation is for those who are signed in. */
export function isClosed({ security }: Operation): boolean {
  return security !== undefined && security.length > 0;
}

export function nameOf({ method, path }: Operation): string {
  return `${method} ${path}`;
}

/** What stands for something that nobody has: of the same form as what is there. */
export function unknownLike(id: string): string {
  if (uuid.test(id)) return `${id.slice(0, 9)}${flipped(id.slice(9, 13))}${id.slice(13)}`;
  const at = id.search(/[a-zA-Z0-9]/);
  expect(at, `an id without a letter: ${id}`).toBeGreaterThanOrEqual(0);
  return id.slice(0, at) + (id[at] === 'A' ? 'B' : 'A') + id.slice(at + 1);
}

function flipped(hex: string): string {
  return Array.from(hex, (digit) => (15 - Number.parseInt(digit, 16)).toString(16)).join('');
}
