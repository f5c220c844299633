/** A PostgreSQL array literal of values that need no quoting (UUIDs, numbers, decimals, codes, booleans). */
export function literal(values: readonly (string | number)[]): string {
  return `{${values.join(',')}}`;
}

/** A PostgreSQL array literal of one member that needs no quoting (UUIDs, integers, decimals, codes). */
export function column<Key extends string>(
  items: readonly Readonly<Record<Key, string | number>>[],
  key: Key,
): string {
  return literal(items.map((item) => item[key]));
}

/** Many byte strings as one, with one-based starts and sizes: one binary parameter instead of an escaped array. */
export function pack(parts: readonly Uint8Array[]): { blob: Buffer; starts: string; sizes: string } {
  const starts: number[] = [];
  let start = 1;
  for (const part of parts) {
    starts.push(start);
    start += part.length;
  }
  return {
    blob: Buffer.concat(parts),
    starts: literal(starts),
    sizes: literal(parts.map((part) => part.length)),
  };
}
