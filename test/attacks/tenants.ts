import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { uuidv7 } from 'uuidv7';
import { expect } from 'vitest';
import { IdentitiesStore } from '../../src/access/oidc/identities.store.js';
import { NoticesStore } from '../../src/recalls/notices.store.js';
import { ErasureJob } from '../../src/privacy/erasure-job.js';
import type { TestAppOptions } from '../support/app.js';
import {
  createCooperative,
  made,
  type Answer,
  Caller,
  type Cooperative,
  signIn,
} from '../support/cooperative.js';
import { anomaliesOf, judgeAll } from '../support/anomalies.js';
import { audited } from '../support/auditing.js';
import { attachmentOf, jpegOf, sendBytes } from '../support/attachments.js';
import { createOfficial } from '../support/authority.js';
import { SoftwareAuthenticator } from '../support/authenticator.js';
import { Enrolling } from '../support/enrolment.js';
import { kg, today } from '../support/parties.js';
import { makeKey, proveKey } from '../support/participant.js';
import { findKind } from '../../src/events/kinds/registry.js';
import { readDescription, type Description } from '../api/operations.js';
import { exampleOf } from '../api/schemas.js';
import { freshUscc } from '../api/parties.js';
import { Planter } from './planting.js';

/** One tenant with something of every kind there is, each text of it carrying a word of its own. */
export interface Tenant {
  readonly planter: Planter;
  readonly owner: Caller;
  /** Ids by what they name (places.ts); of each the newest. */
  readonly things: Readonly<Record<string, string>>;
}

/** Two tenants of one service in two regions. */
export interface Neighbours {
  readonly farm: Cooperative;
  readonly description: Description;
  readonly own: Tenant;
  readonly other: Tenant;
}

export const ownRegion = '370686';
export const otherRegion = '230184';
/** What only a household has: not sent. */
const ofCompanies = { parent: undefined, phone: undefined, phoneShown: undefined };
const regulators = { own: '37', other: '23' } as const;

export async function createNeighbours(options: TestAppOptions = {}): Promise<Neighbours> {
  const farm = await createCooperative(options);
  const description = await readDescription(farm.service);
  const own = await settle(farm, description, 'marmot', ownRegion);
  const other = await settle(farm, description, 'zibet', otherRegion);
  const auditRun = (await audited(farm.admin)).id;
  // What would be looked at within a minute is looked at now: afterwards nothing changes by itself.
  await farm.service.app.get(ErasureJob, { strict: false }).run(new Date(Date.now() + 60_000));
  const withRun = (tenant: Tenant): Tenant => ({ ...tenant, things: { ...tenant.things, auditRun } });
  return { farm, description, own: withRun(own), other: withRun(other) };
}

/** A signed-in regulator or inspector of the region of one of the tenants. */
export function officialOf(
  farm: Cooperative,
  role: 'regulator' | 'inspector',
  whose: 'own' | 'other',
): Promise<Caller> {
  return signIn(farm.service, role, null, regulators[whose]);
}

