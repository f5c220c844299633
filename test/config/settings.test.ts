import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, readSettings } from '../../src/config/settings.js';

const folder = mkdtempSync(join(tmpdir(), 'furrow-settings-'));
const key = Buffer.alloc(32, 7).toString('base64');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function faultsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('an empty environment', () => {
  it('gives the documented defaults', () => {
    expect(readSettings({})).toMatchObject({
      databaseUrl: null,
      publicUrl: 'http://localhost:3000',
      port: 3000,
      logOrigin: null,
      logEntries: 'restricted',
      demoLogins: 'local',
      masterKey: null,
      newMasterKey: null,
      trustProxy: false,
      scanRegionHeader: null,
      logLevel: 'info',
      oidc: null,
    });
    expect(readSettings({}).dataDir).toBe(join(process.cwd(), 'data'));
  });

  it('is what variables of white space count as', () => {
    expect(readSettings({ PORT: '', PUBLIC_URL: '  ', TRUST_PROXY: '' })).toEqual(readSettings({}));
  });
});

describe('a variable that is right', () => {
  it.each([
    [{ PORT: '8080' }, { port: 8080, publicUrl: 'http://localhost:8080' }],
    [{ PUBLIC_URL: 'HTTPS://Ledger.Example.ORG' }, { publicUrl: 'https://ledger.example.org' }],
    [{ PUBLIC_URL: 'https://ledger.example.org:443/' }, { publicUrl: 'https://ledger.example.org' }],
    [{ PUBLIC_URL: 'http://192.168.1.7:3000' }, { publicUrl: 'http://192.168.1.7:3000' }],
    [{ DATABASE_URL: 'postgres://u:p@h:5432/d' }, { databaseUrl: 'postgres://u:p@h:5432/d' }],
    [{ DATABASE_URL: 'postgresql://u@h/d' }, { databaseUrl: 'postgresql://u@h/d' }],
    [{ LOG_ORIGIN: 'ledger.example.org/2026' }, { logOrigin: 'ledger.example.org/2026' }],
    [{ LOG_ENTRIES: 'public' }, { logEntries: 'public' }],
    [{ DEMO_LOGINS: 'shown' }, { demoLogins: 'shown' }],
    [{ HOLIDAYS: '2026-10-01, 2026-10-02' }, { holidays: new Set(['2026-10-01', '2026-10-02']) }],
    [{ FURROW_MASTER_KEY: key }, { masterKey: Buffer.alloc(32, 7) }],
    [{ TRUST_PROXY: 'false' }, { trustProxy: false }],
    [{ TRUST_PROXY: '2' }, { trustProxy: 2 }],
    [{ TRUST_PROXY: '1', SCAN_REGION_HEADER: 'X-Reader-Region' }, { scanRegionHeader: 'x-reader-region' }],
    [{ TRUST_PROXY: 'loopback, 10.0.0.0/8,::1' }, { trustProxy: ['loopback', '10.0.0.0/8', '::1'] }],
    [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
    [{ WITNESSES: 'none' }, { witnesses: 'quorum none\n' }],
    [
      { OIDC_ISSUER: 'https://id.example.org/realm', OIDC_CLIENT_ID: 'furrow', OIDC_CLIENT_SECRET: 's' },
      { oidc: { issuer: 'https://id.example.org/realm', clientId: 'furrow', clientSecret: 's' } },
    ],
    [
      { OIDC_ISSUER: 'http://127.0.0.1:4000', OIDC_CLIENT_ID: 'furrow', OIDC_CLIENT_SECRET: 's' },
      { oidc: { issuer: 'http://127.0.0.1:4000', clientId: 'furrow', clientSecret: 's' } },
    ],
  ])('is taken: %o', (env, expected) => {
    expect(readSettings(env)).toMatchObject(expected);
  });

  it('may be a secret in a file, with the line end that editors add', () => {
    const path = file('key', `${key}\n`);
    expect(readSettings({ FURROW_MASTER_KEY_FILE: path }).masterKey).toEqual(Buffer.alloc(32, 7));
    const url = file('url', 'postgres://u:p@h/d\n');
    expect(readSettings({ DATABASE_URL_FILE: url }).databaseUrl).toBe('postgres://u:p@h/d');
  });
});

describe('the identity provider', () => {
  const whole = { OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'furrow', OIDC_CLIENT_SECRET: 's' };

  it('may have its secret in a file', () => {
    const path = file('oidc', 'from the file\n');
    const env = { ...whole, OIDC_CLIENT_SECRET: '', OIDC_CLIENT_SECRET_FILE: path };
    expect(readSettings(env).oidc?.clientSecret).toBe('from the file');
  });

  it.each([
    [{ ...whole, OIDC_ISSUER: '' }, 'OIDC_ISSUER: must be set'],
    [{ ...whole, OIDC_CLIENT_ID: '' }, 'OIDC_CLIENT_ID: must be set'],
    [{ ...whole, OIDC_CLIENT_SECRET: '' }, 'OIDC_CLIENT_SECRET: must be set'],
    [
      { ...whole, OIDC_CLIENT_SECRET_FILE: '/nowhere' },
      'OIDC_CLIENT_SECRET_FILE: OIDC_CLIENT_SECRET is set too',
    ],
    [{ ...whole, OIDC_ISSUER: 'y' }, 'OIDC_ISSUER: must be an address'],
    [{ ...whole, OIDC_ISSUER: 'http://id.example.org' }, 'OIDC_ISSUER: must be an address'],
    [{ ...whole, OIDC_ISSUER: 'http://127.0.0.1.example.org' }, 'OIDC_ISSUER: must be an address'],
    [{ ...whole, OIDC_ISSUER: 'https://u:p@id.example.org' }, 'OIDC_ISSUER: must be an address'],
    [{ ...whole, OIDC_ISSUER: 'https://id.example.org/?realm=x' }, 'OIDC_ISSUER: must be an address'],
    [{ ...whole, OIDC_ISSUER: 'https://id.example.org/#x' }, 'OIDC_ISSUER: must be an address'],
  ])('is refused by name: %o', (env, fault) => {
    const faults = faultsOf(env);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });
});

describe('a variable that is wrong', () => {
  it.each<[string, string]>([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '3000x'],
    ['PORT', '-1'],
    ['PORT', '3e3'],
    ['PUBLIC_URL', 'ledger.example.org'],
    ['PUBLIC_URL', 'ftp://ledger.example.org'],
    ['PUBLIC_URL', 'https://ledger.example.org/app'],
    ['PUBLIC_URL', 'https://ledger.example.org/?x=1'],
    ['PUBLIC_URL', 'https://ledger.example.org/#x'],
    ['PUBLIC_URL', 'https://u:p@ledger.example.org'],
    ['DATABASE_URL', 'mysql://h/d'],
    ['DATABASE_URL', 'h:5432'],
    ['LOG_ORIGIN', 'https://ledger.example.org/2026'],
    ['LOG_ORIGIN', 'ledger.example.org'],
    ['LOG_ORIGIN', 'Ledger.example.org/2026'],
    ['LOG_ORIGIN', 'ledger.example.org/20 26'],
    ['LOG_ORIGIN', 'ledger.example.org/2026+x'],
    ['LOG_ORIGIN', 'ledger.example.org:port/2026'],
    ['LOG_ORIGIN', 'ledger.example.org//2026'],
    ['LOG_ORIGIN', `ledger.example.org/${'2'.repeat(255)}`],
    ['LOG_ENTRIES', 'everyone'],
    ['DEMO_LOGINS', 'everyone'],
    ['HOLIDAYS', '2026-02-30'],
    ['HOLIDAYS', '2026-10-01 2026-10-02'],
    ['WITNESSES', '/nowhere/policy.txt'],
    ['FURROW_MASTER_KEY', 'short'],
    ['FURROW_MASTER_KEY', Buffer.alloc(31).toString('base64')],
    ['FURROW_MASTER_KEY', Buffer.alloc(32).toString('hex')],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '*'],
    ['TRUST_PROXY', '11'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.0/8/8'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', 'proxy.internal'],
    ['SCAN_REGION_HEADER', 'X-Reader-Region'],
    ['SCAN_REGION_HEADER', 'X Reader'],
    ['SCAN_REGION_HEADER', 'x-reader\r\nset-cookie'],
    ['LOG_LEVEL', 'verbose'],
  ])('is refused by name: %s=%s', (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name}: must `));
  });

  it('never has its secret repeated in the message', () => {
    const faults = faultsOf({ FURROW_MASTER_KEY: 'my-secret-key', DATABASE_URL: 'mysql://u:hunter2@h/d' });
    expect(faults.join(' ')).not.toMatch(/my-secret-key|hunter2/);
  });

  it('is named together with every other one, in one error', () => {
    const faults = faultsOf({ PORT: 'x', PUBLIC_URL: 'y', LOG_LEVEL: 'z' });
    expect(faults.map((fault) => fault.split(':', 1)[0])).toEqual(['PORT', 'PUBLIC_URL', 'LOG_LEVEL']);
    expect(() => readSettings({ PORT: 'x', LOG_LEVEL: 'z' })).toThrow(/PORT: .*\n.*LOG_LEVEL: /);
  });
});

describe('a secret in a file', () => {
  it('is refused when the variable itself is set too', () => {
    const path = file('both', key);
    expect(faultsOf({ FURROW_MASTER_KEY: key, FURROW_MASTER_KEY_FILE: path })).toEqual([
      'FURROW_MASTER_KEY_FILE: FURROW_MASTER_KEY is set too; give one of them',
    ]);
  });

  it('is refused by name when the file is not there', () => {
    const path = join(folder, 'absent');
    expect(faultsOf({ DATABASE_URL_FILE: path })).toEqual([
      `DATABASE_URL_FILE: the file ${path} cannot be read (ENOENT)`,
    ]);
  });

  it('is refused when the file holds no key', () => {
    const path = file('junk', 'not a key');
    chmodSync(path, 0o600);
    expect(faultsOf({ FURROW_MASTER_KEY_FILE: path })[0]).toMatch(
      /^FURROW_MASTER_KEY: must be 32 random bytes/,
    );
  });
});
