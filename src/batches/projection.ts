import type { LedgerTransaction } from '../database/transaction.js';
import type { Admission, Draft, Projection } from '../log/draft.js';
import { BatchAdmission } from './admission.js';
import type { Effect } from './effect.js';
import { loadOpenShipments, type EntryKey } from './handover.store.js';
import { intakeName, intakeOf, loadIntakes } from './intakes.store.js';
import type { LedgerEffect } from './ledger-effect.js';
import { countVoidLabels, loadOpenHolds } from './marks.store.js';
import { findExistingLots, loadBatchStates, type BatchKey } from './projection.store.js';
import { rangeKey, type GroupState } from './group-state.js';

type Of<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

/** Keeps the balances, holds, shipments and labels of batches in step with their chains, in the appending transaction. */
export class BatchProjection implements Projection<LedgerEffect> {
  /** Reads the state of everything a group touches; each read happens only when some draft needs it. */
  async begin(
    tx: LedgerTransaction,
    drafts: readonly Draft<LedgerEffect>[],
  ): Promise<Admission<LedgerEffect>> {
    const state: GroupState = {
      batches: new Map(),
      lots: new Set(),
      openHolds: new Set(),
      shipments: new Map(),
      intakes: new Map(),
      voidCounts: new Map(),
    };
    const known = batchesOf(drafts);
    if (known.length > 0) {
      for (const batch of await loadBatchStates(tx, known)) state.batches.set(batch.batchId, batch);
    }
    await loadLots(tx, drafts, state);
    await loadHolds(tx, drafts, state);
    await loadHandovers(tx, drafts, state);
    await loadVoids(tx, drafts, state);
    return new BatchAdmission(state);
  }
}

function batchesOf(drafts: readonly Draft<LedgerEffect>[]): BatchKey[] {
  const keys = new Map<string, BatchKey>();
  for (const draft of drafts) {
    if (draft.opens) continue;
    for (const batchId of [draft.chainId, ...draft.touches]) {
      if (batchId !== draft.organizationId)
        keys.set(batchId, { organizationId: draft.organizationId, batchId });
    }
  }
  return [...keys.values()];
}

async function loadLots(
  tx: LedgerTransaction,
  drafts: readonly Draft<LedgerEffect>[],
  state: GroupState,
): Promise<void> {
  const lots = drafts.flatMap((draft) => {
    const opening = draft.effect.opening;
    if (opening === undefined || opening.lot === null) return [];
    return [{ organizationId: draft.organizationId, productId: opening.productId, lot: opening.lot }];
  });
  if (lots.length > 0) state.lots = await findExistingLots(tx, lots);
}

async function loadHolds(
  tx: LedgerTransaction,
  drafts: readonly Draft<LedgerEffect>[],
  state: GroupState,
): Promise<void> {
  const holds: EntryKey[] = [];
  for (const { draft, effect } of effectsOf(drafts, 'hold')) {
    if (effect.entry !== undefined) {
      holds.push({ organizationId: draft.organizationId, batchId: effect.batch, seq: effect.entry.seq });
    }
  }
  if (holds.length > 0) state.openHolds = await loadOpenHolds(tx, holds);
}

async function loadHandovers(
  tx: LedgerTransaction,
  drafts: readonly Draft<LedgerEffect>[],
  state: GroupState,
): Promise<void> {
  const returned = effectsOf(drafts, 'return').map(({ draft, effect }) => ({
    organizationId: draft.organizationId,
    batchId: effect.batch,
    seq: effect.shipment.seq,
  }));
  if (returned.length > 0) {
    for (const shipment of await loadOpenShipments(tx, returned)) {
      state.shipments.set(`${shipment.batchId} ${shipment.seq}`, shipment);
    }
  }
  const receiving = effectsOf(drafts, 'receipt').map(({ draft, effect }) =>
    intakeOf(draft.organizationId, effect),
  );
  if (receiving.length === 0) return;
  for (const intake of await loadIntakes(tx, receiving)) state.intakes.set(intakeName(intake), intake);
}

async function loadVoids(
  tx: LedgerTransaction,
  drafts: readonly Draft<LedgerEffect>[],
  state: GroupState,
): Promise<void> {
  for (const { draft, effect } of effectsOf(drafts, 'label-state')) {
    const range = {
      organizationId: draft.organizationId,
      batchId: effect.batch,
      set: effect.set,
      first: effect.first,
      last: effect.last,
    };
    state.voidCounts.set(rangeKey(effect), await countVoidLabels(tx, range));
  }
}

function effectsOf<Type extends Effect['type']>(
  drafts: readonly Draft<LedgerEffect>[],
  type: Type,
): { draft: Draft<LedgerEffect>; effect: Of<Type> }[] {
  const found: { draft: Draft<LedgerEffect>; effect: Of<Type> }[] = [];
  for (const draft of drafts) {
    for (const effect of draft.effect.effects) {
      if (isOf(effect, type)) found.push({ draft, effect });
    }
  }
  return found;
}

function isOf<Type extends Effect['type']>(effect: Effect, type: Type): effect is Of<Type> {
  return effect.type === type;
}