async function settle(
  farm: Cooperative,
  description: Description,
  marker: string,
  region: string,
): Promise<Tenant> {
  const planter = new Planter(marker);
  /** The example of a body; a member that is `undefined` is not sent. */
  const bodyOf = (schema: string, changes: object): object => {
    const shown = exampleOf({ $ref: `#/components/schemas/${schema}` }, description.schemas) as object;
    return { ...shown, ...changes };
  };
  const uscc = freshUscc();
  const organization = String(
    (
      await planter.post(
        farm.admin,
        '/api/v1/organizations',
        bodyOf('NewOrganization', { ...ofCompanies, uscc, region }),
      )
    ).id,
  );
  const owner = await signIn(farm.service, 'owner', organization);
  // Its words are its own: it may read them, and none of its cooperative's.
  const home = { kind: 'household', name: '七号农户', region, parent: organization };
  const household = await made(owner.post('/api/v1/organizations', home));
  const site = await planter.post(owner, '/api/v1/sites', bodyOf('NewSite', { organization, region }), {
    secrets: ['/name'],
  });
  const member = await planter.post(owner, '/api/v1/members', bodyOf('NewMember', { organization }), {
    secrets: ['/login', '/name'],
    kept: ['/password'],
  });
  const product = await planter.post(
    owner,
    '/api/v1/products',
    bodyOf('NewProduct', { organization, gtin: undefined }),
  );
  const key = makeKey();
  const proof = proveKey(key, { org: organization, aud: farm.service.config.logOrigin });
  await made(owner.post(`/api/v1/organizations/${organization}/keys`, { jwk: key.jwk, proof }));
  const things = {
    organization,
    household: String(household.id),
    site: String(site.id),
    product: String(product.id),
    member: String(member.id),
    key: key.kid,
    creditCode: uscc,
  };
  // Entries of a chain are named by number: those of the tenants have different ones.
  const grant = { products: [product.id], sites: [{ site: site.id }] };
  const certifications = `/api/v1/organizations/${organization}/certifications`;
  if (planter.marker === 'zibet')
    await made(owner.post(certifications, bodyOf('CertificationGrantDto', { ...grant, number: '示例0' })));
  const certification = await planter.post(owner, certifications, bodyOf('CertificationGrantDto', grant), {
    kept: ['/products/0', '/sites/0/site', '/number'],
  });
  const recorded = await recordAll(description, planter, owner, things);
  const asked = await askFor(farm, planter, { organization, owner, region, batch: recorded['batch']! });
  const people = await takePeopleIn(planter, owner, { organization, batch: recorded['batch']! });
  const ways = await addWaysIn(farm, planter, owner);
  const recalls = await recallBatch(farm, planter, owner, { organization, batch: recorded['batch']! });
  const inspections = await orderInspection(farm, planter, { region, batch: recorded['batch']! });
  const inquiry = await lookInto(farm, planter, { region, organization });
  const exported = await takeOut(farm, region, recorded['batch']!);
  const attached = await attachPhoto(farm, planter, owner, recorded['batch']!);
  const certified = { certification: String(certification.seq) };
  return {
    planter,
    owner,
    things: {
      ...things,
      ...certified,
      ...recorded,
      ...asked,
      ...people,
      ...ways,
      ...recalls,
      ...inspections,
      ...inquiry,
      ...exported,
      ...attached,
    },
  };
}

/** What waits for somebody's decision: the key of a device, an application with a document, a look from elsewhere. */
async function askFor(
  farm: Cooperative,
  planter: Planter,
  about: {
    readonly organization: string;
    readonly owner: Caller;
    readonly region: string;
    readonly batch: string;
  },
): Promise<Record<string, string>> {
  const enrolling = new Enrolling(farm.service, about.organization);
  const enrolment = await enrolling.enrol(makeKey('ES256'), about.owner.credentials);
  const body = { kind: 'cooperative', name: '申请者', uscc: freshUscc(), region: about.region };
  const personal = { responsible: '负责人', contact: '联系方式' };
  const anyone = new Caller(farm.service.url, {});
  const applied = await planter.post(
    anyone,
    '/api/v1/applications',
    { ...body, ...personal },
    { secrets: ['/responsible', '/contact'] },
  );
  const application = String(applied.id);
  const document = await fetch(
    `${farm.service.url}/api/v1/applications/${application}/documents?type=business-licence`,
    {
      method: 'POST',
      headers: { 'application-secret': String(applied['secret']), 'content-type': 'application/pdf' },
      body: `%PDF-1.4\n% ${planter.secret}\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n`,
    },
  );
  const { sha256 } = (await document.json()) as { sha256: string };
  const elsewhere = await signIn(farm.service, 'regulator', null, '51');
  const look = await made(elsewhere.post('/api/v1/break-glass', { batch: about.batch, reason: '核查流向' }));
  return {
    enrolment: String(enrolment.body['id']),
    application,
    document: sha256,
    breakGlass: String(look.id),
  };
}

/** A person, and one whose erasure was asked for, of whom a record has to be kept. */
async function takePeopleIn(
  planter: Planter,
  owner: Caller,
  { organization, batch }: { readonly organization: string; readonly batch: string },
): Promise<Record<string, string>> {
  const people = `/api/v1/organizations/${organization}/people`;
  const takeIn = (): Promise<Answer['body']> =>
    planter.post(
      owner,
      people,
      { name: '示例农户', contact: '联系方式' },
      { secrets: ['/name', '/contact'] },
    );
  const [person, restricted] = [await takeIn(), await takeIn()];
  const data = { inputType: 'fertilizer', product: { name: '复合肥' }, amount: kg('1') };
  const used = { ...data, operator: restricted['reference'], startedOn: today, stoppedOn: today };
  const body = { kind: 'input', occurredAt: new Date().toISOString(), data: used };
  await made(owner.post(`/api/v1/batches/${batch}/events`, body, { 'idempotency-key': uuidv7() }));
  const erasure = await owner.open(`${people}/${String(restricted.id)}/erasure`, { method: 'POST' });
  expect(erasure.status).toBe(200);
  return { person: String(person.id), restrictedPerson: String(restricted.id) };
}

