import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccountsService } from '../access/accounts.service.js';
import type { Role } from '../access/actor.js';
import type { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { apple } from './demo-apple.js';
import { rice } from './demo-rice.js';
import type { DemoEvent, DemoMade, DemoStory } from './demo-story.js';

/** What `DATA_DIR/demo.json` says (api.md, Recording). */
export interface Demo {
  readonly url: string;
  readonly accounts: { role: string; login: string; password: string }[];
  readonly organizations: { id: string; name: string }[];
  readonly products: { id: string; name: string }[];
  readonly sites: { id: string; organization: string }[];
  readonly batches: { id: string; code: string; lot: string }[];
  readonly labels: { batch: string; uri: string }[];
}

const anyOrganization = { name: 'demo-any-account', text: 'select 1 from accounts limit 1' };

/**
 * Loads the demo into a database that has no account yet, through the service's own API; null when there is one.
 *
 * Passwords are drawn at random and written to `DATA_DIR/demo.json` (mode 0600) with everything that was made.
 */
export async function loadDemo(app: NestFastifyApplication, config: Config): Promise<Demo | null> {
  const used = await app.get(Database).read(anyOrganization, []);
  if (used.length > 0) return null;
  const demo: Demo = {
    url: config.publicUrl,
    accounts: [],
    organizations: [],
    products: [],
    sites: [],
    batches: [],
    labels: [],
  };
  const admin = await addAccount(app, demo, 'admin', '管理员', null);
  for (const story of [apple, rice]) await new StoryTeller(app, demo, admin, story).tell();
  await addAccount(app, demo, 'regulator', '监管人员', null);
  await writeFile(join(config.dataDir, 'demo.json'), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  return demo;
}

async function addAccount(
  app: NestFastifyApplication,
  demo: Demo,
  role: Role,
  name: string,
  organizationId: string | null,
  login: string = role,
): Promise<Caller> {
  const password = randomBytes(9).toString('base64url');
  const region = role === 'regulator' ? '' : null;
  await app
    .get(AccountsService)
    .create({ login, name, password, grants: [{ role, organizationId, region }] });
  demo.accounts.push({ role: organizationId === null ? role : 'producer', login, password });
  const caller = new Caller(app);
  await caller.signIn(login, password);
  return caller;
}

/** Calls the API from inside the process, as any client would over the wire. */
class Caller {
  private token = '';

  constructor(private readonly app: NestFastifyApplication) {}

  async signIn(login: string, password: string): Promise<void> {
    const answer = await this.post('/api/v1/auth/token', { login, password });
    this.token = String(answer.accessToken);
  }

  /** @throws Error with the problem when the answer is not a success. */
  async post(url: string, body: object): Promise<Record<string, unknown>> {
    const answer = await this.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      payload: JSON.stringify(body),
    });
    if (answer.statusCode >= 300) throw new Error(`the demo was refused at ${url}: ${answer.body}`);
    return JSON.parse(answer.body) as Record<string, unknown>;
  }
}

/** Tells one story of the demo to the service. */
class StoryTeller {
  private readonly batches = new Map<string, string>();
  private readonly entries = new Map<string, { batch: string; seq: number; leafHash: string }>();

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly demo: Demo,
    private readonly admin: Caller,
    private readonly story: DemoStory,
  ) {}

  async tell(): Promise<void> {
    const { story, demo } = this;
    const organization = await this.admin.post('/api/v1/organizations', story.organization);
    const organizationId = String(organization.id);
    demo.organizations.push({ id: organizationId, name: story.organization.name });
    const owner = await addAccount(
      this.app,
      demo,
      'owner',
      story.organization.name,
      organizationId,
      story.owner,
    );
    const site = await owner.post('/api/v1/sites', { organization: organizationId, ...story.site });
    demo.sites.push({ id: String(site.id), organization: organizationId });
    const products: string[] = [];
    for (const product of story.products) {
      const made = await owner.post('/api/v1/products', { organization: organizationId, ...product });
      products.push(String(made.id));
      demo.products.push({ id: String(made.id), name: product.name });
    }
    for (const [lot, index] of story.lots) {
      const batch = await owner.post('/api/v1/batches', {
        product: products[index],
        lot,
        site: String(site.id),
      });
      this.batches.set(lot, String(batch.id));
      demo.batches.push({ id: String(batch.id), code: String(batch.code), lot });
    }
    for (const event of story.events) await this.record(owner, event);
    await this.label(owner);
    for (const event of story.afterLabels) await this.record(owner, event);
  }

  private async record(owner: Caller, event: DemoEvent): Promise<void> {
    const made: DemoMade = { batch: (lot) => this.batchOf(lot), entry: (name) => this.entryOf(name) };
    const batch = this.batchOf(event.lot);
    const { kind, occurredAt } = event;
    const answer = await owner.post(`/api/v1/batches/${batch}/events`, {
      kind,
      occurredAt,
      data: event.data(made),
    });
    if (event.as === undefined) return;
    this.entries.set(event.as, { batch, seq: Number(answer.seq), leafHash: String(answer.leafHash) });
  }

  private async label(owner: Caller): Promise<void> {
    const { lot, units, net } = this.story.labels;
    const batch = this.batchOf(lot);
    const set = await owner.post(`/api/v1/batches/${batch}/labels`, { units, net });
    const data = { action: 'activated', set: set.id, first: 1, last: units };
    const occurredAt = new Date().toISOString();
    await owner.post(`/api/v1/batches/${batch}/events`, { kind: 'label', occurredAt, data });
    this.demo.labels.push({ batch, uri: String(set.firstUri) });
  }

  private batchOf(lot: string): string {
    const id = this.batches.get(lot);
    if (id === undefined) throw new Error(`the demo has no lot ${lot}`);
    return id;
  }

  private entryOf(name: string): { batch: string; seq: number; leafHash: string } {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new Error(`the demo has no entry ${name}`);
    return entry;
  }
}
