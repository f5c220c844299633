import { createHash, randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { BreakGlassStore } from '../../src/parties/break-glass.store.js';
import { ErasureJob } from '../../src/privacy/erasure-job.js';
import { Caller, createCooperative, made, signIn, type Answer, type Cooperative } from './cooperative.js';
import { Enrolling } from './enrolment.js';
import { makeKey } from './participant.js';
import { createPartner, harvestOf, kg, today, type Partner } from './parties.js';

/** What an organization has that others must not see, by the word for it. */
export type Holdings = Readonly<
  Record<
    | 'organization'
    | 'product'
    | 'site'
    | 'member'
    | 'batch'
    | 'set'
    | 'kid'
    | 'person'
    | 'erased'
    | 'client'
    | 'invitation'
    | 'enrolment'
    | 'device'
    | 'application'
    | 'request',
    string
  >
>;

/** A word that stands in all that the second organization keeps to itself. */
export const secretWord = '只给自己看的地块';

/** A cooperative, and another organization of its region with everything an organization may have. */
export interface TwoTenants {
  readonly farm: Cooperative;
  readonly rival: Partner;
  /** Regulators: of the region of both, and of one that has nothing to do with them. */
  readonly authority: Caller;
  readonly stranger: Caller;
  readonly theirs: Holdings;
}

/** Makes both on a service of their own. */
export async function createTwoTenants(): Promise<TwoTenants> {
  const farm = await createCooperative();
  const rival = await createPartner(farm);
  const { owner, organizationId: organization } = rival;
  const named = { organization, name: secretWord };
  const place = { ...named, publicName: '山东省', region: '370686' };
  const site = String((await made(owner.post('/api/v1/sites', place))).id);
  const goods = { ...named, category: 'FRU', unit: 'KGM' };
  const product = String((await made(owner.post('/api/v1/products', goods))).id);
  const account = { organization, login: `rival-${uuidv7()}`, name: secretWord, password: 'orchard-morning' };
  const member = String((await made(owner.post('/api/v1/members', { ...account, role: 'viewer' }))).id);
  const batch = String((await made(owner.post('/api/v1/batches', { product, site, lot: 'RIVAL-1' }))).id);
  await made(rival.record(batch, 'harvest', harvestOf('100')));
  const used = {
    inputType: 'fertilizer',
    product: { name: '复合肥' },
    amount: kg('1'),
    operator: secretWord,
  };
  await made(rival.record(batch, 'input', { ...used, startedOn: today, stoppedOn: today }));
  const labels = await made(owner.post(`/api/v1/batches/${batch}/labels`, { units: 3, net: kg('5') }));
  const keys = await owner.get(`/api/v1/organizations/${organization}/keys`);
  const [key] = keys.body['items'] as { kid: string }[];
  const [person, erased] = [await personOf(rival), await personOf(rival)];
  await ask(owner, {
    method: 'POST',
    path: `/api/v1/organizations/${organization}/people/${erased}/erasure`,
  });
  await farm.service.app.get(ErasureJob, { strict: false }).run(new Date(Date.now() + 60_000));
  const machine = { name: secretWord, scopes: ['batches:read'] };
  const client = await made(owner.post(`/api/v1/organizations/${organization}/clients`, machine));
  const invitation = await made(owner.post('/api/v1/invitations', { organization, role: 'viewer' }));
  await owner.put(`/api/v1/organizations/${organization}/people/${person}/consent`, {});
  const recorder = await signIn(farm.service, 'recorder', organization);
  const enrolment = await new Enrolling(farm.service, organization).enrol(makeKey(), recorder.credentials, {
    name: secretWord,
  });
  await made(owner.post(`/api/v1/organizations/${organization}/keys/challenges`, {}));
  const theirs = {
    organization,
    product,
    site,
    member,
    batch,
    set: String(labels.id),
    kid: key?.kid ?? '',
    person,
    erased,
    client: String(client.id),
    invitation: String(invitation.id),
    enrolment: String(enrolment.body['id']),
    device: String(enrolment.body['kid']),
    application: await applicationTo(farm),
    request: await requestFor(farm, organization),
  };
  const authority = await signIn(farm.service, 'regulator', null, '370686');
  const stranger = await signIn(farm.service, 'regulator', null, '44');
  return { farm, rival, authority, stranger, theirs };
}

const document = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n');

/** Somebody of the region applies, with a document. */
async function applicationTo({ service }: Cooperative): Promise<string> {
  const what = { kind: 'household', name: secretWord, region: '370686' };
  const body = { ...what, responsible: secretWord, contact: secretWord };
  const filed = await made(new Caller(service.url, {}).post('/api/v1/applications', body));
  const id = String(filed.id);
  const headers = { 'application-secret': String(filed['secret']), 'content-type': 'application/pdf' };
  const path = `${service.url}/api/v1/applications/${id}/documents?type=other`;
  const kept = await fetch(path, { method: 'POST', headers, body: new Uint8Array(document) });
  if (kept.status !== 201) throw new Error(`no document: ${String(kept.status)}`);
  return id;
}

/** A regulator of elsewhere asks to look at the organization. */
async function requestFor({ service }: Cooperative, organizationId: string): Promise<string> {
  const requesterId = accountOf(await signIn(service, 'regulator', null, '51'));
  const id = randomUUID();
  const requestedAt = new Date();
  await service.app.get(BreakGlassStore, { strict: false }).insert(
    { organizations: [], regions: ['51'], account: requesterId },
    {
      ...{ id, organizationId, requesterId, requestedAt, requesterRole: 'regulator', reason: secretWord },
      ...{ region: null, decision: null, decidedBy: null, decidedAt: null, until: null },
      expiresAt: new Date(requestedAt.getTime() + 3_600_000),
    },
  );
  return id;
}

/** The account that somebody is signed in with. */
export function accountOf({ credentials }: Caller): string {
  const [, claims = ''] = (credentials['authorization'] ?? '').split('.');
  return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub: string }).sub;
}