/** A rehearsed recall, which stops nothing, a notice of it, and a webhook. */
async function recallBatch(
  { service }: Cooperative,
  planter: Planter,
  owner: Caller,
  { organization, batch }: { readonly organization: string; readonly batch: string },
): Promise<Record<string, string>> {
  const body = { batches: [batch], reason: '年度演练', mock: true };
  const recall = String((await planter.post(owner, '/api/v1/recalls', body, { kept: ['/batches/0'] })).id);
  const recallNotice = uuidv7();
  const ids = { organizationId: organization, id: recallNotice, recallId: recall, issuerId: organization };
  const notices = service.app.get(NoticesStore, { strict: false });
  await notices.insert({ ...ids, madeAtMs: Date.now() }, [batch]);
  const url = `https://192.0.2.1.invalid/${planter.marker}`;
  expect((await owner.put(`/api/v1/organizations/${organization}/webhook`, { url })).status).toBe(200);
  return { recall, recallNotice };
}

/** An entry with a position and a photo, whose bytes are there. */
async function attachPhoto(
  farm: Cooperative,
  planter: Planter,
  owner: Caller,
  batch: string,
): Promise<Record<string, string>> {
  const photo = attachmentOf(jpegOf(planter.secret));
  const data = { inputType: 'fertilizer', product: { name: '复合肥' }, amount: kg('1') };
  const position = { latitude: '37.30512', longitude: '120.79534', accuracy: 8 };
  const used = { ...data, startedOn: today, stoppedOn: today, attachments: [photo.named], position };
  const body = { kind: 'input', occurredAt: new Date().toISOString(), data: used };
  const { seq } = await made(owner.post(`/api/v1/batches/${batch}/events`, body));
  const path = `/api/v1/batches/${batch}/events/${String(seq)}/attachments/${photo.named.sha256}`;
  expect((await sendBytes(farm, owner, path, photo.bytes)).status).toBe(201);
  return { entry: String(seq), attachment: photo.named.sha256 };
}

/** A task of an authority of the region, for which a sample was taken, so that the inspected see it, too. */
async function orderInspection(
  farm: Cooperative,
  planter: Planter,
  { region, batch }: { readonly region: string; readonly batch: string },
): Promise<Record<string, string>> {
  const { caller, accountId } = await createOfficial(farm, 'inspector', region);
  const order = { batch, analytes: ['毒死蜱'], dueOn: today, reason: '年度监督抽查计划' };
  const fields = { secrets: ['/reason', '/analytes'], kept: ['/batch', '/dueOn'] };
  const { id } = await planter.post(caller, '/api/v1/inspection-tasks', order, fields);
  const parts = [{ number: 'A', use: 'test' }];
  const data = { sampleNo: 'CY-1', sampledOn: today, parts, task: id };
  const body = { kind: 'sample', occurredAt: new Date().toISOString(), data };
  await made(caller.post(`/api/v1/batches/${batch}/events`, body));
  return { inspectionTask: String(id), assignee: accountId };
}

/** Something that a rule found, into which an authority of the region looks. */
async function lookInto(
  farm: Cooperative,
  planter: Planter,
  { region, organization }: { readonly region: string; readonly organization: string },
): Promise<Record<string, string>> {
  const { caller } = await createOfficial(farm, 'inspector', region);
  await judgeAll(farm);
  const [found] = await anomaliesOf(caller, `&organization=${organization}`);
  expect(found, 'the rules find something in the examples').toBeDefined();
  const anomaly = String(found?.id);
  await planter.post(caller, `/api/v1/anomalies/${anomaly}/assignment`, {});
  const fields = { secrets: ['/text'] };
  await planter.post(caller, `/api/v1/anomalies/${anomaly}/notes`, { text: '已约谈负责人' }, fields);
  return { anomaly };
}

/** A table that an authority of the region took out, ready to be downloaded. */
async function takeOut(farm: Cooperative, region: string, batch: string): Promise<Record<string, string>> {
  const { caller } = await createOfficial(farm, 'regulator', region);
  const { id } = await made(caller.post('/api/v1/exports', { template: 'trace-table', batch }));
  for (;;) {
    const { body } = await caller.get(`/api/v1/exports/${String(id)}`);
    if (body['state'] === 'ready') return { export: String(id) };
    await setTimeout(20);
  }
}

