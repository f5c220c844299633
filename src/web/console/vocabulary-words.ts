import type { Words } from '../../gs1/words.js';

/** The words of a code in a table of the vocabulary; the code itself where it has none. */
export function wordsOf(
  table: Readonly<Record<string, Words | { readonly words: Words }>>,
  code: string,
): Words {
  const found = Object.hasOwn(table, code) ? table[code] : undefined;
  if (found === undefined) return { zh: code, en: code };
  return 'words' in found ? found.words : found;
}
