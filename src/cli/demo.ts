import { createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccountsService } from '../access/accounts.service.js';
import type { Grant } from '../access/actor.js';
import { DemoMark } from '../access/demo-mark.js';
import type { Config } from '../config/config.js';
import { createOnce } from '../config/once-file.js';
import { derivedEventId } from '../parties/event-ids.js';
import { apple } from './demo-apple.js';
import { rice } from './demo-rice.js';
import { publishSamples } from './demo-lists.js';
import { market } from './demo-market.js';
import { Made, StoryTeller, type DemoService } from './demo-teller.js';
import type { Demo } from './demo-story.js';
import { isUnused } from './first-admin.js';

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
  await app.get(DemoMark).refresh();
  await rm(draftPath);
  return demo;
}

/** Makes everything of the demo, or finds it when the same draft made it before. */
class DemoLoader implements DemoService {
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
    const admin = await this.account('admin', '管理员', [
      { role: 'admin', organizationId: null, region: null },
    ]);
    await publishSamples((url, csv) => this.send(admin, url, { type: 'text/csv', payload: csv }));
    const made = new Made();
    const tellers = [apple, rice, ...market].map((story) => new StoryTeller(this, made, story));
    for (const teller of tellers) await teller.settle(admin);
    for (const teller of tellers) await teller.tell();
    const recorder = { role: 'recorder', organizationId: made.organization('apple'), region: null } as const;
    await this.account('farmer', '示例农户', [recorder]);
    await this.account('regulator', '监管人员', [
      { role: 'regulator', organizationId: null, region: '' },
      { role: 'recorder', organizationId: made.organization('inspector'), region: null },
    ]);
    return this.demo;
  }

  /** When the demo's own acts happen: the same at every start that takes it up. */
  get startedAt(): string {
    return new Date(this.draft.startedAtMs).toISOString();
  }

  /** A signed-in account; what it is called in `demo.json` follows from its first grant. */
  async account(login: string, name: string, grants: readonly Grant[]): Promise<string> {
    const password = createHmac('sha256', this.draft.seed).update(login).digest('base64url').slice(0, 12);
    const accounts = this.app.get(AccountsService);
    if ((await accounts.findByLogin(login)) === null)
      await accounts.create({ login, name, password, grants, demo: true });
    const [first] = grants;
    this.demo.accounts.push({
      role: first?.organizationId == null ? String(first?.role) : 'producer',
      login,
      password,
    });
    const answer = await this.post('', '/api/v1/auth/token', { login, password });
    return String(answer.accessToken);
  }

  /** Sends a JSON body under an event id that is the same at every start that takes the demo up. */
  post(token: string, url: string, body: object): Promise<Record<string, unknown>> {
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
    token: string,
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
