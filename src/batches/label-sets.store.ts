import type { Reads } from '../database/tenants.js';
import { labelStateNames, type LabelRun, type LabelSet, type SetLabel } from './batch.js';

interface Row {
  id: string;
  organization_id: string;
  batch_id: string;
  seq: number;
  units: number;
  net_value: string;
  net_unit: string;
  form: 'signed' | 'compact';
  key_kid: string | null;
  root: Buffer;
}

const columns = 'id, organization_id, batch_id, seq, units, net_value, net_unit, form, key_kid, root';
const ofBatch = {
  name: 'label-sets-of-batch',
  text: `select ${columns} from label_sets where organization_id = $1 and batch_id = $2 and seq > $3
    order by seq limit $4`,
};
const labelsOfSet = {
  name: 'labels-of-set',
  text: `select code, number, state from labels
    where organization_id = $1 and batch_id = $2 and set_id = $3 and number > $4 order by number limit $5`,
};

/** Neighbours in one state have one difference between their number and their rank within the state. */
const runsOfSet = {
  name: 'label-runs-of-set',
  text: `select min(number) as first, max(number) as last, state from (
      select number, state, number - row_number() over (partition by state order by number) as island
      from labels where organization_id = $1 and batch_id = $2 and set_id = $3) as numbered
    group by state, island order by first`,
};

/** Label sets of a batch that were issued after the entry `afterSeq`, oldest first, at most `limit`; all unless told. */
export async function listLabelSets(
  reads: Reads,
  batch: { readonly organizationId: string; readonly id: string },
  afterSeq = 0,
  limit: number | null = null,
): Promise<LabelSet[]> {
  const rows = await reads.read<Row>(ofBatch, [batch.organizationId, batch.id, afterSeq, limit]);
  return rows.map((row) => ({
    id: row.id,
    organizationId: row.organization_id,
    batchId: row.batch_id,
    seq: row.seq,
    units: row.units,
    net: row.net_value,
    unit: row.net_unit,
    form: row.form,
    kid: row.key_kid,
    root: row.root,
  }));
}

type SetKey = Pick<LabelSet, 'organizationId' | 'batchId' | 'id'>;
type Stated<T> = Omit<T, 'state'> & { readonly state: number };

/** Labels of a set numbered above `afterNumber`, in order, at most `limit`. */
export async function listSetLabels(
  reads: Reads,
  set: SetKey,
  afterNumber: number,
  limit: number,
): Promise<SetLabel[]> {
  const values = [set.organizationId, set.batchId, set.id, afterNumber, limit];
  return (await reads.read<Stated<SetLabel>>(labelsOfSet, values)).map(named);
}

/** All labels of a set as runs of one state each, in order. */
export async function listLabelRuns(reads: Reads, set: SetKey): Promise<LabelRun[]> {
  const values = [set.organizationId, set.batchId, set.id];
  return (await reads.read<Stated<LabelRun>>(runsOfSet, values)).map(named);
}

function named<T extends { readonly state: number }>(row: T): Omit<T, 'state'> & Pick<SetLabel, 'state'> {
  const state = labelStateNames[row.state];
  if (state === undefined) throw new Error(`a label is in the state ${row.state}`);
  return { ...row, state };
}
