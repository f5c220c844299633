import type { VNode } from 'preact';
import type { QueueItem } from '../../client/client.js';
import { fill, type Words } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { sayTime } from '../figures.js';
import { captureWords } from '../words-capture.js';
import { capturePhotoWords } from '../words-capture-photos.js';
import { civilDay } from '../app/civil-day.js';
import { forms, type FormName } from './forms.js';
import type { Answers } from './questions.js';
import type { Partner } from './party.js';
import { newDraft, rememberDraft } from './draft.js';
import { ItemPhotos, WifiOnly } from './photo-standing.js';
import type { Position } from './position.js';
import { Said } from './said.js';
import { Standing } from './standing.js';
import { useFind, useSurroundings, useWords } from './screen.js';

const groups: readonly { readonly words: Words; readonly states: readonly QueueItem['state'][] }[] = [
  { words: captureWords.groupReturned, states: ['refused'] },
  { words: captureWords.groupWaiting, states: ['saved', 'queued'] },
  { words: captureWords.groupRecorded, states: ['recorded'] },
];

/** What was told on this phone and what became of it: returned ones first, newest first in each group. */
export function RecordsScreen(): VNode {
  const { desk, state } = useSurroundings();
  const t = useWords();
  return (
    <Screen title={t(captureWords.records)}>
      <Standing />
      {state.isRead && state.items.length === 0 ? <p class="card">{t(captureWords.nothingYet)}</p> : null}
      {groups.map(({ words, states }) => {
        const items = state.items.filter((item) => states.includes(item.state)).reverse();
        return items.length === 0 ? null : (
          <section key={words.en}>
            <h2>
              {t(words)} · {items.length}
            </h2>
            <ul class="rows">
              {items.map((item) => (
                <Item key={item.id} item={item} />
              ))}
            </ul>
          </section>
        );
      })}
      <div class="steps">
        <button
          type="button"
          disabled={state.isSending || !state.isOnline}
          onClick={() => void desk.sendByHand()}
        >
          {t(captureWords.sendAll)}
        </button>
        <button type="button" class="quiet" onClick={() => void exportTo(desk.exported())}>
          {t(captureWords.exportQueue)}
        </button>
      </div>
      <p>{t(captureWords.exportHint)}</p>
      {state.photos.length === 0 ? null : <p>{t(capturePhotoWords.exportWithout)}</p>}
      <WifiOnly />
    </Screen>
  );
}

async function exportTo(file: Promise<Blob>): Promise<void> {
  const address = URL.createObjectURL(await file);
  const link = document.createElement('a');
  link.href = address;
  link.download = 'furrow-queue.json';
  link.click();
  URL.revokeObjectURL(address);
}

function Item({ item }: { item: QueueItem }): VNode {
  const { language, state } = useSurroundings();
  const find = useFind();
  const t = useWords();
  const form = forms[item.kind as FormName];
  return (
    <li class="card">
      <h3>{t(form.words)}</h3>
      <p>
        <Said
          words={form.sentence}
          figures={form.figures(answersOf(item, state.catalogue.partners), find, language)}
        />
      </p>
      <p>{stateText(item, t)}</p>
      <p class="quiet">{fill(t(captureWords.happened), { time: sayTime(item.occurredAt) })}</p>
      {item.state === 'recorded' ? (
        <p class="quiet">{fill(t(captureWords.recordedAt), { time: sayTime(item.recordedAt) })}</p>
      ) : null}
      <ItemPhotos item={item} />
      {item.state === 'refused' ? <Returned item={item} /> : null}
      {item.state === 'saved' || item.state === 'queued' ? <Waiting id={item.id} /> : null}
    </li>
  );
}

/** How often it was sent, and a way not to wait for its turn. */
function Waiting({ id }: { id: string }): VNode {
  const { desk, state } = useSurroundings();
  const t = useWords();
  const tries = desk.network.triesOf(id);
  return (
    <div class="steps">
      {tries === 0 ? null : <p class="quiet">{fill(t(captureWords.tries), { n: tries })}</p>}
      <button
        type="button"
        class="quiet"
        disabled={state.isSending || !state.isOnline}
        onClick={() => void desk.sendByHand(id)}
      >
        {t(captureWords.sendNow)}
      </button>
    </div>
  );
}

/** What was answered when it was told; this app tells of its forms' kinds only. */
function answersOf({ kind, data, batch, occurredAt }: QueueItem, partners: readonly Partner[]): Answers {
  return { ...forms[kind as FormName].answers(data, partners), batch, day: civilDay(occurredAt) };
}

type Refused = Extract<QueueItem, { state: 'refused' }>;

/** What a problem says of single fields, beside what it says of the whole. */
function detailsOf({ problem }: Refused): string[] {
  const said = problem.errors.map((error) => (error as { detail?: unknown }).detail);
  return said.filter((detail) => typeof detail === 'string').filter((detail) => detail !== problem.detail);
}

/** Why it was refused, and the three ways out: as another record, the same once more, or not at all. */
function Returned({ item }: { item: Refused }): VNode {
  const { desk, go, state } = useSurroundings();
  const t = useWords();
  const putRight = (): void => {
    // Where it was told first, not where it is put right.
    const position = (item.data['position'] ?? null) as Position | null;
    const form = item.kind as FormName;
    rememberDraft(
      newDraft({
        form,
        step: 0,
        answers: answersOf(item, state.catalogue.partners),
        replaces: item.id,
        position,
      }),
    );
    go(`/${item.kind}`);
  };
  return (
    <>
      <p class="fault">{item.problem.detail}</p>
      <ul>
        {detailsOf(item).map((detail) => (
          <li key={detail}>{detail}</li>
        ))}
      </ul>
      <div class="steps">
        <button type="button" onClick={putRight}>
          {t(captureWords.putRight)}
        </button>
        <button type="button" class="quiet" onClick={() => void desk.retry(item.id)}>
          {t(captureWords.retry)}
        </button>
        <button type="button" class="quiet" onClick={() => void desk.drop(item.id)}>
          {t(captureWords.drop)}
        </button>
      </div>
    </>
  );
}

function stateText(item: QueueItem, t: (words: Words) => string): string {
  if (item.state === 'recorded') return `✓ ${fill(t(captureWords.stateRecorded), { seq: item.seq })}`;
  if (item.state === 'refused') return `✕ ${t(captureWords.stateRefused)}`;
  return `… ${t(item.state === 'saved' ? captureWords.stateSaved : captureWords.stateQueued)}`;
}
