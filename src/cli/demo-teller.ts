import type { Grant } from '../access/actor.js';
import type { Demo, DemoEvent, DemoLabels, DemoMade, DemoRecall, DemoStep, DemoStory } from './demo-story.js';

/** What a story is told to. */
export interface DemoService {
  readonly demo: Demo;
  /** When the demo's own acts happen. */
  readonly startedAt: string;
  /** A new account; answers its token. */
  account(login: string, name: string, grants: readonly Grant[]): Promise<string>;
  /** Sends a body and answers what was made. */
  post(token: string, url: string, body: object): Promise<Record<string, unknown>>;
}

/** What all stories have made so far, by the names that they go by in them. */
export class Made implements DemoMade {
  readonly batches = new Map<string, string>();
  readonly entries = new Map<string, { batch: string; seq: number; leafHash: string }>();
  readonly organizations = new Map<string, string>();

  batch(lot: string): string {
    return known(this.batches.get(lot), lot);
  }

  entry(name: string): { batch: string; seq: number; leafHash: string } {
    return known(this.entries.get(name), name);
  }

  organization(login: string): string {
    return known(this.organizations.get(login), login);
  }
}

function known<Thing>(thing: Thing | undefined, name: string): Thing {
  if (thing === undefined) throw new Error(`the demo has made no ${name} yet`);
  return thing;
}

/** Tells one story of the demo to the service: first who and what there is, of all stories, then what happens. */
export class StoryTeller {
  private token = '';

  constructor(
    private readonly service: DemoService,
    private readonly made: Made,
    private readonly story: DemoStory,
  ) {}

  /** Makes the organization with its account, site, products and lots. */
  async settle(admin: string): Promise<void> {
    const { story, service } = this;
    const { demo } = service;
    const { name } = story.organization;
    const { login, inspects } = story.account;
    const organization = String((await service.post(admin, '/api/v1/organizations', story.organization)).id);
    this.made.organizations.set(login, organization);
    demo.organizations.push({ id: organization, name });
    const person = inspects === undefined ? name : '检查员';
    this.token = await service.account(login, person, grantsOf(organization, inspects));
    if (story.site === undefined) return;
    const site = String(
      (await service.post(this.token, '/api/v1/sites', { organization, ...story.site })).id,
    );
    demo.sites.push({ id: site, organization });
    const products: string[] = [];
    for (const product of story.products) {
      const made = await service.post(this.token, '/api/v1/products', { organization, ...product });
      products.push(String(made.id));
      demo.products.push({ id: String(made.id), name: product.name });
    }
    for (const [lot, index] of story.lots) await this.open(lot, products[index], site);
  }

  private async open(lot: string, product: string | undefined, site: string): Promise<void> {
    const batch = await this.service.post(this.token, '/api/v1/batches', { product, lot, site });
    this.made.batches.set(lot, String(batch.id));
    this.service.demo.batches.push({ id: String(batch.id), code: String(batch.code), lot });
  }

  async tell(): Promise<void> {
    for (const step of this.story.steps) await this.take(step);
  }

  private take(step: DemoStep): Promise<void> {
    if ('kind' in step) return this.record(step);
    return 'recalled' in step ? this.recall(step) : this.label(step);
  }

  private async record(event: DemoEvent): Promise<void> {
    const batch = this.made.batch(event.lot);
    const { kind, occurredAt } = event;
    const data = event.data(this.made);
    const url = `/api/v1/batches/${batch}/events`;
    const answer = await this.service.post(this.token, url, { kind, occurredAt, data });
    if (event.as === undefined) return;
    this.made.entries.set(event.as, { batch, seq: Number(answer.seq), leafHash: String(answer.leafHash) });
  }

  private async label({ lot, units, net }: DemoLabels): Promise<void> {
    const batch = this.made.batch(lot);
    const set = await this.service.post(this.token, `/api/v1/batches/${batch}/labels`, { units, net });
    const data = { action: 'activated', set: set.id, first: 1, last: units };
    const event = { kind: 'label', occurredAt: this.service.startedAt, data };
    await this.service.post(this.token, `/api/v1/batches/${batch}/events`, event);
    this.service.demo.labels.push({ batch, uri: String(set.firstUri) });
  }

  private async recall({ recalled, words }: DemoRecall): Promise<void> {
    const batches = recalled.map((lot) => this.made.batch(lot));
    await this.service.post(this.token, '/api/v1/recalls', { batches, ...words });
  }
}

/** An owner of the organization, or an inspector of a region who records for it. */
function grantsOf(organizationId: string, region: string | undefined): Grant[] {
  if (region === undefined) return [{ role: 'owner', organizationId, region: null }];
  return [
    { role: 'inspector', organizationId: null, region },
    { role: 'recorder', organizationId, region: null },
  ];
}
