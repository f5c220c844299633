import type { LedgerTransaction } from '../database/transaction.js';
import type { Admission, Draft, Projection } from '../log/draft.js';
import { BatchAdmission } from './admission.js';
import { anomalyId } from './anomaly-id.js';
import { loadCaseStates, type CaseState } from './cases.store.js';
import { CertificationAdmission } from './certification-admission.js';
import { CertifiedGoods } from './certified-goods.js';
import type { Effect } from './effect.js';
import { loadOpenShipments, type EntryKey } from './handover.store.js';
import { intakeName, intakeOf, loadIntakes } from './intakes.store.js';
import type { LedgerEffect } from './ledger-effect.js';
import { findFirstVoid, loadLatestCorrections, loadOpenHolds } from './marks.store.js';
import { loadOpenRecalls } from './recalls.store.js';
import { findExistingLots, loadBatchStates, type BatchKey } from './projection.store.js';
import { readAbove, readBelow } from './edges.store.js';
import { findPaths, Paths } from './paths.js';
import { rangeKey, type GroupState } from './group-state.js';

type Of<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

/** What is read into places that are there before. */
type ReadState = Omit<GroupState, 'certified' | 'certifications' | 'cases'>;

/** Keeps the balances, holds, shipments and labels of batches in step with their chains, in the appending transaction. */
export class BatchProjection implements Projection<LedgerEffect> {
  /** Reads the state of everything a group touches; each read happens only when some draft needs it. */
  async begin(
    tx: LedgerTransaction,
    drafts: readonly Draft<LedgerEffect>[],
  ): Promise<Admission<LedgerEffect>> {
    const state: ReadState = {
      batches: new Map(),
      lots: new Set(),
      openHolds: new Set(),
      openRecalls: new Set(),
      shipments: new Map(),
      intakes: new Map(),
      corrections: new Map(),
      paths: new Paths([]),
      firstVoid: new Map(),
    };
    // All of it is asked for at once, before anything is waited for: what a caller asks for next is read after it.
    const [certified, certifications, cases] = await Promise.all([
      loadCertified(tx, drafts),
      loadCertifications(tx, drafts),
      loadCases(tx, drafts),
      loadBatches(tx, drafts, state),
      loadLots(tx, drafts, state),
      loadHolds(tx, drafts, state),
      loadRecalls(tx, drafts, state),
      loadHandovers(tx, drafts, state),
      loadCorrections(tx, drafts, state),
      loadVoids(tx, drafts, state),
      loadPaths(tx, drafts, state),
    ]);
    return new BatchAdmission({ ...state, certified, certifications, cases });
  }
}

async function loadBatches(
  tx: LedgerTransaction,
  drafts: readonly Draft<LedgerEffect>[],
  state: ReadState,
): Promise<void> {
  const keys = new Map<string, BatchKey>();
  for (const { opens, organizationId, chainId, touches, effect } of drafts) {
    // Most events look at no balance and no hold: that their chain exists is all they need.
    if (opens || (effect.effects.every(({ type }) => type === 'input-code') && !effect.forward)) continue;
    for (const batchId of [chainId, ...touches]) keys.set(batchId, { organizationId, batchId });
  }
  if (keys.size === 0) return;
  for (const batch of await loadBatchStates(tx, [...keys.values()])) state.batches.set(batch.batchId, batch);
}

async function loadLots(
  tx: LedgerTransaction,
  drafts: readonly Draft<LedgerEffect>[],
  state: ReadState,
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
  state: ReadState,
): Promise<void> {
  const holds: EntryKey[] = [];
  for (const { draft, effect } of effectsOf(drafts, 'hold')) {
    if (effect.entry !== undefined) {
      holds.push({ organizationId: draft.organizationId, batchId: effect.batch, seq: effect.entry.seq });
    }
  }
  if (holds.length > 0) state.openHolds = await loadOpenHolds(tx, holds);
}

async function loadRecalls(
  tx: LedgerTransaction,
  drafts: readonly Draft<LedgerEffect>[],
  state: ReadState,
): Promise<void> {
  const withdrawn = effectsOf(drafts, 'recall-withdrawn').map(({ draft, effect }) => {
    return { organizationId: draft.organizationId, batchId: effect.batch, seq: effect.entry.seq };
  });
  if (withdrawn.length > 0) state.openRecalls = await loadOpenRecalls(tx, withdrawn);
}

