import type { VNode } from 'preact';
import { severities } from '../../gs1/severities.js';
import { fill } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { anomalyStateWords, caseWords, severityWords } from '../words-cases.js';
import { scanWarningWords } from '../words-scans.js';
import type { Anomaly, AnomalyState } from './anomaly.js';
import { AnomalyChips, ClashInShort, WhoseInShort } from './anomaly-parts.js';
import { AnomalyScreen } from './anomaly-screen.js';
import { ReadList, useAct, useReading } from './answers.js';
import type { Listed } from './api.js';
import { Form, Input, Select } from './fields.js';
import { Foreign } from './parts.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';

const filters = ['state', 'severity', 'rule', 'organization'] as const;
const factsMax = 2;
/** Findings of one page: what a person reads before deciding. */
const pageMax = 10;

/** What the rules found in the batches of a region; one of them where it is named. */
export function AnomaliesScreen({ place }: { place: Place }): VNode {
  const [id] = place.rest;
  return id === undefined ? <AnomalyList place={place} /> : <AnomalyScreen key={id} id={id} />;
}

function AnomalyList({ place: { query } }: { place: Place }): VNode {
  const t = useWords();
  const chosen = new URLSearchParams(
    filters.flatMap((name) => {
      const value = query.get(name) ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );
  const asked = chosen.toString();
  const reading = useReading<Listed<Anomaly>>(
    `/api/v1/anomalies?limit=${pageMax}${asked === '' ? '' : `&${asked}`}`,
  );
  return (
    <Screen title={t(caseWords.anomalies)}>
      <p>{t(caseWords.intro)}</p>
      <Filter key={asked} chosen={chosen} />
      <ReadList reading={reading}>
        {(items) =>
          items.length === 0 ? (
            <p class="quiet">{t(caseWords.none)}</p>
          ) : (
            <ol class="stack">
              {items.map((anomaly) => (
                <Item key={anomaly.id} anomaly={anomaly} />
              ))}
            </ol>
          )
        }
      </ReadList>
      <p class="quiet small">
        {t(caseWords.scans)} <a href="#/scans">{t(scanWarningWords.title)}</a>
      </p>
    </Screen>
  );
}

function Filter({ chosen }: { chosen: URLSearchParams }): VNode {
  const { go } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const states = Object.keys(anomalyStateWords) as AnomalyState[];
  return (
    <section class="card">
      <details open={chosen.toString() !== ''}>
        <summary>{t(caseWords.filter)}</summary>
        <Form
          act={act}
          submit={caseWords.show}
          onSubmit={(field) => {
            const query = new URLSearchParams(chosen);
            for (const name of ['state', 'severity', 'rule']) query.set(name, field(name));
            go(`/anomalies?${query.toString()}`);
          }}
        >
          <div class="cards">
            <Select
              name="state"
              words={caseWords.state}
              act={act}
              value={chosen.get('state') ?? ''}
              options={[
                { value: '', text: t(caseWords.inForce) },
                ...states.map((value) => ({ value, text: t(anomalyStateWords[value]) })),
              ]}
            />
            <Select
              name="severity"
              words={caseWords.severity}
              act={act}
              value={chosen.get('severity') ?? ''}
              options={[
                { value: '', text: t(caseWords.any) },
                ...severities.map((value) => ({ value, text: t(severityWords[value]) })),
              ]}
            />
            <Input
              name="rule"
              words={caseWords.rule}
              hint={caseWords.ruleHint}
              act={act}
              max={4}
              value={chosen.get('rule') ?? ''}
            />
          </div>
        </Form>
      </details>
    </section>
  );
}

function Item({ anomaly }: { anomaly: Anomaly }): VNode {
  const t = useWords();
  const { id, title, facts, entries } = anomaly;
  const more = entries.length - Math.min(facts.length, factsMax);
  return (
    <li class="card">
      <h2>
        <a href={`#/anomalies/${id}`}>
          <Foreign text={title} />
        </a>
      </h2>
      <AnomalyChips anomaly={anomaly} />
      <ClashInShort anomaly={anomaly} max={factsMax} />
      {more > 0 ? <p class="small">{fill(t(caseWords.moreFacts), { n: more })}</p> : null}
      <WhoseInShort anomaly={anomaly} />
    </li>
  );
}
