import type { VNode } from 'preact';
import type { Words } from '../../gs1/words.js';
import { useWords } from './surroundings.js';

interface Props {
  readonly rows: number;
  readonly setRows: (rows: number) => void;
  readonly least: number;
  readonly most: number;
  readonly add: Words;
  readonly drop: Words;
  /** One row, by its number from zero. */
  readonly children: (at: number) => VNode;
}

/** The same questions as often as they are needed, one below the other. */
export function Rows({ rows, setRows, least, most, add, drop, children }: Props): VNode {
  const t = useWords();
  return (
    <>
      {Array.from({ length: rows }, (_, at) => children(at))}
      <div class="row">
        <button
          type="button"
          class="quiet"
          disabled={rows === most}
          onClick={() => {
            setRows(rows + 1);
          }}
        >
          {t(add)}
        </button>
        {rows === least ? null : (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              setRows(rows - 1);
            }}
          >
            {t(drop)}
          </button>
        )}
      </div>
    </>
  );
}
