import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { plainText } from '../safe-text.js';
import { anomalyStateWords, caseWords, severityWords } from '../words-cases.js';
import { consoleWords } from '../words-console.js';
import { severityTones, stateTones, type Anomaly, type Fact } from './anomaly.js';
import { At, Chip, Code, Facts, Foreign } from './parts.js';
import { useWords } from './surroundings.js';

const dayMs = 86_400_000;

/** How grave it is, how far an authority is with it, and whether it is gone. */
export function AnomalyChips({ anomaly: { severity, state, inForce } }: { anomaly: Anomaly }): VNode {
  const t = useWords();
  return (
    <p class="row">
      <Chip tone={severityTones[severity]}>{t(severityWords[severity])}</Chip>
      <Chip tone={stateTones[state]}>{t(anomalyStateWords[state])}</Chip>
      {inForce ? null : <Chip tone="plain">{t(caseWords.isGone)}</Chip>}
    </p>
  );
}

/** What clashes, in a line each, and what the rule makes of it. */
export function ClashInShort({ anomaly, max }: { anomaly: Anomaly; max: number }): VNode {
  const t = useWords();
  const { facts, rule, detail } = anomaly;
  return (
    <ul class="note stack">
      {facts.slice(0, max).map(({ seq, title, sentence, occurredAt, issuer }) => (
        <li key={seq}>
          <Foreign text={sentence} />
          <p class="small">
            <Foreign text={fill(t(caseWords.fact), { n: seq, kind: title })} /> · {t(consoleWords.happened)}{' '}
            <At time={occurredAt} /> · <Foreign text={issuer.name} />
          </p>
        </li>
      ))}
      <li>
        <strong>{fill(t(caseWords.ruleSays), { rule })}</strong>{' '}
        {detail === null ? t(caseWords.gone) : <Foreign text={detail} />}
      </li>
    </ul>
  );
}

/** Whose batch it is about, and for how long, in a line. */
export function WhoseInShort({
  anomaly: { batch, organization, since, released },
}: {
  anomaly: Anomaly;
}): VNode {
  const t = useWords();
  return (
    <>
      <p class="small">
        <a href={`#/batches/${batch.id}`}>
          <Foreign text={batch.product} />{' '}
          {batch.lot === null ? <Code code={batch.code} /> : <Foreign text={batch.lot} />}
        </a>{' '}
        · <Foreign text={organization.name} /> · {t(caseWords.since)} <At time={since} /> ({useAge(since)})
      </p>
      {released === null ? null : <p class="note">{fill(t(caseWords.released), { n: released })}</p>}
    </>
  );
}

/** How many days ago that was. */
function useAge(since: string): string {
  const t = useWords();
  const days = Math.floor((Date.now() - Date.parse(since)) / dayMs);
  return days < 1 ? t(caseWords.today) : fill(t(caseWords.days), { n: days });
}

/** Whose batch it is about, and since when. */
export function AnomalyFacts({ anomaly }: { anomaly: Anomaly }): VNode {
  const t = useWords();
  const { batch, organization, since, released } = anomaly;
  const age = useAge(since);
  return (
    <>
      <Facts
        facts={[
          [
            caseWords.batch,
            <a key="batch" href={`#/batches/${batch.id}`}>
              <Foreign text={batch.product} /> <Code code={batch.code} />
            </a>,
          ],
          [caseWords.lot, batch.lot === null ? null : <Foreign key="lot" text={batch.lot} />],
          [caseWords.organization, <Foreign key="organization" text={organization.name} />],
          [
            caseWords.since,
            <span key="since">
              <At time={since} /> ({age})
            </span>,
          ],
        ]}
      />
      {released === null ? null : <p class="note">{fill(t(caseWords.released), { n: released })}</p>}
    </>
  );
}

/** What clashes, side by side where there is room: the entries, and what the rule makes of them. */
export function ClashingFacts({ anomaly }: { anomaly: Anomaly }): VNode {
  const t = useWords();
  const { facts, rule, detail, source } = anomaly;
  return (
    <ul class="sides">
      {facts.map((fact) => (
        <FactItem key={fact.seq} fact={fact} />
      ))}
      <li class="note stack">
        <h3>{fill(t(caseWords.ruleSays), { rule })}</h3>
        <p>{detail === null ? t(caseWords.gone) : <Foreign text={detail} />}</p>
        <Facts facts={[[caseWords.law, source === '' ? null : source]]} />
      </li>
    </ul>
  );
}

function FactItem({ fact }: { fact: Fact }): VNode {
  const t = useWords();
  const { seq, title, sentence, occurredAt, recordedAt, issuer } = fact;
  return (
    <li class="note stack">
      <h3>{fill(t(caseWords.fact), { n: seq, kind: plainText(title) })}</h3>
      <p>
        <Foreign text={sentence} />
      </p>
      <Facts
        facts={[
          [consoleWords.happened, <At key="happened" time={occurredAt} />],
          [consoleWords.recorded, <At key="recorded" time={recordedAt} />],
          [caseWords.said, <Foreign key="said" text={issuer.name} />],
        ]}
      />
    </li>
  );
}
