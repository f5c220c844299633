import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';

/** The client that a test's service is at the provider. */
export const clientId = 'furrow';
export const clientSecret = 'a secret between the two of them';

/** What the person at the provider is, and shows. */
export interface Person {
  readonly subject: string;
  readonly amr?: readonly string[];
  readonly acr?: string;
}

/** A real OpenID provider on loopback, whose pages are answered by a script. */
export interface TestProvider {
  readonly issuer: string;
  /** Its signing key at the moment, private. */
  key(): JWK;
  /** Goes on with a new signing key and forgets the old one. */
  rotateKey(): Promise<void>;
  /** Changes the ID tokens it answers with; null: not at all. */
  tamperWith(change: ((idToken: string) => Promise<string | undefined>) | null): void;
  /** Who stands before its pages from now on. */
  meet(person: Person): void;
  /** Walks through its pages as a browser would, and answers where it sends the browser back to. */
  visit(address: string, person: Person): Promise<URL>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Starts a provider that knows one client, with this redirection endpoint. */
export async function startProvider(redirectUri: string): Promise<TestProvider> {
  let person: Person = { subject: 'nobody' };
  let change: ((idToken: string) => Promise<string | undefined>) | null = null;
  let handler: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  let key: JWK = {};
  const server = createServer((request, response) => {
    handler(request, response);
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${String(port)}`;

  const rotateKey = async (): Promise<void> => {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    key = { ...(await exportJWK(privateKey)), kid: `key-${Date.now().toString()}`, alg: 'RS256', use: 'sig' };
    const provider = new Provider(issuer, configurationOf(redirectUri, key));
    provider.use(async (context: KoaContextWithOIDC, next) => {
      await next();
      const body = context.body as { id_token?: string } | undefined;
      if (context.path === '/token' && change !== null && body?.id_token !== undefined)
        context.body = { ...body, id_token: await change(body.id_token) };
    });
    const pages = provider.callback();
    const login = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { subject: accountId, amr, acr } = person;
      const shown = {
        accountId,
        ...(amr === undefined ? {} : { amr: [...amr] }),
        ...(acr === undefined ? {} : { acr }),
      };
      await provider.interactionFinished(request, response, { login: shown });
    };
    handler = (request, response) => {
      if (request.url?.startsWith('/interaction/') === true) void login(request, response);
      else void pages(request, response);
    };
  };
  await rotateKey();
  return {
    issuer,
    key: () => key,
    rotateKey,
    tamperWith: (wanted) => {
      change = wanted;
    },
    meet: (who) => {
      person = who;
    },
    visit: async (address, who) => {
      person = who;
      return follow(address, issuer);
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
    start: () => listen(port),
  };
}

function configurationOf(redirectUri: string, key: JWK): Configuration {
  return {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    jwks: { keys: [key] },
    claims: { openid: ['sub', 'amr', 'acr'] },
    cookies: { keys: ['of the test'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    loadExistingGrant: async (context) => {
      const { provider, client, session } = context.oidc;
      const grant = new provider.Grant({
        clientId: client?.clientId ?? '',
        accountId: session?.accountId ?? '',
      });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  };
}

const hopsMax = 10;

/** Follows redirects within the provider, keeping its cookies. */
async function follow(address: string, issuer: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let target = new URL(address);
  for (let hop = 0; hop < hopsMax && target.origin === issuer; hop += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(target, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null)
      throw new Error(`the provider answers ${String(answer.status)}: ${await answer.text()}`);
    target = new URL(location, target);
  }
  return target;
}
