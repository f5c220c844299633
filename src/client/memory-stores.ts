import type { DeviceKey, KeySlot, KeyStore } from './device-key.js';
import type { AttachmentPlace, QueueItem, QueueState, QueueStore, WaitingAttachment } from './queue.js';

/** Statements in memory: for tests, and for programs that keep them elsewhere. */
export class MemoryQueueStore implements QueueStore {
  private readonly items = new Map<string, QueueItem>();
  private attachments: readonly WaitingAttachment[] = [];

  add(item: QueueItem, attachments: readonly WaitingAttachment[] = [], replaces?: string): Promise<boolean> {
    const isNew = !this.items.has(item.id);
    if (isNew) {
      if (replaces !== undefined) void this.remove(replaces, 'refused');
      this.items.set(item.id, item);
      this.attachments = [...this.attachments, ...attachments];
    }
    return Promise.resolve(isNew);
  }

  replace(item: QueueItem, from: QueueState): Promise<boolean> {
    const isFrom = this.items.get(item.id)?.state === from;
    if (isFrom) this.items.set(item.id, item);
    return Promise.resolve(isFrom);
  }

  remove(id: string, from: QueueState): Promise<void> {
    if (this.items.get(id)?.state === from) {
      this.items.delete(id);
      this.attachments = this.attachments.filter(({ event }) => event !== id);
    }
    return Promise.resolve();
  }

  list(): Promise<QueueItem[]> {
    return Promise.resolve([...this.items.values()]);
  }

  waiting(): Promise<AttachmentPlace[]> {
    return Promise.resolve(this.attachments.map(({ event, sha256 }) => ({ event, sha256 })));
  }

  attachment(place: AttachmentPlace): Promise<WaitingAttachment | null> {
    return Promise.resolve(this.attachments.find((one) => isAt(one, place)) ?? null);
  }

  settle(place: AttachmentPlace): Promise<void> {
    this.attachments = this.attachments.filter((one) => !isAt(one, place));
    return Promise.resolve();
  }
}

/** Keys in memory, gone with the process. */
export class MemoryKeyStore implements KeyStore {
  private readonly keys = new Map<KeySlot, DeviceKey>();

  get(slot: KeySlot): Promise<DeviceKey | null> {
    return Promise.resolve(this.keys.get(slot) ?? null);
  }

  put(slot: KeySlot, key: DeviceKey): Promise<void> {
    this.keys.set(slot, key);
    return Promise.resolve();
  }

  remove(slot: KeySlot): Promise<void> {
    this.keys.delete(slot);
    return Promise.resolve();
  }
}

function isAt({ event, sha256 }: AttachmentPlace, place: AttachmentPlace): boolean {
  return event === place.event && sha256 === place.sha256;
}