function loadCases(
  tx: LedgerTransaction,
  drafts: readonly Draft<LedgerEffect>[],
): Promise<Map<string, CaseState>> {
  const keys = effectsOf(drafts, 'case').map(({ draft, effect }) => ({
    organizationId: draft.organizationId,
    id: anomalyId(effect.batch, effect.rule, effect.entries),
  }));
  return loadCaseStates(tx, keys);
}

async function loadHandovers(
  tx: LedgerTransaction,
  drafts: readonly Draft<LedgerEffect>[],
  state: ReadState,
): Promise<void> {
  const handed = [...effectsOf(drafts, 'return'), ...effectsOf(drafts, 'delivery')];
  const shipped = handed.map(({ draft, effect }) => ({
    organizationId: draft.organizationId,
    batchId: effect.batch,
    seq: effect.shipment.seq,
  }));
  if (shipped.length > 0) {
    for (const shipment of await loadOpenShipments(tx, shipped)) {
      state.shipments.set(`${shipment.batchId} ${shipment.seq}`, shipment);
    }
  }
  const receiving = effectsOf(drafts, 'receipt').map(({ draft, effect }) =>
    intakeOf(draft.organizationId, effect),
  );
  if (receiving.length === 0) return;
  for (const intake of await loadIntakes(tx, receiving)) state.intakes.set(intakeName(intake), intake);
}

async function loadCorrections(
  tx: LedgerTransaction,
  drafts: readonly Draft<LedgerEffect>[],
  state: ReadState,
): Promise<void> {
  const corrected = effectsOf(drafts, 'correction').map(({ draft, effect }) => ({
    organizationId: draft.organizationId,
    batchId: effect.batch,
    seq: effect.entry,
  }));
  if (corrected.length > 0) state.corrections = await loadLatestCorrections(tx, corrected);
}

function loadCertified(
  tx: LedgerTransaction,
  drafts: readonly Draft<LedgerEffect>[],
): Promise<CertifiedGoods> {
  const asked = [...effectsOf(drafts, 'certificate-issue'), ...effectsOf(drafts, 'certificate-revoke')];
  return CertifiedGoods.load(
    tx,
    asked.map(({ draft: { organizationId }, effect }) => ({ organizationId, effect })),
  );
}

/** Under the lock of the organization's chain, which whoever marks or grants holds. */
function loadCertifications(
  tx: LedgerTransaction,
  drafts: readonly Draft<LedgerEffect>[],
): Promise<CertificationAdmission> {
  const asking = [
    ...effectsOf(drafts, 'certification-grant'),
    ...effectsOf(drafts, 'certification-change'),
    ...effectsOf(drafts, 'certification-use').filter(({ effect }) => effect.marks !== null),
  ];
  return CertificationAdmission.load(
    tx,
    asking.map(({ draft }) => draft.organizationId),
    effectsOf(drafts, 'certification-codes').map(({ effect }) => effect),
  );
}

async function loadVoids(
  tx: LedgerTransaction,
  drafts: readonly Draft<LedgerEffect>[],
  state: ReadState,
): Promise<void> {
  for (const { draft, effect } of effectsOf(drafts, 'label-state')) {
    const range = {
      organizationId: draft.organizationId,
      batchId: effect.batch,
      set: effect.set,
      first: effect.first,
      last: effect.last,
    };
    const number = await findFirstVoid(tx, range);
    if (number !== null) state.firstVoid.set(rangeKey(effect), number);
  }
}

/** Under the lock of the organization, which every draft with edges holds (src/events/events.service.ts). */
async function loadPaths(
  tx: LedgerTransaction,
  drafts: readonly Draft<LedgerEffect>[],
  state: ReadState,
): Promise<void> {
  const edges = effectsOf(drafts, 'edge').map(({ effect }) => effect);
  if (edges.length === 0) return;
  const parents = new Set(edges.map(({ parent }) => parent.batch));
  const children = new Set(edges.map(({ child }) => child));
  const known = await findPaths(
    parents,
    children,
    (batches) => readAbove(tx, batches),
    (batches) => readBelow(tx, batches),
  );
  state.paths = new Paths(known);
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
