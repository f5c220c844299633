import pg from 'pg';
import { expect } from 'vitest';
import { notOperators } from './stored.js';

/** The tables that follow from the entries. */
export const projectionTables = [
  'chains',
  'batches',
  'holds',
  'recalls',
  'cases',
  'shipments',
  'receipts',
  'intakes',
  'settlements',
  'edges',
  'lot_changes',
  'input_codes',
  'corrections',
  'certified',
  'task_samples',
  'certifications',
  'certification_uses',
  'organic_codes',
  'label_sets',
  'labels',
] as const;

/** Does something as the owner of the schema. */
export async function asOwner<T>(ownerUrl: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}

/**
 * Every row of every projection, as text that tells numbers by their value; without the operator's chain, which goes on
 * by itself.
 */
export function keptRows(ownerUrl: string): Promise<Record<string, string[]>> {
  return asOwner(ownerUrl, async (owner) => {
    const kept: Record<string, string[]> = {};
    for (const table of projectionTables) {
      const { rows } = await owner.query<{ row: Record<string, unknown> }>(
        `select to_jsonb(t) as row from ${table} t ${table === 'chains' ? `where ${notOperators}` : ''}`,
      );
      kept[table] = rows.map(({ row }) => JSON.stringify(row, byValue)).sort();
    }
    return kept;
  });
}

/** JSON numbers are doubles here, which tell 7.50 and 7.5 to be one. */
function byValue(_: string, value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

/** Expects every projection to have rows, so that comparing them says something. */
export function expectRowsEverywhere(kept: Readonly<Record<string, readonly string[]>>): void {
  for (const table of projectionTables) expect(kept[table], table).not.toEqual([]);
}
