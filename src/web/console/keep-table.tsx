import type { VNode } from 'preact';
import { recallWords } from '../words-recalls.js';
import { csvOf, type Cell } from './csv.js';
import { keepFile } from './parts.js';
import { useWords } from './surroundings.js';

interface KeepProps {
  /** What the file is called on the reader's disk. */
  readonly name: string;
  /** The names of the columns, and then the rows. */
  readonly rows: () => readonly (readonly Cell[])[];
}

/** Two buttons: what is shown as a table for a spreadsheet, and on paper. */
export function KeepTable({ name, rows }: KeepProps): VNode {
  const t = useWords();
  const keep = async (): Promise<void> => {
    keepFile(name, await csvOf(rows()));
  };
  return (
    <>
      <button type="button" class="quiet" onClick={() => void keep()}>
        {t(recallWords.csv)}
      </button>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          print();
        }}
      >
        {t(recallWords.print)}
      </button>
    </>
  );
}
