import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig, type Config } from '../../src/config/config.js';
import { ConfigError } from '../../src/config/settings.js';
import { parsePublicKey, type PublicKey } from '../../src/ledger/key.js';
import { verifySignature } from '../../src/ledger/signature.js';
import { Token } from '../../src/log/token.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { createSoftToken, softTokenModule, softTokenPin } from '../support/soft-token.js';

const message = Buffer.from('a checkpoint');
let folder: string;
let env: Readonly<Record<string, string>>;
const opened: Token[] = [];

beforeAll(async () => {
  folder = await createTestFolder();
  if (softTokenModule === null) return;
  ({ env } = createSoftToken(folder));
  // The module reads it when it is loaded into this process.
  process.env['SOFTHSM2_CONF'] = env['SOFTHSM2_CONF'];
});
afterAll(async () => {
  for (const token of opened) await token.close();
  delete process.env['SOFTHSM2_CONF'];
  await removeTestFolder(folder);
});

const config = (changes: Record<string, string> = {}): Config =>
  loadConfig({ DATA_DIR: join(folder, 'data'), ...env, ...changes });

async function open(changes: Record<string, string> = {}): Promise<Token> {
  const token = await Token.open(config(changes));
  if (token === null) throw new Error('no token');
  opened.push(token);
  return token;
}

const refusedPath = (): string => join(folder, 'data', 'pkcs11-pin-refused');

describe.skipIf(softTokenModule === null)('a PKCS#11 token', () => {
  it('makes an Ed25519 key, signs with it, and finds it again by label and by thumbprint', async () => {
    const token = await open();
    expect(await token.find({ label: 'one' })).toBeNull();
    const made = await token.make('one');
    expect(await token.find({ label: 'one' })).toEqual(made);
    expect(await token.find({ kid: made.kid })).toEqual(made);
    const signature = await token.signer({ label: 'one' }, made).sign(message);
    expect(signature).toHaveLength(64);
    expect(verifySignature(made, message, signature)).toBe(true);
    expect(await token.signer({ kid: made.kid }, made).sign(message)).toEqual(signature);
  });

  it('signs what several ask for at once, each its own message', async () => {
    const token = await open();
    const made = await token.make('many');
    const signer = token.signer({ kid: made.kid }, made);
    const messages = Array.from({ length: 100 }, (_, index) => Buffer.from(`message ${index}`));
    const signatures = await Promise.all(messages.map((one) => signer.sign(one)));
    expect(messages.filter((one, index) => !verifySignature(made, one, signatures[index] ?? one))).toEqual(
      [],
    );
    expect(new Set(signatures.map((one) => Buffer.from(one).toString('hex'))).size).toBe(100);
  });

  it('does not sign in the name of another key than the one that is registered', async () => {
    const token = await open();
    const [registered, other] = [await token.make('registered'), await token.make('other')];
    const signer = token.signer({ label: 'other' }, registered);
    await expect(signer.sign(message)).rejects.toMatchObject({ slug: 'unavailable' });
    const gone: PublicKey = parsePublicKey({ ...other.jwk, x: registered.jwk.x });
    await expect(token.signer({ label: 'nobody' }, gone).sign(message)).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/does not hold the key/) as string },
    });
  });

  it('does not choose between two keys of one label', async () => {
    const token = await open();
    const [first] = [await token.make('twice'), await token.make('twice')];
    await expect(token.find({ label: 'twice' })).rejects.toThrow(/several keys/);
    await expect(token.signer({ label: 'twice' }, first).sign(message)).rejects.toMatchObject({
      slug: 'unavailable',
    });
  });

  it('is logged in to again after its session was lost', async () => {
    const token = await open();
    const made = await token.make('lost');
    const signer = token.signer({ label: 'lost' }, made);
    await signer.sign(message);
    // Another user of this process's module ends every session, as a token does that is pulled out for a moment.
    await closeAllSessions();
    expect(verifySignature(made, message, await signer.sign(message))).toBe(true);
  });

  it('that is gone is said to be unavailable, and signs again when it is back', async () => {
    const token = await open();
    const made = await token.make('gone');
    const signer = token.signer({ label: 'gone' }, made);
    await signer.sign(message);
    renameSync(join(folder, 'tokens'), join(folder, 'away'));
    await closeAllSessions();
    await expect(signer.sign(message)).rejects.toMatchObject({ slug: 'unavailable' });
    renameSync(join(folder, 'away'), join(folder, 'tokens'));
    await closeAllSessions();
    expect(verifySignature(made, message, await signer.sign(message))).toBe(true);
  });
});

/** C_CloseAllSessions for every slot, through the module itself. */
async function closeAllSessions(): Promise<void> {
  const { default: koffi } = await import('koffi');
  const library = koffi.load(softTokenModule ?? '');
  const slots = Buffer.alloc(64 * 8);
  const count = Buffer.alloc(8);
  count.writeBigUInt64LE(64n);
  (library.func('C_GetSlotList', 'ulong', ['uint8', 'void *', 'void *']) as (...args: unknown[]) => number)(
    1,
    slots,
    count,
  );
  const close = library.func('C_CloseAllSessions', 'ulong', ['ulong']) as (slot: bigint) => number;
  for (let index = 0; index < Number(count.readBigUInt64LE()); index += 1)
    close(slots.readBigUInt64LE(index * 8));
}

describe.skipIf(softTokenModule === null)('a token that cannot be used', () => {
  it.each([
    [{ PKCS11_MODULE: '/nowhere/libtoken.so' }, /PKCS11_MODULE: \/nowhere\/libtoken\.so cannot be loaded/],
    [{ PKCS11_MODULE: process.execPath }, /PKCS11_MODULE: .* cannot be loaded/],
    [{ PKCS11_TOKEN: 'elsewhere' }, /PKCS11_TOKEN: no token is called elsewhere; there is: furrow-test/],
  ])('is named by its variable: %j', async (changes, reason) => {
    const refused = open(changes);
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(reason);
  });

  it('because of its PIN is not asked again with that PIN, by this start or a later one', async () => {
    await Promise.all(opened.splice(0).map((token) => token.close()));
    const wrong = { PKCS11_PIN: '0000-0000' };
    await expect(open(wrong)).rejects.toThrow(
      /PKCS11_PIN: the token refused the PIN \(C_Login answered 0xa0\)/,
    );
    expect(readFileSync(refusedPath(), 'utf8')).not.toContain(wrong.PKCS11_PIN);
    await expect(open(wrong)).rejects.toThrow(/refused this PIN before; it is not tried again/);
    await expect(open({ PKCS11_PIN: '1111-1111' })).rejects.toThrow(/refused the PIN/);
    const token = await open({ PKCS11_PIN: softTokenPin });
    expect(await token.find({ label: 'one' })).not.toBeNull();
    expect(existsSync(refusedPath())).toBe(false);
  });
});
