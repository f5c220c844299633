import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../src/config/child-environment.js';
import { startService, type ServiceProcess } from '../support/processes.js';

const masterKey = randomBytes(32).toString('base64');
let service: ServiceProcess;
let processes: { readonly pid: number; readonly arguments: string; readonly environment: string }[];

/** The service and everything it started, as /proc shows it. */
function family(root: number): number[] {
  const parents = readdirSync('/proc').flatMap((name) => {
    try {
      const stat = /^\d+$/.test(name) ? readFileSync(`/proc/${name}/stat`, 'utf8') : '';
      const parent = /\) \S (\d+) /.exec(stat)?.[1];
      return parent === undefined ? [] : [[Number(name), Number(parent)] as const];
    } catch {
      return [];
    }
  });
  const all = [root];
  for (const pid of all) all.push(...parents.filter(([, parent]) => parent === pid).map(([child]) => child));
  return all;
}

/** A database of its own, so that PostgreSQL is among what it started. */
beforeAll(async () => {
  service = await startService({ env: { FURROW_MASTER_KEY: masterKey } });
  const postmaster = Number(
    readFileSync(join(service.dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0],
  );
  processes = [...new Set([...family(service.pid), ...family(postmaster)])].map((pid) => ({
    pid,
    arguments: readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
    environment: readFileSync(`/proc/${pid}/environ`, 'utf8'),
  }));
});
afterAll(() => service.end());

describe.skipIf(process.platform !== 'linux')('the processes of a service', () => {
  it('have no secret among their arguments', () => {
    const password = readFileSync(join(service.dataDir, 'postgres', 'password'), 'utf8').trim();
    expect(processes.length).toBeGreaterThan(2);
    const showing = processes.filter(({ arguments: given }) =>
      [masterKey, password].some((secret) => given.includes(secret)),
    );
    expect(showing.map(({ arguments: given }) => given)).toEqual([]);
  });

  it('do not hand the master key on: only the service itself was given it', () => {
    const holders = processes.filter(({ environment }) => environment.includes(masterKey));
    expect(holders.map(({ pid }) => pid)).toEqual([service.pid]);
  });

  it('keep their files from others', () => {
    const open = [
      'log.key',
      'log-origin',
      'first-admin.json',
      'witness/witness-key.json',
      'postgres/password',
    ].filter((name) => statSync(join(service.dataDir, name)).mode % 0o100 !== 0);
    expect(open).toEqual([]);
  });
});

describe('the environment of a started process', () => {
  it('has what programs need and nothing of ours', () => {
    const ours = {
      FURROW_MASTER_KEY: masterKey,
      DATABASE_URL: 'postgres://x',
      PKCS11_PIN: '1',
      PATH: '/bin',
    };
    expect(childEnvironment(ours)).toEqual({ PATH: '/bin' });
  });
});
