import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { isCivilDate } from '../gs1/national.js';
import { isLogOrigin } from '../ledger/names.js';
import { readOidc, type OidcSettings } from './oidc-settings.js';
import { readToken, type TokenSettings } from './token-settings.js';

/** One sentence a variable, each naming the variable, what is wrong and what would be right. */
export class ConfigError extends Error {
  constructor(
    readonly faults: readonly string[],
    options?: ErrorOptions,
  ) {
    super(`The configuration cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`, options);
    this.name = 'ConfigError';
  }
}

/** Whose word on the client's address is believed: nobody's, a number of hops, or listed addresses. */
export type TrustProxy = false | number | readonly string[];

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What the environment says, before the data directory is opened. */
export interface Settings {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly publicUrl: string;
  readonly port: number;
  readonly logOrigin: string | null;
  readonly logEntries: 'public' | 'restricted';
  /** Public holidays as announced, civil days `YYYY-MM-DD`: no working days where the law counts such. */
  readonly holidays: ReadonlySet<string>;
  /** C2SP tlog-policy lines of the witnesses and their quorum; null: the one beside the service. */
  readonly witnesses: string | null;
  readonly masterKey: Buffer | null;
  /** What `furrow rotate-master-key` puts in the place of `masterKey`; nothing else looks at it. */
  readonly newMasterKey: Buffer | null;
  /** The PKCS#11 token that holds keys; null: none does. */
  readonly token: TokenSettings | null;
  readonly trustProxy: TrustProxy;
  /** Header in which a named proxy says in which province a reader is, in lower case; null: none does. */
  readonly scanRegionHeader: string | null;
  readonly logLevel: LogLevel;
  /** Networks that webhooks may lie in beside the public internet, as `10.0.0.0/8`. */
  readonly webhookNetworks: readonly string[];
  /** To whom the start page of a demo shows the demo's passwords: everybody, or this machine alone. */
  readonly demoLogins: 'shown' | 'local';
  /** With what provider people may sign in, too; null: none. */
  readonly oidc: OidcSettings | null;
}

const hopsMax = 10;

/**
 * Reads the variables of api.md (Configuration) and nothing else. A variable that is empty counts as absent.
 * A secret may instead be given as `<NAME>_FILE`, a path whose content is the value: `DATABASE_URL`,
 * `FURROW_MASTER_KEY`, `FURROW_MASTER_KEY_NEW`, `OIDC_CLIENT_SECRET`, `PKCS11_PIN`.
 *
 * @throws ConfigError with one line for every bad variable.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const faults: string[] = [];
  const port = take(faults, () => readPort(env['PORT']), 3000);
  const settings: Settings = {
    dataDir: resolve(present(env['DATA_DIR']) ?? './data'),
    databaseUrl: take(faults, () => readDatabaseUrl(readSecret(env, 'DATABASE_URL')), null),
    publicUrl: take(faults, () => readPublicUrl(env['PUBLIC_URL'], port), ''),
    port,
    logOrigin: take(faults, () => readLogOrigin(env['LOG_ORIGIN']), null),
    logEntries: take(faults, () => readLogEntries(env['LOG_ENTRIES']), 'restricted'),
    holidays: take(faults, () => readHolidays(env['HOLIDAYS']), new Set<string>()),
    witnesses: take(faults, () => readWitnesses(env['WITNESSES']), null),
    masterKey: take(
      faults,
      () => readMasterKey('FURROW_MASTER_KEY', readSecret(env, 'FURROW_MASTER_KEY')),
      null,
    ),
    newMasterKey: take(
      faults,
      () => readMasterKey('FURROW_MASTER_KEY_NEW', readSecret(env, 'FURROW_MASTER_KEY_NEW')),
      null,
    ),
    token: take(faults, () => readToken(env, readSecret(env, 'PKCS11_PIN')), null),
    trustProxy: take(faults, () => readTrustProxy(env['TRUST_PROXY']), false),
    scanRegionHeader: take(faults, () => readRegionHeader(env['SCAN_REGION_HEADER']), null),
    logLevel: take(faults, () => readLogLevel(env['LOG_LEVEL']), 'info'),
    webhookNetworks: take(faults, () => readNetworks(env['WEBHOOK_NETWORKS']), []),
    demoLogins: take(faults, () => readDemoLogins(env['DEMO_LOGINS']), 'local'),
    oidc: take(faults, () => readOidcVariables(env), null),
  };
  if (settings.scanRegionHeader !== null && settings.trustProxy === false) {
    faults.push('SCAN_REGION_HEADER: must come with TRUST_PROXY, since any client can write a header');
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return settings;
}

function readOidcVariables(env: NodeJS.ProcessEnv): OidcSettings | null {
  const secret = readSecret(env, 'OIDC_CLIENT_SECRET');
  return readOidc(present(env['OIDC_ISSUER']), present(env['OIDC_CLIENT_ID']), secret);
}

function take<T>(faults: string[], read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
    return otherwise;
  }
}

/** The value of a variable; null when it is absent or empty. */
function present(value: string | undefined): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

function readSecret(env: NodeJS.ProcessEnv, name: string): string | null {
  const direct = present(env[name]);
  const path = present(env[`${name}_FILE`]);
  if (path === null) return direct;
  if (direct !== null) throw new Error(`${name}_FILE: ${name} is set too; give one of them`);
  try {
    return present(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new Error(`${name}_FILE: the file ${path} cannot be read (${reason})`, { cause: error });
  }
}

function readPort(value: string | undefined): number {
  const text = present(value);
  if (text === null) return 3000;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) {
    throw new Error('PORT: must be a number from 1 to 65535');
  }
  return port;
}