async function personOf({ owner, organizationId }: Partner): Promise<string> {
  const details = { name: secretWord, contact: secretWord };
  return String((await made(owner.post(`/api/v1/organizations/${organizationId}/people`, details))).id);
}

/** One request that names what an organization has. */
export interface Naming {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: object;
}

const event = (kind: string, data: object): object => ({ kind, occurredAt: new Date().toISOString(), data });

/** Every kind of request that reads what an organization has. */
export function readings(of: Holdings): Naming[] {
  const { organization, product, site, member, batch, set, person, erased } = of;
  const labels = `/api/v1/batches/${batch}/labels`;
  const people = `/api/v1/organizations/${organization}/people`;
  return [
    `/api/v1/organizations/${organization}`,
    `/api/v1/organizations/${organization}/keys`,
    `/api/v1/members?organization=${organization}`,
    `/api/v1/members/${member}`,
    `/api/v1/products?organization=${organization}`,
    `/api/v1/products/${product}`,
    `/api/v1/sites?organization=${organization}`,
    `/api/v1/sites/${site}`,
    `/api/v1/batches?organization=${organization}`,
    `/api/v1/batches/${batch}`,
    `/api/v1/batches/${batch}/events`,
    `/api/v1/batches/${batch}/evidence`,
    labels,
    `${labels}/${set}`,
    `${labels}/${set}/serials`,
    `${labels}/${set}/layouts`,
    `${labels}/${set}.csv`,
    `${labels}/${set}.pdf`,
    `${labels}/${set}.zpl`,
    `${labels}/${set}.svg`,
    `${labels}/${set}.png`,
    people,
    `${people}/${person}`,
    `${people}/${person}/consent`,
    `${people}/${person}/export`,
    `${people}/${erased}/erasure`,
    `/api/v1/organizations/${organization}/clients`,
    `/api/v1/organizations/${organization}/accesses`,
    `/api/v1/organizations/${organization}/partners`,
    `/api/v1/organizations/${organization}/keys/enrolments`,
    `/api/v1/invitations?organization=${organization}`,
  ].map((path) => ({ method: 'GET', path }));
}

/** Every kind of request about what the authorities of a region decide, in an order in which each can be done. */
export function decisions({ application, request }: Holdings): Naming[] {
  const sha256 = createHash('sha256').update(document).digest('hex');
  return [
    { method: 'GET', path: `/api/v1/applications/${application}` },
    { method: 'GET', path: `/api/v1/applications/${application}/documents/${sha256}` },
    { method: 'GET', path: `/api/v1/break-glass/${request}` },
    {
      method: 'POST',
      path: `/api/v1/applications/${application}/decision`,
      body: { decision: 'returned', reason: '请补充材料' },
    },
    { method: 'POST', path: `/api/v1/break-glass/${request}/decision`, body: { decision: 'refused' } },
  ];
}

/** Every kind of request that changes what an organization has; in an order in which each can be done. */
export function changes(of: Holdings): Naming[] {
  const { organization, product, site, member, batch, kid, person, client, invitation, enrolment } = of;
  const home = `/api/v1/organizations/${organization}`;
  const post = (path: string, body: object): Naming => ({ method: 'POST', path, body });
  const account = { organization, name: '新人', password: 'orchard-morning', role: 'viewer' };
  return [
    post('/api/v1/sites', { organization, name: '新地', publicName: '山东省', region: '370686' }),
    post('/api/v1/products', { organization, name: '新品', category: 'FRU', unit: 'KGM' }),
    post('/api/v1/members', { ...account, login: `new-${uuidv7()}` }),
    post(`/api/v1/members/${member}/password-reset`, {}),
    { method: 'DELETE', path: `/api/v1/members/${member}` },
    post('/api/v1/batches', { product, site }),
    post(`/api/v1/batches/${batch}/events`, event('harvest', harvestOf('1'))),
    post(`/api/v1/batches/${batch}/labels`, { units: 1, net: kg('1') }),
    post(`${home}/keys/challenges`, {}),
    post(`${home}/keys/enrolments/${enrolment}/approve`, {}),
    post(`${home}/keys/custodial`, {}),
    post(`${home}/keys/${kid}/revocation`, { from: new Date().toISOString(), reason: 'superseded' }),
    post(`${home}/people`, { name: '新人' }),
    { method: 'PUT', path: `${home}/people/${person}`, body: { name: '新人' } },
    { method: 'PUT', path: `${home}/people/${person}/consent` },
    { method: 'DELETE', path: `${home}/people/${person}/consent` },
    post(`${home}/people/${person}/erasure`, {}),
    post(`${home}/clients`, { name: '新秤', scopes: ['batches:read'] }),
    post(`${home}/clients/${client}/secret`, {}),
    { method: 'DELETE', path: `${home}/clients/${client}` },
    post('/api/v1/invitations', { organization, role: 'viewer' }),
    { method: 'DELETE', path: `/api/v1/invitations/${invitation}` },
  ];
}

/** Sends one of them, with an idempotency key of its own where it changes something. */
export function ask(caller: Caller, { method, path, body }: Naming): Promise<Answer> {
  if (method === 'GET') return caller.get(path);
  if (method === 'DELETE') return caller.delete(path);
  if (method === 'PUT') return caller.put(path, body ?? {});
  return caller.post(path, body ?? {}, { 'idempotency-key': uuidv7() });
}
