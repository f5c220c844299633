import { createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccountsService } from '../access/accounts.service.js';
import type { Role } from '../access/actor.js';
import type { Config } from '../config/config.js';
import { createOnce } from '../config/once-file.js';
import { derivedEventId } from '../parties/event-ids.js';
import { apple } from './demo-apple.js';
import { rice } from './demo-rice.js';
import { publishSamples } from './demo-lists.js';
import type { DemoEvent, DemoMade, DemoStory } from './demo-story.js';
import { isUnused } from './first-admin.js';

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

/** There from the first account until `demo.json` is written: what the demo's passwords and event ids follow from. */
const draftName = 'demo.draft.json';

interface Draft {
  readonly startedAtMs: number;
  readonly seed: string;
}

/**
 * Loads the demo into a database that has no account yet, through the service's own API; null when there is one.
 *
 * Passwords are drawn at random and written to `DATA_DIR/demo.json` (mode 0600) with everything that was made. A start
 * that was killed meanwhile is taken up by the next: it sends the same requests under the same event ids, so that what
 * was made is found and what is missing is made.
 */
export async function loadDemo(app: NestFastifyApplication, config: Config): Promise<Demo | null> {
  const draftPath = join(config.dataDir, draftName);
  if (!existsSync(draftPath)) {
    if (!(await isUnused(app))) return null;
    const fresh: Draft = { startedAtMs: Date.now(), seed: randomBytes(16).toString('hex') };
    createOnce(draftPath, JSON.stringify(fresh));
  }
  const draft = JSON.parse(await readFile(draftPath, 'utf8')) as Draft;
  const demo = await new DemoLoader(app, config.publicUrl, draft).load();
  const path = join(config.dataDir, 'demo.json');
  await writeFile(`${path}.new`, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  await rm(draftPath);
  return demo;
}

/** Makes everything of the demo, or finds it when the same draft made it before. */
class DemoLoader {
  readonly demo: Demo;
  private requests = 0;

  constructor(
    private readonly app: NestFastifyApplication,
    url: string,
    private readonly draft: Draft,
  ) {
    this.demo = { url, accounts: [], organizations: [], products: [], sites: [], batches: [], labels: [] };
  }

  async load(): Promise<Demo> {
    const admin = await this.account('admin', '管理员', null);
    await publishSamples((url, csv) => this.send(admin, url, { type: 'text/csv', payload: csv }));
    for (const story of [apple, rice]) await new StoryTeller(this, admin, story).tell();
    await this.account('regulator', '监管人员', null);
    return this.demo;
  }

  /** When the demo's own acts happen: the same at every start that takes it up. */
  get startedAt(): string {
    return new Date(this.draft.startedAtMs).toISOString();
  }

  /** A signed-in account. */
  async account(
    role: Role,
    name: string,
    organizationId: string | null,
    login: string = role,
  ): Promise<Token> {
    const password = createHmac('sha256', this.draft.seed).update(login).digest('base64url').slice(0, 12);
    const accounts = this.app.get(AccountsService);
    if ((await accounts.findByLogin(login)) === null) {
      const region = role === 'regulator' ? '' : null;
      await accounts.create({
        login,
        name,
        password,
        grants: [{ role, organizationId, region }],
        demo: true,
      });
    }
    this.demo.accounts.push({ role: organizationId === null ? role : 'producer', login, password });
    const answer = await this.post('', '/api/v1/auth/token', { login, password });
    return String(answer.accessToken);
  }

  /** Sends a JSON body under an event id that is the same at every start that takes the demo up. */
  post(token: Token, url: string, body: object): Promise<Record<string, unknown>> {
    this.requests += 1;
    const key = derivedEventId(this.draft.startedAtMs, this.draft.seed, String(this.requests));
    return this.send(token, url, { type: 'application/json', payload: JSON.stringify(body), key });
  }

  /**
   * Calls the API from inside the process, as any client would over the wire.
   *
   * @throws Error with the problem when the answer is not a success.
   */
  private async send(
    token: Token,
    url: string,
    body: { readonly type: string; readonly payload: string | Buffer; readonly key?: string },
  ): Promise<Record<string, unknown>> {
    const answer = await this.app.inject({
      method: 'POST',
      url,
      headers: {
        'content-type': body.type,
        authorization: `Bearer ${token}`,
        ...(body.key === undefined ? {} : { 'idempotency-key': body.key }),
      },
      payload: body.payload,
    });
    if (answer.statusCode >= 300) throw new Error(`the demo was refused at ${url}: ${answer.body}`);
    return JSON.parse(answer.body) as Record<string, unknown>;
  }
}

type Token = string;

/** Tells one story of the demo to the service. */
class StoryTeller {
  private readonly batches = new Map<string, string>();
  private readonly entries = new Map<string, { batch: string; seq: number; leafHash: string }>();

  constructor(
    private readonly loader: DemoLoader,
    private readonly admin: Token,
    private readonly story: DemoStory,
  ) {}

  async tell(): Promise<void> {
    const { story, loader } = this;
    const { demo } = loader;
    const organization = await loader.post(this.admin, '/api/v1/organizations', story.organization);
    const organizationId = String(organization.id);
    demo.organizations.push({ id: organizationId, name: story.organization.name });
    const owner = await loader.account('owner', story.organization.name, organizationId, story.owner);
    const site = await loader.post(owner, '/api/v1/sites', { organization: organizationId, ...story.site });
    demo.sites.push({ id: String(site.id), organization: organizationId });
    const products: string[] = [];
    for (const product of story.products) {
      const made = await loader.post(owner, '/api/v1/products', { organization: organizationId, ...product });
      products.push(String(made.id));
      demo.products.push({ id: String(made.id), name: product.name });
    }
    for (const [lot, index] of story.lots) {
      const batch = await loader.post(owner, '/api/v1/batches', {
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

  private async record(owner: Token, event: DemoEvent): Promise<void> {
    const made: DemoMade = { batch: (lot) => this.batchOf(lot), entry: (name) => this.entryOf(name) };
    const batch = this.batchOf(event.lot);
    const { kind, occurredAt } = event;
    const answer = await this.loader.post(owner, `/api/v1/batches/${batch}/events`, {
      kind,
      occurredAt,
      data: event.data(made),
    });
    if (event.as === undefined) return;
    this.entries.set(event.as, { batch, seq: Number(answer.seq), leafHash: String(answer.leafHash) });
  }

  private async label(owner: Token): Promise<void> {
    const { lot, units, net } = this.story.labels;
    const batch = this.batchOf(lot);
    const set = await this.loader.post(owner, `/api/v1/batches/${batch}/labels`, { units, net });
    const data = { action: 'activated', set: set.id, first: 1, last: units };
    const occurredAt = this.loader.startedAt;
    await this.loader.post(owner, `/api/v1/batches/${batch}/events`, { kind: 'label', occurredAt, data });
    this.loader.demo.labels.push({ batch, uri: String(set.firstUri) });
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
