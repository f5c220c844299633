import type {
  AttachmentPlace,
  AttachmentReport,
  EnrolmentState,
  QueueItem,
  SendReport,
} from '../../client/client.js';
import { recall, recallObject } from '../app/memory.js';
import { keptCatalogue, type Catalogue, type KnownOrganization } from './catalogue.js';
import { keptFacts, type Facts } from './facts.js';
import { mayPhotosGo } from './photo-network.js';

/** What the screens show. `key`: whether this phone's signatures count, as far as it knows. */
export interface DeskState {
  readonly organization: KnownOrganization | null;
  readonly catalogue: Catalogue;
  readonly facts: Facts;
  readonly items: readonly QueueItem[];
  /** Whether what is kept on this phone was read: before, nobody knows what waits. */
  readonly isRead: boolean;
  /** Photos that are on this phone only, and those that the service does not take. */
  readonly photos: readonly AttachmentPlace[];
  readonly refusedPhotos: AttachmentReport['refused'];
  readonly isOnline: boolean;
  readonly isSending: boolean;
  readonly stopped: SendReport['stopped'];
  readonly key: EnrolmentState | 'missing';
  /** How far the phone's clock is ahead, in milliseconds; 0 when it is right, or nobody knows. */
  readonly skewMs: number;
}

/** What is known before anything was opened or asked. */
export function stateAtStart(skewMs: number): DeskState {
  const key = recall('key');
  return {
    organization: keptOrganization(),
    catalogue: keptCatalogue(),
    facts: keptFacts(),
    items: [],
    isRead: false,
    photos: [],
    refusedPhotos: [],
    isOnline: navigator.onLine,
    isSending: false,
    stopped: null,
    key: key === 'approved' || key === 'refused' ? key : 'missing',
    skewMs,
  };
}

function keptOrganization(): KnownOrganization | null {
  const { id, name } = recallObject('organization');
  return typeof id === 'string' && typeof name === 'string' ? { id, name } : null;
}

/** Records that are neither in the ledger nor returned. */
export function waitingIn({ items }: DeskState): number {
  return items.filter(({ state }) => state === 'saved' || state === 'queued').length;
}

/** Whether something can be sent without anybody signing in or pressing a button. */
export function isWaiting(state: DeskState): boolean {
  const { photos, refusedPhotos, stopped } = state;
  if (stopped === 'signed-out') return false;
  return waitingIn(state) > 0 || (photos.length > refusedPhotos.length && mayPhotosGo());
}

/** Whether it came back because the key that signed it counts no more. */
export function isOfRevokedKey(item: QueueItem): boolean {
  return item.state === 'refused' && item.problem.type.endsWith('/key-not-accepted');
}