function readDatabaseUrl(text: string | null): string | null {
  if (text === null) return null;
  const scheme = URL.canParse(text) ? new URL(text).protocol : '';
  if (scheme !== 'postgres:' && scheme !== 'postgresql:') {
    throw new Error('DATABASE_URL: must be a URL like postgres://user:password@host:5432/database');
  }
  return text;
}

/** Scheme and host in lower case, always (api.md, Scanning); an origin, so that codes stay short and paths ours. */
function readPublicUrl(value: string | undefined, port: number): string {
  const text = present(value);
  if (text === null) return `http://localhost:${port}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new Error('PUBLIC_URL: must be an address like https://ledger.example.org');
  }
  if (
    url.username !== '' ||
    url.password !== '' ||
    url.search !== '' ||
    url.hash !== '' ||
    url.pathname !== '/'
  ) {
    throw new Error('PUBLIC_URL: must hold scheme, host and optionally a port, nothing after them');
  }
  return url.origin;
}

/** An origin names one log for ever (C2SP tlog-checkpoint: a schema-less URL without spaces or plus signs). */
function readLogOrigin(value: string | undefined): string | null {
  const text = present(value);
  if (text === null) return null;
  if (!isLogOrigin(text) || !text.includes('/')) {
    throw new Error(
      'LOG_ORIGIN: must be a name like ledger.example.org/2026: host in lower case, no scheme, a path',
    );
  }
  return text;
}

function readLogEntries(value: string | undefined): 'public' | 'restricted' {
  const text = present(value);
  if (text === null || text === 'restricted') return 'restricted';
  if (text === 'public') return 'public';
  throw new Error('LOG_ENTRIES: must be "public", or absent');
}

function readDemoLogins(value: string | undefined): 'shown' | 'local' {
  const text = present(value);
  if (text === null) return 'local';
  if (text === 'shown') return 'shown';
  throw new Error('DEMO_LOGINS: must be "shown", or absent');
}

/** Two dozen a year, for longer than a service is set up at once. */
const holidaysMax = 400;

/** Civil days with commas between them. */
function readHolidays(value: string | undefined): ReadonlySet<string> {
  const text = present(value);
  const days = text === null ? [] : text.split(',').map((day) => day.trim());
  if (days.length > holidaysMax || !days.every(isCivilDate))
    throw new Error(
      `HOLIDAYS: must be at most ${holidaysMax} days YYYY-MM-DD with commas between them, or absent`,
    );
  return new Set(days);
}

/** `none`, or a file of `witness`, `group` and `quorum` lines (C2SP tlog-policy). */
function readWitnesses(value: string | undefined): string | null {
  const path = present(value);
  if (path === null) return null;
  if (path === 'none') return 'quorum none\n';
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new Error(`WITNESSES: must be "none" or a file that can be read; ${path} is not (${reason})`, {
      cause: error,
    });
  }
}

function readMasterKey(name: string, text: string | null): Buffer | null {
  if (text === null) return null;
  const key = Buffer.from(text, 'base64');
  if (key.length !== 32 || key.toString('base64') !== text) {
    throw new Error(`${name}: must be 32 random bytes in base64, as \`openssl rand -base64 32\` prints them`);
  }
  return key;
}

/** `true` is refused on purpose: it would believe whatever address any client writes into a header. */
function readTrustProxy(value: string | undefined): TrustProxy {
  const text = present(value);
  if (text === null || text === 'false' || text === '0') return false;
  if (/^\d{1,2}$/.test(text) && Number(text) <= hopsMax) return Number(text);
  const addresses = text.split(',').map((part) => part.trim());
  if (!addresses.every(isAddressRange)) {
    throw new Error(
      'TRUST_PROXY: must be the number of proxies in front (1 to 10) or their addresses, like 10.0.0.0/8,::1 or loopback',
    );
  }
  return addresses;
}

/** Networks in CIDR notation, by commas. */
function readNetworks(value: string | undefined): readonly string[] {
  const text = present(value);
  if (text === null) return [];
  const networks = text.split(',').map((part) => part.trim());
  if (!networks.every((network) => network.includes('/') && isAddressRange(network))) {
    throw new Error('WEBHOOK_NETWORKS: must be networks like 10.0.0.0/8,fd12:3456::/32');
  }
  return networks;
}

function isAddressRange(text: string): boolean {
  if (text === 'loopback' || text === 'linklocal' || text === 'uniquelocal') return true;
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return (
    bits === undefined ||
    (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

/** A field name (RFC 9110 §5.1). */
function readRegionHeader(value: string | undefined): string | null {
  const text = present(value);
  if (text === null || /^[a-z][a-z0-9-]{0,63}$/i.test(text)) return text?.toLowerCase() ?? null;
  throw new Error(
    'SCAN_REGION_HEADER: must be the name of a header that the proxy sets, like X-Reader-Region',
  );
}

function readLogLevel(value: string | undefined): LogLevel {
  const text = present(value) ?? 'info';
  const level = logLevels.find((known) => known === text);
  if (level === undefined) throw new Error(`LOG_LEVEL: must be one of ${logLevels.join(', ')}`);
  return level;
}
