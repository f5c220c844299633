import { asOwner } from './kept-rows.js';
import type { Cooperative } from './cooperative.js';

/** Notes that something of `parent` became part of `child`, as the entry `seq` of the child says. */
export async function putEdge(
  { service }: Cooperative,
  parent: string,
  child: string,
  { parentSeq, seq, taken }: { readonly parentSeq: number; readonly seq: number; readonly taken: string },
): Promise<void> {
  await asOwner(service.testDatabase.ownerUrl, async (owner) => {
    await owner.query(
      `insert into edges select c.organization_id, c.id, $3, p.organization_id, p.id, $4, c.organization_id, c.id, $5, $5
        from batches p, batches c where p.id = $1 and c.id = $2
        on conflict do nothing`,
      [parent, child, seq, parentSeq, taken],
    );
  });
}
