import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import { hasChromium, launchBrowser } from '../support/browser.js';

/** PUBLIC_URL of the test's service: the browser is told that its pages come from there. */
const origin = 'http://localhost:3000';
const path = '/api/v1/auth/passkeys';
let service: TestApp;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let devices: CDPSession;
let device: string;

interface Told {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

describe.skipIf(!hasChromium)('a passkey in a browser', () => {
  beforeAll(async () => {
    service = await createTestApp();
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  beforeEach(async () => {
    context = await browser.newContext();
    // What the page asks for goes to the service, whatever port that has; every other address is an empty page.
    await context.route('**/*', async (route) => {
      const { pathname } = new URL(route.request().url());
      if (!pathname.startsWith('/api/')) {
        await route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>test</title>' });
        return;
      }
      const response = await route.fetch({ url: service.url + pathname });
      await route.fulfill({ response });
    });
    page = await context.newPage();
    await page.goto(`${origin}/`);
    devices = await context.newCDPSession(page);
    await devices.send('WebAuthn.enable');
    device = await plugIn(true);
    return () => context.close();
  });

  /** A phone or key that holds passkeys; `verifies`: its person unlocks it. */
  async function plugIn(verifies: boolean): Promise<string> {
    const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: verifies,
        automaticPresenceSimulation: true,
      },
    });
    return authenticatorId;
  }

  const inPage = <T>(body: string) =>
    page.evaluate<T>(`(async () => {
      const post = async (path, body, headers = {}) => {
        const answer = await fetch(path, {
          method: 'POST',
          headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return { status: answer.status, body: await answer.json() };
      };
      ${body}
    })()`);

  let accounts = 0;

  async function newAccount(): Promise<Record<string, string>> {
    accounts += 1;
    const password = 'a long enough password';
    return (await service.signIn({ login: `browser-${accounts}`, name: 'x', password, grants: [] })).headers;
  }

  const register = (headers: Record<string, string>, change = '') =>
    inPage<Told>(`
      const headers = ${JSON.stringify(headers)};
      const asked = (await post('${path}/options', undefined, headers)).body;
      ${change}
      const options = PublicKeyCredential.parseCreationOptionsFromJSON(asked);
      const credential = await navigator.credentials.create({ publicKey: options });
      return post('${path}', { name: 'test', credential: credential.toJSON() }, headers);
    `);

  const signIn = (change = '') =>
    inPage<Told>(`
      const asked = (await post('${path}/sign-in/options')).body;
      ${change}
      const options = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
      const credential = await navigator.credentials.get({ publicKey: options });
      return post('${path}/sign-in', { credential: credential.toJSON() });
    `);

  const refused = { status: 401, body: { type: '/problems/passkey-refused' } };

  it('is made, and signs in again and again without a login or a password', async () => {
    expect(await register(await newAccount())).toMatchObject({ status: 201, body: { name: 'test' } });
    const { credentials } = await devices.send('WebAuthn.getCredentials', { authenticatorId: device });
    expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);
    for (let use = 0; use < 2; use += 1)
      expect(await signIn()).toMatchObject({ status: 200, body: { tokenType: 'Bearer' } });
  });

  it('is not made a second time on the same device', async () => {
    const headers = await newAccount();
    expect((await register(headers)).status).toBe(201);
    await expect(register(headers)).rejects.toThrow(/InvalidStateError/);
  });

  it('is made by no device whose person does not unlock it', async () => {
    await devices.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: device });
    await plugIn(false);
    await expect(register(await newAccount())).rejects.toThrow(/NotAllowedError/);
  });

  it('is refused when the page lets a device through that was not unlocked', async () => {
    const headers = await newAccount();
    expect((await register(headers)).status).toBe(201);
    await devices.send('WebAuthn.setUserVerified', { authenticatorId: device, isUserVerified: false });
    expect(await signIn("asked.userVerification = 'discouraged';")).toMatchObject(refused);
  });

  it('is refused with a challenge that the page made up', async () => {
    const headers = await newAccount();
    const made = "asked.challenge = 'bWFkZSB1cCBieSB0aGUgcGFnZSBpdHNlbGY';";
    expect(await register(headers, made)).toMatchObject({ status: 422 });
    expect((await register(headers)).status).toBe(201);
    expect(await signIn(made)).toMatchObject(refused);
  });

  it('is refused from a page of another origin, even on the same host', async () => {
    const headers = await newAccount();
    expect((await register(headers)).status).toBe(201);
    await page.goto('http://localhost:4000/');
    expect(await signIn()).toMatchObject(refused);
    expect(await register(headers, 'asked.excludeCredentials = [];')).toMatchObject({ status: 422 });
  });

  it('is not given out by the browser to a page of another domain', async () => {
    expect((await register(await newAccount())).status).toBe(201);
    await page.goto('http://farm.localhost:3000/');
    // A page may ask for a parent domain, and a browser may allow it: then the service refuses the origin.
    const outcome = await signIn().catch((error: unknown) => String(error));
    if (typeof outcome === 'string') expect(outcome).toMatch(/NotAllowedError|SecurityError/);
    else expect(outcome).toMatchObject(refused);
  });

  it('is refused the second time the same answer is sent', async () => {
    expect((await register(await newAccount())).status).toBe(201);
    const answers = await inPage<Told[]>(`
      const asked = (await post('${path}/sign-in/options')).body;
      const options = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
      const credential = (await navigator.credentials.get({ publicKey: options })).toJSON();
      return [await post('${path}/sign-in', { credential }), await post('${path}/sign-in', { credential })];
    `);
    expect(answers).toMatchObject([{ status: 200 }, refused]);
  });

  it('is refused from a copy of the device that counts from the beginning', async () => {
    expect((await register(await newAccount())).status).toBe(201);
    const { credentials } = await devices.send('WebAuthn.getCredentials', { authenticatorId: device });
    const [copy] = credentials;
    for (let use = 0; use < 3; use += 1) expect((await signIn()).status).toBe(200);
    await devices.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: device });
    const other = await plugIn(true);
    await devices.send('WebAuthn.addCredential', {
      authenticatorId: other,
      credential: { ...copy!, signCount: 1 },
    });
    expect(await signIn()).toMatchObject(refused);
  });

  it('of one person does not open the account of another', async () => {
    const [mine, theirs] = [await newAccount(), await newAccount()];
    expect((await register(mine)).status).toBe(201);
    expect((await register(theirs)).status).toBe(201);
    const swapped = await inPage<Told>(`
      const ask = async () => (await post('${path}/sign-in/options')).body;
      const get = async (publicKey) =>
        (await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) })).toJSON();
      const held = ${JSON.stringify((await devices.send('WebAuthn.getCredentials', { authenticatorId: device })).credentials)}
        .map(({ credentialId }) => credentialId.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
      const pick = async (id) => get({ ...(await ask()), allowCredentials: [{ type: 'public-key', id }] });
      const [first, second] = [await pick(held[0]), await pick(held[1])];
      const forged = { ...first, response: { ...first.response, userHandle: second.response.userHandle } };
      return post('${path}/sign-in', { credential: forged });
    `);
    expect(swapped).toMatchObject(refused);
  });
});
