import type { VNode } from 'preact';
import { organizationTypes } from '../../gs1/vocabulary.js';
import { Screen } from '../app/screen.js';
import { applicationStateWords, applicationWords as words } from '../words-applications.js';
import { ReadList, useAct, useReading } from './answers.js';
import type { Listed } from './api.js';
import { ApplicationChip, type Application, type ApplicationState } from './application.js';
import { ApplicationScreen } from './application-screen.js';
import { Typed } from './batch-names.js';
import { Form, Select } from './fields.js';
import { At, Table, type Column } from './parts.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';

const states = Object.keys(applicationStateWords) as ApplicationState[];

/** Organizations that apply to take part; one of them where it is named. `#/applications?state=<state>`. */
export function ApplicationsScreen({ place }: { place: Place }): VNode {
  const [id] = place.rest;
  return id === undefined ? <ApplicationList place={place} /> : <ApplicationScreen key={id} id={id} />;
}

function ApplicationList({ place: { query } }: { place: Place }): VNode {
  const t = useWords();
  const asked = query.get('state') ?? 'applied';
  const state = states.find((one) => one === asked);
  const only = state === undefined ? '' : `&state=${state}`;
  const reading = useReading<Listed<Application>>(`/api/v1/applications?limit=200${only}`);
  const columns: readonly Column<Application>[] = [
    {
      words: words.name,
      cell: ({ id, name }) => (
        <a href={`#/applications/${id}`}>
          <Typed text={name} />
        </a>
      ),
    },
    { words: words.state, cell: (one) => <ApplicationChip state={one.state} /> },
    { words: words.kind, cell: ({ kind }) => t(organizationTypes[kind]) },
    { words: words.region, cell: ({ region }) => region },
    { words: words.sent, cell: ({ createdAt }) => <At time={createdAt} /> },
  ];
  return (
    <Screen title={t(words.title)}>
      <p>{t(words.intro)}</p>
      <Filter key={state} state={state} />
      <section class="card">
        <ReadList reading={reading}>
          {(items) => (
            <Table
              caption={t(words.title)}
              columns={columns}
              rows={[...items].sort((one, other) => one.createdAt.localeCompare(other.createdAt))}
              keyOf={({ id }) => id}
              empty={words.none}
            />
          )}
        </ReadList>
      </section>
    </Screen>
  );
}

function Filter({ state }: { state: ApplicationState | undefined }): VNode {
  const { go } = useSurroundings();
  const t = useWords();
  const act = useAct();
  return (
    <section class="card">
      <Form
        act={act}
        submit={words.show}
        onSubmit={(field) => {
          go(`/applications?state=${field('state')}`);
        }}
      >
        <Select
          name="state"
          words={words.which}
          act={act}
          value={state ?? 'all'}
          options={[
            ...states.map((value) => ({ value, text: t(applicationStateWords[value]) })),
            { value: 'all', text: t(words.every) },
          ]}
        />
      </Form>
    </section>
  );
}
