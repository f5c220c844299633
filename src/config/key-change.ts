import { existsSync, linkSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { openConfig, type Config } from './config.js';
import { syncDirectory } from './durable-file.js';
import {
  formatMasterKey,
  makeMasterKey,
  masterKeyFile,
  masterKeyId,
  newMasterKeyFile,
  openMasterKey,
} from './master-key.js';
import { createOnce } from './once-file.js';
import { ConfigError, readSettings, type Settings } from './settings.js';

/**
 * A change of the master key. The old key is that of the configuration. The new one lies in `DATA_DIR/master.key.new`
 * until all is sealed under it, unless the environment gives the keys.
 */
export class KeyChange {
  constructor(
    readonly config: Config,
    private readonly settings: Settings,
  ) {}

  /**
   * The new key: the one that was given, else that of a run before that was cut short, else one made now.
   *
   * @throws ConfigError naming the variable that is missing, or that has the old key.
   */
  next(): Buffer {
    const { masterKey, newMasterKey, dataDir } = this.settings;
    if (masterKey === null) {
      if (newMasterKey === null) {
        return existsSync(this.newPath) ? openMasterKey(dataDir, newMasterKeyFile) : makeMasterKey();
      }
      throw new ConfigError([
        `FURROW_MASTER_KEY_NEW: is for a key that is given as FURROW_MASTER_KEY; this one lies in ${dataDir}, and the command makes the new one`,
      ]);
    }
    if (newMasterKey === null) {
      throw new ConfigError([
        'FURROW_MASTER_KEY_NEW: must be given, with the key that takes the place of FURROW_MASTER_KEY',
      ]);
    }
    if (newMasterKey.equals(masterKey)) {
      throw new ConfigError(['FURROW_MASTER_KEY_NEW: is the same key as FURROW_MASTER_KEY']);
    }
    return newMasterKey;
  }

  /** Writes the new key down, before anything that is sealed under it is stored. */
  keep(key: Buffer): void {
    if (this.settings.masterKey === null) createOnce(this.newPath, formatMasterKey(key));
  }

  /**
   * Puts the new key file in the place of the old one, once all is sealed under it: the commit point of the change. The
   * old key stays beside it, for backups of before. Answers under which name, or null when the environment has the keys.
   */
  async finish(): Promise<string | null> {
    const { dataDir, masterKey } = this.config;
    if (this.settings.masterKey !== null) return null;
    const path = join(dataDir, masterKeyFile);
    const retired = `${path}.${masterKeyId(masterKey).toString('hex')}.retired`;
    if (!existsSync(retired)) linkSync(path, retired);
    await syncDirectory(dataDir);
    renameSync(this.newPath, path);
    await syncDirectory(dataDir);
    return retired;
  }

  private get newPath(): string {
    return join(this.config.dataDir, newMasterKeyFile);
  }
}

/**
 * As loadConfig, for the command that changes the master key: a change that was cut short does not stop it.
 *
 * @throws ConfigError.
 */
export function loadKeyChange(env: NodeJS.ProcessEnv = process.env): KeyChange {
  const settings = readSettings(env);
  return new KeyChange(openConfig(settings, new Date()), settings);
}
