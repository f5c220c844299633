import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { captureScanWords } from '../words-capture-scan.js';
import { defaultsOf } from './answers.js';
import { today } from '../app/civil-day.js';
import { newDraft, rememberDraft } from './draft.js';
import { batchName, forms, type FormName } from './forms.js';
import type { KnownBatch } from './questions.js';
import { lastAnswers } from './last-answers.js';
import { Typed } from './said.js';
import { batchesNamed, linkIn } from './scanned.js';
import { useSurroundings, useWords } from './screen.js';

interface Props {
  readonly text: string;
  readonly again: () => void;
}

/** The batch that a code names, and what to record on it. */
export function ScannedBatch({ text, again }: Props): VNode {
  const t = useWords();
  const batches = useBatchesNamed(text);
  return (
    <>
      {batches.length > 0 ? null : (
        <div class="card">
          <h2>{t(captureScanWords.read)}</h2>
          <p>
            <Typed text={text} />
          </p>
          <p role="status">{t(captureScanWords.noBatch)}</p>
        </div>
      )}
      {batches.map((batch) => (
        <Record key={batch.id} batch={batch} />
      ))}
      <button type="button" class="quiet" onClick={again}>
        {t(captureScanWords.again)}
      </button>
    </>
  );
}

/** Batches at hand by the code; of a label that names no lot the service is asked, where there is a network. */
function useBatchesNamed(text: string): readonly KnownBatch[] {
  const { state } = useSurroundings();
  const [asked, setAsked] = useState<string | null>(null);
  const { batches } = state.catalogue;
  const named = batchesNamed(text, batches);
  const link = linkIn(text);
  const path = named.length === 0 && link?.form === 'plain' ? link.path : null;
  useEffect(() => {
    if (path !== null) void batchOfLabel(path).then(setAsked);
  }, [path]);
  return named.length > 0 ? named : batches.filter(({ id }) => id === asked);
}

/** The id of the batch that a label is of, or null when nobody can say now. */
async function batchOfLabel(path: string): Promise<string | null> {
  try {
    const answer = await fetch(path, { headers: { accept: 'application/json' }, redirect: 'error' });
    const { batch } = (await answer.json()) as { batch?: { id?: unknown } | null };
    return typeof batch?.id === 'string' ? batch.id : null;
  } catch {
    return null;
  }
}

function Record({ batch }: { batch: KnownBatch }): VNode {
  const { state, go } = useSurroundings();
  const t = useWords();
  const begin = (name: FormName): void => {
    const last = { ...lastAnswers(name), batch: batch.id, source: batch.id };
    const answers = defaultsOf(forms[name], last, state.catalogue.batches, today());
    // Its first screen asks for the batch.
    rememberDraft(newDraft({ form: name, step: 1, answers }));
    go(`/${name}`);
  };
  return (
    <section class="card">
      <h2>
        <Typed text={batchName(batch)} />
      </h2>
      <p>{t(captureScanWords.whatToRecord)}</p>
      <ul class="tiles">
        {(Object.keys(forms) as FormName[]).map((name) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => {
                begin(name);
              }}
            >
              {t(forms[name].words)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
