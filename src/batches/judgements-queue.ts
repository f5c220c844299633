import pg from 'pg';

/**
 * Lets every batch be judged anew, as the owner of the schema: after what follows from the entries was rebuilt.
 *
 * A statement of its own: in the transaction of a rebuild it would meet what a service that runs judges meanwhile.
 */
export async function queueAllBatches(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  await owner.connect();
  try {
    await owner.query(`insert into judgements_due (organization_id, batch_id)
      select organization_id, id from batches
      on conflict (organization_id, batch_id) do update set turn = judgements_due.turn + 1`);
  } finally {
    await owner.end();
  }
}
