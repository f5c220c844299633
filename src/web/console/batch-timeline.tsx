import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { handoverWords } from '../../gs1/handover-words.js';
import { fill } from '../../gs1/words.js';
import { daysBetween } from '../figures.js';
import { batchPartWords } from '../words-batches.js';
import { consoleWords } from '../words-console.js';
import { kindWords } from '../words-kinds.js';
import { signerWords } from '../words-scan.js';
import { ReadList, useReading } from './answers.js';
import type { Listed } from './api.js';
import { Typed } from './batch-names.js';
import type { Batch, BatchEvent } from './batch-shapes.js';
import { EntryActs } from './entry-acts.js';
import { EntryPosition } from './entry-position.js';
import { useOrganizationNames } from './gathered.js';
import { FindingTitle } from './finding-title.js';
import { At, Chip, Foreign } from './parts.js';
import { liftedHolds } from './release-screen.js';
import { useSurroundings, useWords } from './surroundings.js';

/** Recorded so many days after it happened counts as late (rule R13). */
const lateDays = 2;

/** `org/<uuid>` as the id. */
const idOf = ({ issuer }: BatchEvent): string => issuer.replace(/^org\//, '');

/** All that was recorded on a batch, oldest first, with when it happened and when it was recorded. */
export function TimelinePart({ batch }: { batch: Batch }): VNode {
  const reading = useReading<Listed<BatchEvent>>(`/api/v1/batches/${batch.id}/events?limit=200`);
  return (
    <section class="card">
      <ReadList reading={reading}>{(events) => <Timeline batch={batch} events={events} />}</ReadList>
    </section>
  );
}

function Timeline({ batch, events }: { batch: Batch; events: readonly BatchEvent[] }): VNode {
  const t = useWords();
  const [kind, setKind] = useState('');
  const names = useOrganizationNames(events.map(idOf));
  const lifted = liftedHolds(events);
  const kinds = [...new Set(events.map((event) => event.kind))];
  if (events.length === 0) return <p class="quiet">{t(batchPartWords.noEntries)}</p>;
  return (
    <>
      <label class="field">
        <span>{t(batchPartWords.kindFilter)}</span>
        <select
          value={kind}
          onChange={(event) => {
            setKind(event.currentTarget.value);
          }}
        >
          <option value="">{t(batchPartWords.allKinds)}</option>
          {kinds.map((name) => (
            <option key={name} value={name}>
              {nameOfKind(name, t)}
            </option>
          ))}
        </select>
      </label>
      <ol class="timeline">
        {events
          .filter((event) => kind === '' || event.kind === kind)
          .map((event) => (
            <Entry
              key={event.seq}
              batch={batch}
              event={event}
              who={names.get(idOf(event)) ?? t(batchPartWords.other)}
              isLifted={lifted.has(event.seq)}
            />
          ))}
      </ol>
    </>
  );
}

/** What people call a kind of event. */
export function nameOfKind(kind: string, t: ReturnType<typeof useWords>): string {
  const words = Object.hasOwn(kindWords, kind) ? kindWords[kind] : undefined;
  return words === undefined ? kind : t(words);
}

interface EntryProps {
  readonly batch: Batch;
  readonly event: BatchEvent;
  readonly who: string;
  /** Of a hold: whether it was lifted. */
  readonly isLifted: boolean;
}

function Entry({ batch, event, who, isLifted }: EntryProps): VNode {
  const t = useWords();
  const days = daysBetween(event.occurredAt, event.recordedAt);
  const { handover, device } = event;
  return (
    <li>
      <p class="when">
        <span class="quiet">{t(consoleWords.happened)}</span> <At time={event.occurredAt} />
      </p>
      <p class="when">
        <span class="quiet">{t(consoleWords.recorded)}</span> <At time={event.recordedAt} />
        {days >= lateDays ? <Chip tone="warn">{fill(t(batchPartWords.late), { days })}</Chip> : null}
      </p>
      <div class="stack said">
        <h3>
          {nameOfKind(event.kind, t)} <span class="quiet">#{event.seq}</span>
        </h3>
        <p>
          <Typed text={event.sentence} />
        </p>
        {handover === null ? null : (
          <p>
            <Chip tone={handover.open ? 'warn' : 'good'}>{t(handoverWords(handover))}</Chip>
          </p>
        )}
        <p class="small">
          <Typed text={who} /> <span class="quiet">{t(signerWords[event.signer])}</span>
          {device === null ? null : (
            <>
              {' · '}
              <Foreign text={fill(t(batchPartWords.device), { name: device.name })} />
            </>
          )}
          {event.people.map(({ field, name }) =>
            name === null ? null : (
              <span key={field}>
                {' · '}
                <Foreign text={name} />
              </span>
            ),
          )}
        </p>
        <EntryPosition batch={batch} event={event} />
        <EntryActs batch={batch} event={event} isLifted={isLifted} />
        <Marks event={event} />
      </div>
    </li>
  );
}

/** What was found that rests on an entry, and how much of it the reader is not shown. */
function Marks({ event }: { event: BatchEvent }): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  return (
    <>
      {(event.findings ?? []).map((finding) => (
        <p key={finding.rule} lang={language}>
          <FindingTitle finding={finding} /> <Foreign text={finding.detail} />
        </p>
      ))}
      {event.withheld.length === 0 ? null : (
        <p class="small quiet">{fill(t(batchPartWords.withheld), { count: event.withheld.length })}</p>
      )}
    </>
  );
}
