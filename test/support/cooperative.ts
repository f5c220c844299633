import { uuidv7 } from 'uuidv7';
import { createTestApp, type TestApp, type TestAppOptions } from './app.js';

/** A cooperative with a site, a product and a signed-in owner, on a service of its own. */
export interface Cooperative {
  readonly service: TestApp;
  readonly organizationId: string;
  readonly siteId: string;
  readonly productId: string;
  readonly owner: Caller;
  readonly admin: Caller;
  /** Opens a batch and answers its id. */
  open(lot?: string, mixing?: string): Promise<string>;
  /** Records an event; the answer as it came. */
  record(batch: string, kind: string, data: object, options?: RecordOptions): Promise<Answer>;
}

export interface RecordOptions {
  readonly eventId?: string;
  readonly occurredAt?: string;
}

/** An HTTP answer, its body parsed. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly errors?: { pointer: string; code: string }[] };
  readonly headers: Headers;
}

/** A file that was answered, or the problem in its place. */
export interface FileAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

/** Calls the service over HTTP with one account's token. */
export class Caller {
  constructor(
    private readonly url: string,
    /** The header that signs the account in. */
    readonly credentials: Readonly<Record<string, string>>,
  ) {}

  /** The same account at another address of the service. */
  at(url: string): Caller {
    return new Caller(url.replace(/\/$/, ''), this.credentials);
  }

  post(path: string, body: object | string, headers: Record<string, string> = {}): Promise<Answer> {
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    return this.send('POST', path, payload, { 'content-type': 'application/json', ...headers });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  put(path: string, body: object): Promise<Answer> {
    return this.send('PUT', path, JSON.stringify(body), { 'content-type': 'application/json' });
  }

  delete(path: string): Promise<Answer> {
    return this.send('DELETE', path, undefined, {});
  }

  /** A file as its bytes; `HEAD` asks for its head alone. */
  async file(path: string, method: 'GET' | 'HEAD' = 'GET'): Promise<FileAnswer> {
    const answer = await this.open(path, { method });
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  }

  /** An answer whose body has not been read yet. */
  open(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, { ...init, headers: { ...this.credentials } });
  }

  private async send(
    method: string,
    path: string,
    payload: string | undefined,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { ...this.credentials, ...headers },
      ...(payload === undefined ? {} : { body: payload }),
    });
    const text = await answer.text();
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    return {
      status: answer.status,
      headers: answer.headers,
      body: (isJson ? JSON.parse(text) : { text }) as Answer['body'],
    };
  }
}

let logins = 0;

export async function createCooperative(options: TestAppOptions = {}): Promise<Cooperative> {
  const service = await createTestApp(options);
  const admin = await signIn(service, 'admin', null);
  const organization = await made(
    admin.post('/api/v1/organizations', {
      kind: 'cooperative',
      name: '栖霞示例果业农民专业合作社',
      uscc: '93370686MA3C2E7X7L',
      region: '370686',
    }),
  );
  const organizationId = String(organization.id);
  const owner = await signIn(service, 'owner', organizationId);
  const site = await made(
    owner.post('/api/v1/sites', {
      organization: organizationId,
      name: '3号地',
      publicName: '山东省烟台市栖霞市',
      region: '370686',
    }),
  );
  const product = await made(
    owner.post('/api/v1/products', {
      organization: organizationId,
      name: '苹果',
      category: 'FRU',
      gtin: '06937001000019',
      unit: 'KGM',
    }),
  );
  const siteId = String(site.id);
  const productId = String(product.id);
  return {
    service,
    organizationId,
    siteId,
    productId,
    owner,
    admin,
    open: async (lot, mixing) => {
      const named = { ...(lot === undefined ? {} : { lot }), ...(mixing === undefined ? {} : { mixing }) };
      const body = { product: productId, site: siteId, ...named };
      return String((await made(owner.post('/api/v1/batches', body))).id);
    },
    record: (batch, kind, data, recordOptions = {}) =>
      owner.post(
        `/api/v1/batches/${batch}/events`,
        { kind, occurredAt: recordOptions.occurredAt ?? new Date().toISOString(), data },
        { 'idempotency-key': recordOptions.eventId ?? uuidv7() },
      ),
  };
}

/** A signed-in account with one role. */
export async function signIn(
  service: TestApp,
  role: 'admin' | 'owner' | 'recorder' | 'viewer' | 'inspector' | 'regulator',
  organizationId: string | null,
  region: string | null = null,
): Promise<Caller> {
  logins += 1;
  const { headers } = await service.signIn({
    login: `${role}-${logins}`,
    name: role,
    password: 'a long enough password',
    grants: [{ role, organizationId, region }],
  });
  return new Caller(service.url, headers);
}

/** The body of an answer that made something. */
export async function made(sent: Promise<Answer>): Promise<Answer['body']> {
  const answer = await sent;
  if (answer.status !== 201)
    throw new Error(`expected 201, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** The data of a harvest of so many kilograms, made yesterday. */
export function harvestOf(kilograms: number): object {
  const day = new Date(Date.now() + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10);
  return { quantity: { value: String(kilograms), unit: 'KGM' }, startedOn: day, stoppedOn: day };
}
