import { access } from './access.js';
import { applicationDecided } from './application-decided.js';
import { breakGlass } from './break-glass.js';
import { caseStep } from './case.js';
import { certificate } from './certificate.js';
import { certification } from './certification.js';
import { consentRecorded, consentWithdrawn } from './consent.js';
import { correctionOf } from './correction.js';
import { delivery } from './delivery.js';
import { erasure } from './erasure.js';
import { harvest } from './harvest.js';
import { headsStated } from './heads-stated.js';
import { hold } from './hold.js';
import { input } from './input.js';
import { inspection } from './inspection.js';
import { inspectionTask } from './inspection-task.js';
import { objection } from './objection.js';
import { keyRegistered } from './key-registered.js';
import { keyRevoked } from './key-revoked.js';
import type { Kind } from './kind.js';
import { label } from './label.js';
import { opening } from './opening.js';
import { organizationRegistered } from './organization-registered.js';
import { listPublished } from './list-published.js';
import { logEnded } from './log-ended.js';
import { powerUsed } from './power-used.js';
import { processing } from './processing.js';
import { recall } from './recall.js';
import { recallWithdrawn } from './recall-withdrawn.js';
import { receipt } from './receipt.js';
import { release } from './release.js';
import { returned } from './return.js';
import { accountEnded, roleEnded, roleGranted } from './role-changes.js';
import { sample } from './sample.js';
import { shipment } from './shipment.js';
import { storage } from './storage.js';

const firstHand: readonly Kind[] = [
  opening,
  input,
  harvest,
  processing,
  storage,
  sample,
  inspection,
  objection,
  certificate,
  label,
  shipment,
  receipt,
  returned,
  delivery,
  hold,
  release,
  caseStep,
  recall,
  recallWithdrawn,
  organizationRegistered,
  certification,
  keyRegistered,
  keyRevoked,
  headsStated,
  logEnded,
  roleGranted,
  roleEnded,
  accountEnded,
  access,
  breakGlass,
  powerUsed,
  inspectionTask,
  listPublished,
  applicationDecided,
  consentRecorded,
  consentWithdrawn,
  erasure,
];

/** Every kind of event, one line each, in the order of a batch's life. */
export const kinds: readonly Kind[] = [...firstHand, correctionOf(firstHand)];

/** Kinds on batches that nobody records as an event: they come with an act of their own. */
export const recordedElsewhere: ReadonlySet<string> = new Set(['opening', 'delivery', 'recall', 'case']);

const byName: ReadonlyMap<string, Kind> = new Map(kinds.map((kind) => [kind.kind, kind]));

/** The kind of that name, undefined when there is none. */
export function findKind(name: string): Kind | undefined {
  return byName.get(name);
}
