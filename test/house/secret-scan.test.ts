import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { root } from './project-files.js';

interface Scan {
  readonly traceKinds: readonly string[];
  readonly findSecrets: (text: string, secrets: readonly string[], kind?: string) => string[];
  readonly isCitizenId: (text: string) => boolean;
  readonly scanTraces: (folder: string) => { kind: string; found: string[] }[];
}
const { traceKinds, findSecrets, isCitizenId, scanTraces } = (await import(
  join(root, 'scripts', 'secret-scan.mjs')
)) as Scan;

let folder: string;
beforeAll(async () => {
  folder = await createTestFolder();
});
afterAll(() => removeTestFolder(folder));

const jwt = `eyJhbGciOiJIUzI1NiJ9.${Buffer.from('{"sub":"somebody"}').toString('base64url')}.c2lnbmF0dXJl`;
const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
// Made up, with a right check character.
const citizen = '11010519491231002X';

describe('the search for secrets', () => {
  it.each([
    ['a token', `{"msg":"signed in","token":"${jwt}"}`],
    ['a token in an address', `location: /api/v1/x?t=${jwt}`],
    ['a statement with its disclosures', `${jwt}~WyJzYWx0Il0~`],
    ['a private key', pem],
    ['a private key as JWK', `{"kty":"OKP","crv":"Ed25519","d":"${'a'.repeat(43)}"}`],
    ['an authorization header', '{"authorization":"x"}'],
    ['a cookie', '{"headers":{"cookie":"furrow_refresh=x"}}'],
    ['a bearer token', 'failed for Bearer abcdefghijklmnopqrstuv'],
    ['a mobile phone number', '{"phone":"13812345678"}'],
    ['one with its country', 'call +86 13812345678 now'],
    ['one in Chinese text', '联系电话13812345678。'],
    ['a citizen’s id number', `{"id":"${citizen}"}`],
    ['one with a small x', `身份证${citizen.toLowerCase()}`],
  ])('finds %s', (_, text) => {
    expect(findSecrets(`harmless\n${text}\nharmless`, [])).not.toEqual([]);
  });

  it('finds a secret that the tests used, a word or a sentence, and does not repeat it', () => {
    const secrets = ['correct horse battery', 'Zm9vYmFyYmF6cXV1eA-_x'];
    for (const secret of secrets) {
      const found = findSecrets(`{"detail":"no such password: ${secret}"}`, secrets);
      expect(found).toHaveLength(1);
      expect(found.join()).not.toContain(secret);
    }
  });

  it.each([
    ['an id', '{"id":"018f6c2e-7c1b-7abc-8def-13812345678a"}'],
    ['a GTIN', '/01/06901234567892/10/APP-20261018-01'],
    ['a time in milliseconds', '{"at":1764117415123}'],
    ['a fraction', '0.13812345678'],
    ['a hash', `{"leafHash":"${'A'.repeat(43)}"}`],
    ['a public key', `{"kty":"OKP","x":"${'b'.repeat(43)}"}`],
    ['what was redacted', '{"authorization":"[redacted]","cookie":"[redacted]"}'],
    ['the name of the scheme', 'www-authenticate: Bearer'],
    ['a number with a wrong check character', '110105194912310021'],
  ])('lets %s pass', (_, text) => {
    expect(findSecrets(text, ['a secret of the tests'])).toEqual([]);
  });

  it('knows a citizen’s id number by its date and its check character', () => {
    expect(isCitizenId(citizen)).toBe(true);
    expect(isCitizenId('110105194913310020')).toBe(false);
    expect(isCitizenId(`${citizen.slice(0, 17)}0`)).toBe(false);
  });

  it('lets signed statements pass in what is public, and no person’s number', () => {
    expect(findSecrets(jwt, [], 'public')).toEqual([]);
    expect(findSecrets('13812345678', [], 'public')).toHaveLength(1);
  });

  it('does not take what a gauge shows for a phone number, but does look at its labels', () => {
    expect(findSecrets('process_virtual_memory_bytes 13812345678', [], 'metrics')).toEqual([]);
    expect(findSecrets('logins{login="13812345678"} 1', [], 'metrics')).toHaveLength(1);
  });
});

describe('the traces of a run', () => {
  const write = (
    name: string,
    kinds: readonly string[],
    text: string,
    secret = 'a password of a test',
  ): string => {
    const path = join(folder, name);
    mkdirSync(path);
    const other = 'another password of a test';
    writeFileSync(join(path, 'secrets-1.txt'), `${JSON.stringify(other)}\n${JSON.stringify(secret)}\n`);
    for (const kind of kinds) writeFileSync(join(path, `${kind}-1.txt`), text);
    return path;
  };

  it('pass when they hold nothing secret', () => {
    const results = scanTraces(write('good', traceKinds, '{"msg":"request","status":200}\n'));
    expect(results).toEqual(traceKinds.map((kind) => ({ kind, found: [] })));
  });

  it('fail, each kind by itself, when a secret was planted', () => {
    const results = scanTraces(write('planted', traceKinds, 'it was: a password of a test\n'));
    expect(results.map(({ found }) => found.length)).toEqual(traceKinds.map(() => 1));
  });

  it('pass when they repeat a text that tests send wherever one fits, and fail for one that is only like it', () => {
    const [known, like] = ['9'.repeat(18), '9'.repeat(19)];
    const found = (name: string, secret: string): number[] =>
      scanTraces(write(name, traceKinds, `{"detail":"more than ${secret} KGM"}\n`, secret)).map(
        (result) => result.found.length,
      );
    expect(found('known', known)).toEqual(traceKinds.map(() => 0));
    expect(found('like', like)).toEqual(traceKinds.map(() => 1));
  });

  it('fail when nothing was left to look through', () => {
    const results = scanTraces(write('half', traceKinds.slice(1), 'nothing\n'));
    expect(results.map(({ found }) => found.length)).toEqual([1, 0, 0, 0, 0]);
    expect(scanTraces(join(folder, 'nowhere')).every(({ found }) => found.length === 1)).toBe(true);
  });
});
