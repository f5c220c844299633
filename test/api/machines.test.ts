import { createHash, createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SignJWT, decodeJwt } from 'jose';
import * as openid from 'openid-client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessTokens, accessTokenLifeS } from '../../src/access/access-token.js';
import { actorStaleMsMax } from '../../src/access/actors.js';
import { secretOverlapS } from '../../src/access/machines/clients.service.js';
import { scopeNames, type Scope } from '../../src/access/scopes.js';
import { deriveSecret } from '../../src/config/master-key.js';
import { Caller, createCooperative, harvestOf, signIn, type Cooperative } from '../support/cooperative.js';
import { createPartner, recordAs, type Partner } from '../support/parties.js';
import { readDescription, type Description } from './operations.js';

let farm: Cooperative;
let stranger: Partner;
let description: Description;
let database: pg.Client;
let clientsPath: string;
let batchesPath: string;

beforeAll(async () => {
  farm = await createCooperative();
  stranger = await createPartner(farm);
  description = await readDescription(farm.service);
  database = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await database.connect();
  batchesPath = `/api/v1/batches?organization=${farm.organizationId}`;
  clientsPath = `/api/v1/organizations/${farm.organizationId}/clients`;
});

afterAll(async () => {
  await database.end();
  await farm.service.close();
});

interface Registered {
  readonly id: string;
  readonly secret: string;
}

async function register(
  scopes: readonly Scope[],
  more: object = {},
  path = clientsPath,
  owner = farm.owner,
): Promise<Registered> {
  const answer = await owner.post(path, { name: '包装线 2 号秤', scopes, ...more });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as unknown as Registered;
}

interface TokenReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly access_token: string;
    readonly scope: string;
    readonly error?: string;
    readonly type?: string;
  };
}