/** A passkey of the owner, and an identity at a provider, as signing in there would leave it. */
async function addWaysIn(
  { service }: Cooperative,
  planter: Planter,
  owner: Caller,
): Promise<Record<string, string>> {
  const { origin, hostname } = new URL(service.config.publicUrl);
  const asked = await owner.open('/api/v1/auth/passkeys/options', { method: 'POST' });
  const options = (await asked.json()) as Parameters<SoftwareAuthenticator['register']>[0];
  const credential = new SoftwareAuthenticator({ origin, rpId: hostname }).register(options);
  const passkey = await made(owner.post('/api/v1/auth/passkeys', { name: planter.secret, credential }));
  const identity = randomUUID();
  const [, token = ''] = (owner.credentials['authorization'] ?? '').split(' ');
  await service.app.get(IdentitiesStore, { strict: false }).link({
    id: identity,
    accountId: String(decodeJwt(token).sub),
    issuer: 'https://id.example.org',
    subject: planter.secret,
    linkedAt: new Date(),
  });
  return { passkey: String(passkey.id), identity };
}

/** A batch, a second one made from it, label sets, and one event of every kind that is recorded on a batch. */
async function recordAll(
  description: Description,
  planter: Planter,
  owner: Caller,
  { product, site }: { readonly product: string; readonly site: string },
): Promise<Record<string, string>> {
  const open = async (): Promise<Answer['body']> =>
    planter.post(owner, '/api/v1/batches', { product, site, lot: 'lot-1' }, { kept: ['/product', '/site'] });
  const [raw, sorted] = [await open(), await open()];
  const batch = String(raw.id);
  const examples = eventExamples(description);
  const record = async (kind: string, data: object = {}, on = batch): Promise<Answer['body']> => {
    const example = examples[kind];
    if (example === undefined) throw new Error(`the document shows no example of ${kind}`);
    const body = {
      ...example,
      occurredAt: new Date().toISOString(),
      data: { ...example.data, ...data },
    };
    const secrets = (findKind(kind)?.privateFields ?? []).map((pointer) => `/data${pointer}`);
    return planter.post(owner, `/api/v1/batches/${on}/events`, body, {
      secrets,
      kept: ['/kind', '/occurredAt'],
    });
  };
  const entryOf = ({ seq, leafHash }: Answer['body']): object => ({ seq, leafHash });
  await record('input');
  const harvest = await record('harvest');
  await record('correction', { corrects: { kind: 'harvest', ...entryOf(harvest) } });
  const quantity = { value: '5000', unit: 'KGM' };
  const sorting = await record('processing', {
    inputs: [{ batch, ...entryOf(harvest), quantity }],
    outputs: [{ batch: sorted.id, quantity }],
    losses: undefined,
  });
  await record(
    'receipt',
    { source: { batch, ...entryOf(sorting) }, quantity, shortfall: undefined },
    String(sorted.id),
  );
  await record('storage');
  await record('sample');
  await record('inspection');
  // Certificates and shipments are named by number: those of the tenants have different ones.
  if (planter.marker === 'zibet') await record('input');
  // What is planted in the number of the report is another text in each of the two.
  const certificate = await record('certificate', { basis: ['quality-control'], reportNo: undefined });
  const net = { value: '5', unit: 'KGM' };
  const set = await made(owner.post(`/api/v1/batches/${batch}/labels`, { units: 4, net }));
  await record('label', { action: 'activated', set: set.id, first: 1, last: 2 });
  const shipment = await record('shipment');
  await record('return', { shipment: entryOf(shipment) });
  const hold = await record('hold');
  await record('release', { hold: entryOf(hold) });
  const compact = await made(
    owner.post(`/api/v1/batches/${batch}/labels`, { units: 1, net, form: 'compact' }),
  );
  // A label that is looked at before it is activated is worth a word to its issuer.
  await owner.get(`/seen${new URL(String(compact['firstUri'])).pathname}`);
  return {
    batch,
    labelSet: String(set.id),
    certificate: String(certificate.seq),
    shipment: String(shipment.seq),
    event: String(hold.id),
    code: String(raw.code),
  };
}

interface EventExample {
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

function eventExamples({ operations }: Description): Record<string, EventExample> {
  const record = operations.find(({ operationId }) => operationId === 'EventsController.record');
  const shown = Object.values(record?.body?.['application/json']?.examples ?? {});
  return Object.fromEntries(shown.map(({ value }) => [(value as EventExample).kind, value as EventExample]));
}
