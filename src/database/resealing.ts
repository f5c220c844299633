import { SealedError, seal, sealedBeginning, unseal } from '../config/master-key.js';
import { sealedPlaces, type SealedPlace } from './sealed-places.js';
import type { LedgerTransaction, NamedStatement } from './transaction.js';

const rowsAtOnce = 1_000;

/** The keys of a change. */
export interface MasterKeys {
  readonly old: Buffer;
  readonly next: Buffer;
}

/** How many values of a table were sealed anew. */
export interface Resealed {
  readonly table: string;
  readonly rows: number;
}

type Row = Record<string, string> & { readonly sealed: Buffer };

const lockPlaces: NamedStatement = {
  name: 'sealed-lock',
  text: `lock table ${[...new Set(sealedPlaces.map(({ table }) => table))].join(', ')} in exclusive mode`,
};

/** Keeps writers of sealed columns out until the transaction ends; before its first query. */
export async function lockSealed(tx: LedgerTransaction): Promise<void> {
  await tx.query(lockPlaces, []);
}

/**
 * Opens everything of the database that is sealed under the old master key and seals it under the new one.
 * What has the new key already is left as it is.
 *
 * @throws SealedError naming the first value that opens under neither key.
 */
export async function reseal(
  tx: LedgerTransaction,
  keys: MasterKeys,
  progress: (rows: number) => void,
): Promise<Resealed[]> {
  const done: Resealed[] = [];
  let total = 0;
  for (const place of sealedPlaces) {
    let rows = 0;
    for (let after: string[] = []; ;) {
      const page = await tx.query<Row>(readPage(place, after.length > 0), [
        sealedBeginning(keys.next),
        ...after,
      ]);
      for (const row of page) resealOne(tx, place, row, keys);
      rows += page.length;
      progress(total + rows);
      const last = page.at(-1);
      if (last === undefined) break;
      after = place.key.map((name) => last[name] ?? '');
    }
    total += rows;
    done.push({ table: place.table, rows });
  }
  return done;
}

function resealOne(tx: LedgerTransaction, place: SealedPlace, row: Row, keys: MasterKeys): void {
  const label = place.label(...place.of.map((name) => row[name] ?? ''));
  const plaintext = openOld(place, label, row.sealed, keys.old);
  tx.send(writeOne(place), [seal(keys.next, label, plaintext), ...place.key.map((name) => row[name])]);
  plaintext.fill(0);
}

function openOld(place: SealedPlace, label: string, sealed: Buffer, old: Buffer): Buffer {
  try {
    return unseal(old, label, sealed);
  } catch (error) {
    if (!(error instanceof SealedError)) throw error;
    throw new SealedError(`${place.table}.${place.column}: ${error.message}`, { cause: error });
  }
}

/** Rows whose value does not begin with `$1`, in the order of the key, from the second page on those after a key. */
function readPage({ table, column, key, of }: SealedPlace, next: boolean): NamedStatement {
  const columns = [...new Set([...key, ...of])].map((name) => `t.${name}::text as ${name}`).join(', ');
  const keys = key.map((name) => `t.${name}`).join(', ');
  const after = next ? `and (${keys}) > (${key.map((_, index) => `$${index + 2}`).join(', ')})` : '';
  return {
    name: `sealed-${table}-${column}${next ? '-next' : ''}`,
    text: `select ${columns}, t.${column} as sealed from ${table} t
      where substring(t.${column} for length($1::bytea)) <> $1 ${after} order by ${keys} limit ${rowsAtOnce}`,
  };
}

function writeOne({ table, column, key }: SealedPlace): NamedStatement {
  const place = key.map((name, index) => `${name} = $${index + 2}`).join(' and ');
  return {
    name: `sealed-${table}-${column}-write`,
    text: `update ${table} set ${column} = $1 where ${place}`,
  };
}
