import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { refuseHalfBegun } from './begun.js';
import { resolveLogOrigin } from './log-origin.js';
import { newMasterKeyFile, openMasterKey } from './master-key.js';
import type { OidcSettings } from './oidc-settings.js';
import { ConfigError, readSettings, type LogLevel, type Settings, type TrustProxy } from './settings.js';
import type { TokenSettings } from './token-settings.js';

/**
 * Everything the service was told at start (api.md, Configuration), validated once and never changed after.
 * Also the injection token: a constructor parameter of type `Config` receives it.
 */
export class Config implements Omit<Settings, 'newMasterKey'> {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly publicUrl: string;
  readonly port: number;
  readonly logOrigin: string;
  readonly logEntries: 'public' | 'restricted';
  readonly holidays: ReadonlySet<string>;
  readonly witnesses: string | null;
  readonly masterKey: Buffer;
  readonly token: TokenSettings | null;
  readonly trustProxy: TrustProxy;
  readonly scanRegionHeader: string | null;
  readonly logLevel: LogLevel;
  readonly webhookNetworks: readonly string[];
  readonly demoLogins: 'shown' | 'local';
  readonly oidc: OidcSettings | null;

  constructor(settings: Settings, secrets: { readonly logOrigin: string; readonly masterKey: Buffer }) {
    this.dataDir = settings.dataDir;
    this.databaseUrl = settings.databaseUrl;
    this.publicUrl = settings.publicUrl;
    this.port = settings.port;
    this.logOrigin = secrets.logOrigin;
    this.logEntries = settings.logEntries;
    this.holidays = settings.holidays;
    this.witnesses = settings.witnesses;
    this.masterKey = secrets.masterKey;
    this.token = settings.token;
    this.trustProxy = settings.trustProxy;
    this.scanRegionHeader = settings.scanRegionHeader;
    this.logLevel = settings.logLevel;
    this.webhookNetworks = settings.webhookNetworks;
    this.demoLogins = settings.demoLogins;
    this.oidc = settings.oidc;
  }

  /** Scheme and host of PUBLIC_URL without the scheme: `ledger.example.org`, `localhost:3000`. */
  get publicHost(): string {
    return new URL(this.publicUrl).host;
  }

  /** Whether readers reach the service over TLS: decides HSTS and the cookie's Secure attribute. */
  get overTls(): boolean {
    return this.publicUrl.startsWith('https://');
  }
}

/**
 * Reads the environment and opens the data directory: the directory itself, the master key and the log origin are
 * made at the first start and read at every later one.
 *
 * @throws ConfigError naming every bad variable at once, or the file that cannot be used.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, now = new Date()): Config {
  const settings = readSettings(env);
  refuseHalfBegun(settings.dataDir);
  refuseUnfinishedChange(settings);
  return openConfig(settings, now);
}

/** @throws ConfigError while a change of the key file is under way, or was cut short: what is sealed has either key. */
function refuseUnfinishedChange({ dataDir, masterKey }: Settings): void {
  const path = join(dataDir, newMasterKeyFile);
  if (masterKey !== null || !existsSync(path)) return;
  throw new ConfigError([
    `${newMasterKeyFile}: 更换主密钥尚未完成，请再次运行 furrow rotate-master-key · a change of the master key is not finished (${path}); run furrow rotate-master-key again`,
  ]);
}

/** As loadConfig, whether or not a change of the master key is under way. @throws ConfigError. */
export function openConfig(settings: Settings, now: Date): Config {
  try {
    mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
    const masterKey = settings.masterKey ?? openMasterKey(settings.dataDir);
    const logOrigin = settings.logOrigin ?? resolveLogOrigin(settings, now);
    return new Config(settings, { logOrigin, masterKey });
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new ConfigError([`DATA_DIR: ${settings.dataDir} cannot be used (${error.message})`]);
  }
}
