import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const modules = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so'];

/** The library of SoftHSM2, or null where it is not installed: tests with a token are skipped then. */
export const softTokenModule = modules.find((path) => existsSync(path)) ?? null;

if (softTokenModule === null) console.warn('no SoftHSM2: the tests with a PKCS#11 token are skipped');

export const softTokenLabel = 'furrow-test';
export const softTokenPin = '1357-2468';

/** A token of SoftHSM2 in a folder of its own. */
export interface SoftToken {
  /** Variables that lead to it: SoftHSM2's own, and the service's. */
  readonly env: Readonly<Record<string, string>>;
}

/** Makes the token. One process sees the tokens of one folder only. */
export function createSoftToken(folder: string): SoftToken {
  const tokens = join(folder, 'tokens');
  const conf = join(folder, 'softhsm2.conf');
  mkdirSync(tokens);
  writeFileSync(conf, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  const env = { SOFTHSM2_CONF: conf };
  const args = [
    '--init-token',
    '--free',
    '--label',
    softTokenLabel,
    '--so-pin',
    '98765432',
    '--pin',
    softTokenPin,
  ];
  const done = spawnSync('softhsm2-util', args, {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`softhsm2-util: ${done.stderr}`);
  return {
    env: {
      ...env,
      PKCS11_MODULE: softTokenModule ?? '',
      PKCS11_TOKEN: softTokenLabel,
      PKCS11_PIN: softTokenPin,
    },
  };
}
