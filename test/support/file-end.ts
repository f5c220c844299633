/** What a test file left open, in the order of its opening. Files share the modules of their process, so it is kept here. */
const open = new Set<() => Promise<unknown>>();

/** Has something closed when the test file ends; answers how to say that it is closed already. */
export function closeAtFileEnd(close: () => Promise<unknown>): () => void {
  open.add(close);
  return () => open.delete(close);
}

/** Closes what is open still. */
export async function endFile(): Promise<void> {
  for (const close of [...open]) {
    open.delete(close);
    await close();
  }
}
