import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccountsService } from '../access/accounts.service.js';
import type { Config } from '../config/config.js';
import { createOnce } from '../config/once-file.js';
import { Database } from '../database/database.js';
import { DomainError } from '../http/problems.js';
import { whileStarting } from '../http/while-starting.js';
import { PowerTraces } from '../parties/power-traces.service.js';

/** How the first admin signs in. */
export interface FirstAdmin {
  readonly login: string;
  readonly password: string;
}

const fileName = 'first-admin.json';
const passwordBytes = 12;
const anyAccount = { name: 'any-account', text: 'select from accounts limit 1' };
const anyAdmin = {
  name: 'any-admin',
  text: `select from members m join accounts a on a.id = m.account_id
    where m.role = 'admin' and m.ended_at is null and a.disabled_at is null limit 1`,
};

/** Whether a service has no account at all. */
export async function isUnused(app: NestFastifyApplication): Promise<boolean> {
  return (await whileStarting(() => app.get(Database).read(anyAccount, []))).length === 0;
}

/**
 * Makes the admin of a service that has none, since nobody else could; null when there is one. A service has none at
 * its first start, and after one on an older copy of the database whose admins were erased since.
 *
 * The password is drawn at random and lies in `DATA_DIR` (mode 0600) before the account is made, so that a start that
 * is killed in between leaves nobody locked out.
 */
export async function makeFirstAdmin(
  app: NestFastifyApplication,
  config: Config,
): Promise<FirstAdmin | null> {
  if ((await whileStarting(() => app.get(Database).read(anyAdmin, []))).length > 0) return null;
  const path = join(config.dataDir, fileName);
  createOnce(
    path,
    JSON.stringify({ login: 'admin', password: randomBytes(passwordBytes).toString('base64url') }),
  );
  const admin = JSON.parse(await readFile(path, 'utf8')) as FirstAdmin;
  const grant = { role: 'admin', organizationId: null, region: null } as const;
  const id = randomUUID();
  try {
    await whileStarting(() => app.get(AccountsService).requireFree(admin.login));
    await whileStarting(() => app.get(PowerTraces).changeRole(null, 'role-granted', id, grant));
    await app.get(AccountsService).create({ ...admin, id, name: '管理员', grants: [grant] });
  } catch (error) {
    // Another service on this database was faster, and has said the password of its own.
    if (error instanceof DomainError && error.slug === 'login-taken') return null;
    throw error;
  }
  return admin;
}
