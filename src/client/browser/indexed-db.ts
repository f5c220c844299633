import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import type { DeviceKey, KeySlot, KeyStore } from '../device-key.js';
import type { AttachmentPlace, QueueItem, QueueState, QueueStore, WaitingAttachment } from '../queue.js';

interface Schema extends DBSchema {
  /** By place, in the order of adding. */
  queue: { key: number; value: QueueItem; indexes: { id: string } };
  keys: { key: KeySlot; value: DeviceKey };
  /** By event and hash. */
  attachments: { key: [event: string, sha256: string]; value: WaitingAttachment };
}

type Writing = IDBPTransaction<Schema, ['queue', 'attachments'], 'readwrite'>;

/** On disk before it is answered, not in the cache of the operating system. */
const durable = { durability: 'strict' } as const;

/** Keeps statements and keys in a browser: it stores the key objects of WebCrypto, whose private part nobody can read. */
export interface BrowserStores {
  readonly queue: QueueStore;
  readonly keys: KeyStore;
  close(): void;
}

/** Opens, and makes where it is missing, the database of this name. */
export async function openBrowserStores(name = 'furrow'): Promise<BrowserStores> {
  const database = await openDB<Schema>(name, 2, {
    upgrade: (older, version) => {
      if (version < 1) {
        older.createObjectStore('queue', { autoIncrement: true }).createIndex('id', 'id', { unique: true });
        older.createObjectStore('keys');
      }
      older.createObjectStore('attachments', { keyPath: ['event', 'sha256'] });
    },
  });
  return {
    queue: new BrowserQueueStore(database),
    keys: new BrowserKeyStore(database),
    close: () => {
      database.close();
    },
  };
}

class BrowserQueueStore implements QueueStore {
  constructor(private readonly database: IDBPDatabase<Schema>) {}

  async add(
    item: QueueItem,
    attachments: readonly WaitingAttachment[] = [],
    replaces?: string,
  ): Promise<boolean> {
    const transaction = this.begin();
    const queue = transaction.objectStore('queue');
    const isNew = (await queue.index('id').getKey(item.id)) === undefined;
    if (isNew) {
      if (replaces !== undefined) await changeIn(transaction, replaces, 'refused', null);
      const kept = attachments.map((one) => transaction.objectStore('attachments').put(one));
      await Promise.all([queue.add(item), ...kept]);
    }
    await transaction.done;
    return isNew;
  }

  replace(item: QueueItem, from: QueueState): Promise<boolean> {
    return this.change(item.id, from, item);
  }

  async remove(id: string, from: QueueState): Promise<void> {
    await this.change(id, from, null);
  }

  list(): Promise<QueueItem[]> {
    return this.database.getAll('queue');
  }

  async waiting(): Promise<AttachmentPlace[]> {
    const keys = await this.database.getAllKeys('attachments');
    return keys.map(([event, sha256]) => ({ event, sha256 }));
  }

  async attachment({ event, sha256 }: AttachmentPlace): Promise<WaitingAttachment | null> {
    return (await this.database.get('attachments', [event, sha256])) ?? null;
  }

  settle({ event, sha256 }: AttachmentPlace): Promise<void> {
    return this.database.delete('attachments', [event, sha256]);
  }

  private begin(): Writing {
    return this.database.transaction(['queue', 'attachments'], 'readwrite', durable);
  }

  private async change(id: string, from: QueueState, to: QueueItem | null): Promise<boolean> {
    const transaction = this.begin();
    const isFrom = await changeIn(transaction, id, from, to);
    await transaction.done;
    return isFrom;
  }
}

/** Within a transaction: the statement of an id becomes another, or goes with its attachments, when it is in `from`. */
async function changeIn(
  transaction: Writing,
  id: string,
  from: QueueState,
  to: QueueItem | null,
): Promise<boolean> {
  const cursor = await transaction.objectStore('queue').index('id').openCursor(id);
  const isFrom = cursor?.value.state === from;
  if (isFrom && to !== null) await cursor.update(to);
  if (isFrom && to === null) {
    const ofEvent = IDBKeyRange.bound([id, ''], [id, '\uffff']);
    await Promise.all([cursor.delete(), transaction.objectStore('attachments').delete(ofEvent)]);
  }
  return isFrom;
}

class BrowserKeyStore implements KeyStore {
  constructor(private readonly database: IDBPDatabase<Schema>) {}

  async get(slot: KeySlot): Promise<DeviceKey | null> {
    return (await this.database.get('keys', slot)) ?? null;
  }

  async put(slot: KeySlot, key: DeviceKey): Promise<void> {
    const transaction = this.database.transaction('keys', 'readwrite', durable);
    await transaction.store.put(key, slot);
    await transaction.done;
  }

  async remove(slot: KeySlot): Promise<void> {
    await this.database.delete('keys', slot);
  }
}
