import type { DeviceKey, KeySlot, KeyStore } from './device-key.js';
import type { QueueItem, QueueState, QueueStore } from './queue.js';

/** Statements in memory: for tests, and for programs that keep them elsewhere. */
export class MemoryQueueStore implements QueueStore {
  private readonly items = new Map<string, QueueItem>();

  add(item: QueueItem): Promise<boolean> {
    const isNew = !this.items.has(item.id);
    if (isNew) this.items.set(item.id, item);
    return Promise.resolve(isNew);
  }

  replace(item: QueueItem, from: QueueState): Promise<boolean> {
    const isFrom = this.items.get(item.id)?.state === from;
    if (isFrom) this.items.set(item.id, item);
    return Promise.resolve(isFrom);
  }

  remove(id: string, from: QueueState): Promise<void> {
    if (this.items.get(id)?.state === from) this.items.delete(id);
    return Promise.resolve();
  }

  list(): Promise<QueueItem[]> {
    return Promise.resolve([...this.items.values()]);
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
