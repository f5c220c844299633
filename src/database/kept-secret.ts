import { deriveSecret, seal, unseal } from '../config/master-key.js';
import { keptSecretLabel } from './sealed-places.js';
import type { Door } from './tenants.js';
import type { LedgerTransaction } from './transaction.js';

/** Secrets that must stay the same when the master key changes. */
export const keptSecrets = ['batch-ids', 'account-names'] as const;
export type KeptSecret = (typeof keptSecrets)[number];

const keep = {
  name: 'kept-secret-insert',
  text: 'insert into kept_secrets (name, sealed) values ($1, $2) on conflict do nothing',
};
const find = { name: 'kept-secret', text: 'select sealed from kept_secrets where name = $1' };

/** 32 bytes: first derived from the master key, which is the same in every process, from then on kept sealed under it. */
export async function keptSecret(database: Door, masterKey: Buffer, name: KeptSecret): Promise<Buffer> {
  await database.write(keep, [name, firstSealed(masterKey, name)]);
  const [row] = await database.read<{ sealed: Buffer }>(find, [name]);
  if (row === undefined) throw new Error(`the secret ${name} could not be kept`);
  return unseal(masterKey, keptSecretLabel(name), row.sealed);
}

/** Keeps what no service has kept yet, as it follows from the master key that is about to go. */
export function keepSecrets(tx: LedgerTransaction, masterKey: Buffer): void {
  for (const name of keptSecrets) tx.send(keep, [name, firstSealed(masterKey, name)]);
}

function firstSealed(masterKey: Buffer, name: KeptSecret): Buffer {
  return seal(masterKey, keptSecretLabel(name), deriveSecret(masterKey, name));
}
