/** The first signal that asks the process to end; after it, a second one ends the process as it is. */
export function waitForSignal(): { readonly hasCome: () => boolean; readonly wait: Promise<void> } {
  let came = false;
  const wait = new Promise<void>((resolve) => {
    const names = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
    const end = (): void => {
      came = true;
      for (const name of names) process.off(name, end);
      resolve();
    };
    for (const name of names) process.on(name, end);
  });
  return { hasCome: () => came, wait };
}
