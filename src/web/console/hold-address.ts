/** Where a batch is put on hold; `here` is where to go on afterwards. */
export function holdAddress(batch: string, here: string): string {
  return `#/holds/${batch}?back=${encodeURIComponent(here)}`;
}
