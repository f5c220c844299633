import { openDB } from 'idb';
import type { Attachment } from '../queue.js';

/** An attachment of what is not told yet, by the name that its draft has for it. */
export interface DraftAttachment extends Attachment {
  readonly name: string;
}

const store = 'photos';

async function within<Answer>(work: (database: Awaited<ReturnType<typeof open>>) => Promise<Answer>) {
  const database = await open();
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

function open() {
  return openDB('furrow-draft', 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore(store);
    },
  });
}

/** Keeps these, and no others: a phone that is switched off goes on with them. @throws DOMException when it is full. */
export async function keepDraft(attachments: readonly DraftAttachment[]): Promise<void> {
  await within((database) => database.put(store, attachments, store));
}

/** Those of these names that are kept. */
export async function keptDraft(names: readonly string[]): Promise<DraftAttachment[]> {
  const kept = (await within((database) => database.get(store, store))) as
    readonly DraftAttachment[] | undefined;
  return (kept ?? []).filter(({ name }) => names.includes(name));
}