async function askToken(
  fields: Record<string, string> | string,
  headers: Record<string, string> = {},
): Promise<TokenReply> {
  const answer = await fetch(`${farm.service.url}/api/v1/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  });
  return {
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as TokenReply['body'],
  };
}

const posted = ({ id, secret }: Registered) => ({
  grant_type: 'client_credentials',
  client_id: id,
  client_secret: secret,
});
const basic = ({ id, secret }: Registered) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

async function machineOf(client: Registered, scope?: string): Promise<Caller> {
  const { status, body } = await askToken({ ...posted(client), ...(scope === undefined ? {} : { scope }) });
  expect(status, JSON.stringify(body)).toBe(200);
  return new Caller(farm.service.url, { authorization: `Bearer ${body.access_token}` });
}

/** A POST without a body. */
const postEmpty = (caller: Caller, path: string) => caller.open(path, { method: 'POST' });
// eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that it stands out; for loopback only
const onLoopback = openid.allowInsecureRequests;
const bearer = (token: string) => new Caller(farm.service.url, { authorization: `Bearer ${token}` });

describe('the owner of an organization', () => {
  it('registers a machine and sees its secret once, which is stored as its hash alone', async () => {
    const client = await register(['batches:read', 'events:write']);
    expect(client.secret).toMatch(/^furrow_cs_[A-Za-z0-9_-]{43}$/);
    const list = await farm.owner.get(clientsPath);
    const listed = (list.body['items'] as { id: string }[]).find(({ id }) => id === client.id);
    expect(listed).toMatchObject({ scopes: ['batches:read', 'events:write'], expiresAt: null });
    expect(JSON.stringify(list.body)).not.toContain(client.secret);
    const { rows } = await database.query<{ all: string; secret_hash: Buffer }>(
      'select clients::text as all, secret_hash from clients where id = $1',
      [client.id],
    );
    expect(rows[0]?.all).not.toContain(client.secret);
    expect(rows[0]?.secret_hash).toEqual(createHash('sha256').update(client.secret).digest());
  });

  it('pages through the machines', async () => {
    const owner = stranger.owner;
    const path = `/api/v1/organizations/${stranger.organizationId}/clients`;
    for (let count = 0; count < 3; count += 1) await register(['sites:read'], {}, path, owner);
    const first = await owner.get(`${path}?limit=2`);
    expect(first.body['items']).toHaveLength(2);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await owner.get(next);
    expect([(second.body['items'] as object[]).length, second.headers.get('link')]).toEqual([1, null]);
  });

  it.each([
    [{ name: 'x', scopes: [] }, ['/scopes']],
    [{ name: 'x', scopes: ['batches:read', 'batches:read'] }, ['/scopes']],
    [{ name: 'x', scopes: ['batches:delete'] }, ['/scopes']],
    [{ name: 'x', scopes: ['__proto__'] }, ['/scopes']],
    [{ name: 'x', scopes: 'batches:read' }, ['/scopes']],
    [{ scopes: ['batches:read'] }, ['/name']],
    [{ name: '手机 13812345678', scopes: ['batches:read'] }, ['/name']],
    [{ name: 'x', scopes: ['batches:read'], secret: 'mine' }, ['/secret']],
    [{ name: 'x', scopes: ['batches:read'], expiresAt: '2020-01-01T00:00:00Z' }, ['/expiresAt']],
    [{ name: 'x', scopes: ['batches:read'], expiresAt: '2126-01-01T00:00:00Z' }, ['/expiresAt']],
    [{ name: 'x', scopes: ['batches:read'], expiresAt: 'tomorrow' }, ['/expiresAt']],
    [{ name: 'x', scopes: ['batches:read'], expiresAt: 7 }, ['/expiresAt']],
  ])('is refused %j by field', async (body, pointers) => {
    const before = await database.query('select 1 from clients');
    const answer = await farm.owner.post(clientsPath, body);
    expect([answer.status, answer.body.errors?.map(({ pointer }) => pointer)]).toEqual([422, pointers]);
    expect((await database.query('select 1 from clients')).rowCount).toBe(before.rowCount);
  });

  it('is the only one who makes machines, replaces secrets, and sees which there are', async () => {
    const client = await register(['batches:read']);
    const [recorder, viewer] = [
      await signIn(farm.service, 'recorder', farm.organizationId),
      await signIn(farm.service, 'viewer', farm.organizationId),
    ];
    const body = { name: 'x', scopes: ['batches:read'] };
    const secretPath = `${clientsPath}/${client.id}/secret`;
    for (const member of [recorder, viewer]) {
      expect((await member.post(clientsPath, body)).status).toBe(403);
      expect((await member.get(clientsPath)).status).toBe(403);
      expect((await postEmpty(member, secretPath)).status).toBe(403);
      expect((await member.delete(`${clientsPath}/${client.id}`)).status).toBe(403);
    }
    expect((await farm.admin.post(clientsPath, body)).status).toBe(404);
    expect((await postEmpty(farm.admin, secretPath)).status).toBe(404);
    expect((await stranger.owner.post(clientsPath, body)).status).toBe(404);
    expect((await stranger.owner.get(clientsPath)).status).toBe(404);
    expect((await stranger.owner.delete(`${clientsPath}/${client.id}`)).status).toBe(404);
    const ownPath = `/api/v1/organizations/${stranger.organizationId}/clients`;
    expect((await stranger.owner.delete(`${ownPath}/${client.id}`)).status).toBe(404);
    expect((await postEmpty(stranger.owner, `${ownPath}/${client.id}/secret`)).status).toBe(404);
    await machineOf(client);
    expect((await farm.admin.delete(`${clientsPath}/${client.id}`)).status).toBe(204);
  });
});

describe('the token endpoint', () => {
  it('is found and used by an OAuth library that knows nothing of us', async () => {
    const client = await register(['batches:read', 'events:write']);
    const library = await openid.discovery(
      new URL(farm.service.config.publicUrl),
      client.id,
      client.secret,
      openid.ClientSecretBasic(client.secret),
      {
        algorithm: 'oauth2',
        execute: [onLoopback],
        [openid.customFetch]: (url, init) =>
          fetch(url.replace(farm.service.config.publicUrl, farm.service.url), init as RequestInit),
      },
    );
    library[openid.customFetch] = (url, init) =>
      fetch(url.replace(farm.service.config.publicUrl, farm.service.url), init as RequestInit);
    const tokens = await openid.clientCredentialsGrant(library, { scope: 'batches:read' });
    expect(tokens).toMatchObject({ expires_in: 900, token_type: 'bearer', scope: 'batches:read' });
    expect((await bearer(tokens.access_token).get(batchesPath)).status).toBe(200);
  });

  it('answers a token of fifteen minutes that names its client and scopes, in both ways to say who asks', async () => {
    const client = await register(['batches:read', 'labels:read']);
    const answers = [
      await askToken(posted(client)),
      await askToken({ grant_type: 'client_credentials' }, { authorization: basic(client) }),
      await askToken(
        { grant_type: 'client_credentials', client_id: client.id },
        { authorization: basic(client) },
      ),
    ];
    for (const { status, body, headers } of answers) {
      expect([status, body.scope]).toEqual([200, 'batches:read labels:read']);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('set-cookie')).toBeNull();
      const claims = decodeJwt(body.access_token);
      expect(claims).toMatchObject({
        iss: farm.service.config.publicUrl,
        aud: `${farm.service.config.publicUrl}/api`,
        sub: client.id,
        client_id: client.id,
        scope: 'batches:read labels:read',
      });
      expect(Number(claims.exp) - Number(claims.iat)).toBe(accessTokenLifeS);
    }
  });

  it('says the same for an unknown client, a wrong secret, an expired and a revoked client', async () => {
    const good = await register(['batches:read']);
    const revoked = await register(['batches:read']);
    await farm.owner.delete(`${clientsPath}/${revoked.id}`);
    const expired = await register(['batches:read'], {
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    await database.query(
      "update clients set created_at = now() - interval '2 days', expires_at = now() - interval '1 second' where id = $1",
      [expired.id],
    );
    const answers = [
      await askToken(posted({ id: randomUUID(), secret: good.secret })),
      await askToken(posted({ id: good.id, secret: revoked.secret })),
      await askToken(posted({ id: good.id, secret: `${good.secret} ` })),
      await askToken(posted({ id: good.id, secret: 'x' })),
      await askToken(posted({ id: 'x', secret: good.secret })),
      await askToken(posted(revoked)),
      await askToken(posted(expired)),
      await askToken({ grant_type: 'client_credentials', client_id: good.id }),
      await askToken({ grant_type: 'client_credentials' }, { authorization: 'Basic eA==' }),
      await askToken({ grant_type: 'client_credentials' }, { authorization: 'Bearer x' }),
      await askToken(
        { grant_type: 'client_credentials', client_id: revoked.id },
        { authorization: basic(good) },
      ),
    ];
    for (const { status, body, headers } of answers) {
      expect([status, body.error]).toEqual([401, 'invalid_client']);
      expect(body).toEqual(answers[0]!.body);
      expect(headers.get('www-authenticate')).toBe('Basic realm="furrow"');
    }
  });

  it.each([
    ['no grant type', { grant_type: '' }, 'invalid_request'],
    ['the password grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['a scope that does not exist', { scope: 'everything' }, 'invalid_scope'],
    ['a scope the client does not have', { scope: 'batches:read labels:write' }, 'invalid_scope'],
    ['scopes with two spaces between', { scope: 'batches:read  events:write' }, 'invalid_scope'],
    ['a scope named like a member of every object', { scope: 'constructor' }, 'invalid_scope'],
  ])('refuses %s', async (_what, fields, error) => {
    const client = await register(['batches:read', 'events:write']);
    const answer = await askToken({ ...posted(client), ...fields });
    expect([answer.status, answer.body.error]).toEqual([400, error]);
  });

  it('refuses a parameter twice, and a client that says twice who it is', async () => {
    const client = await register(['batches:read']);
    const twice = `${new URLSearchParams(posted(client)).toString()}&client_id=${client.id}`;
    expect((await askToken(twice)).body.error).toBe('invalid_request');
    const both = await askToken(posted(client), { authorization: basic(client) });
    expect([both.status, both.body.error]).toEqual([400, 'invalid_request']);
  });

  it('takes a form and nothing else, and forms are taken nowhere else', async () => {
    const client = await register(['batches:read']);
    const asJson = await askToken(JSON.stringify(posted(client)), { 'content-type': 'application/json' });
    expect([asJson.status, asJson.body.type]).toEqual([415, '/problems/media-type']);
    const charset = { 'content-type': 'application/x-www-form-urlencoded; charset=gbk' };
    expect((await askToken(posted(client), charset)).status).toBe(415);
    const utf8 = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };
    expect((await askToken(posted(client), utf8)).status).toBe(200);
    expect((await askToken('x='.padEnd(9_000, 'y'))).status).toBe(413);
    expect((await askToken('grant_type=客户')).body.type).toBe('/problems/malformed');
    const elsewhere = await farm.owner.post('/api/v1/batches', 'product=x', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect([elsewhere.status, elsewhere.body['type']]).toEqual([415, '/problems/media-type']);
  });
});

describe('a machine', () => {
  it('records within its scopes, in its own organization', async () => {
    const client = await register([
      'batches:write',
      'events:write',
      'batches:read',
      'labels:write',
      'labels:read',
    ]);
    const machine = await machineOf(client);
    const opened = await machine.post('/api/v1/batches', { product: farm.productId, site: farm.siteId });
    expect(opened.status, JSON.stringify(opened.body)).toBe(201);
    const batch = String(opened.body['id']);
    expect((await recordAs(machine, batch, 'harvest', harvestOf(100))).status).toBe(201);
    const labels = { units: 2, net: { value: '5', unit: 'KGM' } };
    expect((await machine.post(`/api/v1/batches/${batch}/labels`, labels)).status).toBe(201);
    expect((await machine.get(`/api/v1/batches/${batch}/events`)).status).toBe(200);
    const foreign = await stranger.open();
    expect((await machine.get(`/api/v1/batches/${foreign}`)).status).toBe(404);
    expect((await recordAs(machine, foreign, 'harvest', harvestOf(1))).status).toBe(404);
  });

  it('gets no further than the scopes of its token', async () => {
    const client = await register(['batches:read', 'events:write']);
    const batch = await farm.open();
    const reader = await machineOf(client, 'batches:read');
    expect((await reader.get(`/api/v1/batches/${batch}`)).status).toBe(200);
    const refused = await recordAs(reader, batch, 'harvest', harvestOf(1));
    expect([refused.status, refused.body['type']]).toEqual([403, '/problems/scope-missing']);
    expect(String(refused.body['detail'])).toContain('events:write');
    expect((await recordAs(await machineOf(client), batch, 'harvest', harvestOf(1))).status).toBe(201);
  });

  it('reaches exactly the operations that name a scope of its own, out of all there are', async () => {
    const all = await machineOf(await register(scopeNames));
    const none = await machineOf(await register(['sites:read']));
    const closed: string[] = [];
    let open = 0;
    for (const { method, path, security = [] } of description.operations) {
      if (security.length === 0) continue;
      const scope = security.map((one) => (one as Record<string, string[]>)['machine']?.[0]).find(Boolean);
      const target = farm.service.url + path.replaceAll(/\{\w+\}/g, randomUUID());
      const ask = async (machine: Caller) => {
        const answer = await fetch(target, { method, headers: { ...machine.credentials } });
        return answer.status === 403 && (await answer.text()).includes('/problems/scope-missing');
      };
      const name = `${method} ${path}`;
      // The machine the service runs on may read these without any token.
      if (['GET /metrics', 'GET /log/tile/entries/{path}'].includes(name)) continue;
      expect(await ask(all), name).toBe(scope === undefined);
      expect(await ask(none), name).toBe(scope !== 'sites:read');
      if (scope === undefined) closed.push(name);
      else open += 1;
    }
    expect(open).toBeGreaterThan(25);
    expect(closed).toContain('POST /api/v1/members');
    expect(closed).toContain('POST /api/v1/organizations/{id}/clients');
    expect(closed).toContain('POST /api/v1/organizations/{id}/keys');
    expect(closed).toContain('POST /api/v1/accounts');
  });

  it('is shut out within seconds of its revocation, its other tokens too', async () => {
    const client = await register(['batches:read']);
    const [first, second] = [await machineOf(client), await machineOf(client)];
    expect((await first.get(batchesPath)).status).toBe(200);
    expect((await farm.owner.delete(`${clientsPath}/${client.id}`)).status).toBe(204);
    expect((await farm.owner.delete(`${clientsPath}/${client.id}`)).status).toBe(404);
    await sleep(actorStaleMsMax);
    for (const machine of [first, second]) expect((await machine.get(batchesPath)).status).toBe(401);
    expect((await askToken(posted(client))).status).toBe(401);
    const list = await farm.owner.get(`${clientsPath}?limit=200`);
    expect((list.body['items'] as { id: string }[]).map(({ id }) => id)).not.toContain(client.id);
  });

  it('has two secrets for a day after a rotation, and never three', async () => {
    const client = await register(['batches:read']);
    const rotate = async () => {
      const answer = await postEmpty(farm.owner, `${clientsPath}/${client.id}/secret`);
      expect(answer.status).toBe(200);
      return (await answer.json()) as { secret: string; previousUntil: string };
    };
    const second = await rotate();
    const overlapMs = Date.parse(second.previousUntil) - Date.now();
    expect(overlapMs / 1_000).toBeGreaterThan(secretOverlapS - 60);
    expect(overlapMs / 1_000).toBeLessThanOrEqual(secretOverlapS);
    const works = async (secret: string) =>
      (await askToken(posted({ id: client.id, secret }))).status === 200;
    expect([await works(client.secret), await works(second.secret)]).toEqual([true, true]);
    const third = await rotate();
    expect([await works(client.secret), await works(second.secret), await works(third.secret)]).toEqual([
      false,
      true,
      true,
    ]);
    await database.query("update clients set previous_until = now() - interval '1 second' where id = $1", [
      client.id,
    ]);
    expect([await works(second.secret), await works(third.secret)]).toEqual([false, true]);
  });
});

describe('a token of a machine', () => {
  const header = { alg: 'HS256', typ: 'at+jwt' };

  it.each<[string, (client: Registered, key: Uint8Array, issuer: string) => Promise<string>]>([
    [
      'that has expired',
      ({ id }) =>
        farm.service.app.get(AccessTokens).issueToMachine(id, ['batches:read'], Date.now() - 901_000),
    ],
    [
      'from the future',
      ({ id }) =>
        farm.service.app.get(AccessTokens).issueToMachine(id, ['batches:read'], Date.now() + 60_000),
    ],
    [
      'of a client that never was',
      () => farm.service.app.get(AccessTokens).issueToMachine(randomUUID(), ['batches:read']),
    ],
    ['of another service', ({ id }, key) => forge(key, id, {}, 'https://other.example.org')],
    ['by another key', ({ id }, _key, issuer) => forge(new Uint8Array(32), id, {}, issuer)],
    [
      'with a subject that is not the client',
      ({ id }, key, issuer) => forge(key, id, { sub: randomUUID() }, issuer),
    ],
    [
      'that is the session of a person, too',
      ({ id }, key, issuer) => forge(key, id, { sid: randomUUID() }, issuer),
    ],
    ['without scopes', ({ id }, key, issuer) => forge(key, id, { scope: null }, issuer)],
    ['whose client is no id', (_client, key, issuer) => forge(key, "x' or 1=1", {}, issuer)],
  ])('%s is refused', async (_what, make) => {
    const client = await register(['batches:read']);
    const key = new Uint8Array(deriveSecret(farm.service.config.masterKey, 'access-token/v1'));
    const issuer = farm.service.config.publicUrl;
    expect((await bearer(await forge(key, client.id, {}, issuer)).get(batchesPath)).status).toBe(200);
    expect((await bearer(await make(client, key, issuer)).get(batchesPath)).status).toBe(401);
  });

  it('that was altered by a scope or a byte is refused', async () => {
    const client = await register(['batches:read']);
    const { access_token: token } = (await askToken(posted(client))).body;
    const [head = '', body = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const wider = Buffer.from(JSON.stringify({ ...claims, scope: 'events:write' })).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    const ownKey = createHmac('sha256', 'x').update(`${head}.${wider}`).digest('base64url');
    for (const altered of [`${head}.${wider}.${signature}`, `${none}.${body}.`, `${head}.${wider}.${ownKey}`])
      expect((await bearer(altered).get(batchesPath)).status).toBe(401);
  });

  it('asks for no more than its client still has', async () => {
    const client = await register(['batches:read']);
    const wide = await farm.service.app.get(AccessTokens).issueToMachine(client.id, scopeNames);
    expect((await bearer(wide).get(batchesPath)).status).toBe(200);
    expect((await bearer(wide).get('/api/v1/sites')).body['type']).toBe('/problems/scope-missing');
  });

  function forge(key: Uint8Array, clientId: string, claims: object, issuer: string): Promise<string> {
    return new SignJWT({ client_id: clientId, scope: 'batches:read', sub: clientId, ...claims })
      .setProtectedHeader(header)
      .setIssuer(issuer)
      .setAudience(`${issuer}/api`)
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(key);
  }
});
