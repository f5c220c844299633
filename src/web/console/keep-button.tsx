import type { VNode } from 'preact';
import type { Words } from '../../gs1/words.js';
import { FaultNote, useAct } from './answers.js';
import { keepFile } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

interface KeepProps {
  readonly words: Words;
  /** Address of the file in the API, and what it is called on the reader's disk. */
  readonly path: string;
  readonly name: string;
  /** The one of several that most readers want. */
  readonly isMain?: boolean;
  readonly isDisabled?: boolean;
}

/** A button that gives a file of the API to the browser to keep, or says why there is none. */
export function KeepButton(props: KeepProps): VNode {
  const { words, path, name, isMain = false, isDisabled = false } = props;
  const { api } = useSurroundings();
  const t = useWords();
  const keeping = useAct();
  return (
    <>
      <button
        type="button"
        class={isMain ? undefined : 'quiet'}
        disabled={keeping.isBusy || isDisabled}
        onClick={() =>
          void keeping.act(
            () => api.file(path),
            (content) => {
              keepFile(name, content);
            },
          )
        }
      >
        {t(words)}
      </button>
      {keeping.fault === null ? null : <FaultNote fault={keeping.fault} />}
    </>
  );
}
