import type { VNode } from 'preact';
import { organizationTypes } from '../../gs1/vocabulary.js';
import { Screen } from '../app/screen.js';
import { plainText } from '../safe-text.js';
import { deskWords } from '../words-desk.js';
import { householdWords as words } from '../words-households.js';
import { peopleWords } from '../words-people.js';
import { Read, ReadList, useAct, useReading } from './answers.js';
import type { Listed } from './api.js';
import { DevicesOf } from './devices-screen.js';
import { useEventKey } from './event-key.js';
import { Form, Input, Select } from './fields.js';
import { MembersOf } from './members-of.js';
import { At, Card, Code, Facts, Foreign, Table, WayTo } from './parts.js';
import type { Place } from './place.js';
import {
  holds,
  SurroundingsContext,
  useSurroundings,
  useWords,
  type KnownOrganization,
} from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

interface Household extends KnownOrganization {
  readonly parent: string | null;
  readonly subjectCode: string;
  readonly createdAt: string;
}

/**
 * `#/households`: households and family farms of a cooperative, and one more. `#/households/<id>`: what the owner of the
 * cooperative does for one of them.
 */
export function HouseholdsScreen({ place }: { place: Place }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const [id] = place.rest;
  if (around.organization?.kind !== 'cooperative' || !holds(around, 'owner'))
    return (
      <Screen title={t(words.households)}>
        <p>{t(words.cannot)}</p>
      </Screen>
    );
  return id === undefined ? <Households cooperative={around.organization} /> : <CaredFor key={id} id={id} />;
}

function Households({ cooperative }: { cooperative: KnownOrganization }): VNode {
  const t = useWords();
  const reading = useReading<Listed<Household>>('/api/v1/organizations?limit=200');
  return (
    <Screen title={t(words.households)}>
      <section class="card">
        <p>{t(words.what)}</p>
        <ReadList reading={reading}>
          {(items) => (
            <Table
              caption={t(words.households)}
              rows={items.filter(({ parent }) => parent === cooperative.id)}
              keyOf={({ id }) => id}
              empty={words.none}
              columns={[
                {
                  words: words.name,
                  cell: ({ id, name }) => (
                    <a href={`#/households/${id}`}>
                      <Foreign text={name} />
                    </a>
                  ),
                },
                { words: words.kind, cell: ({ kind }) => t(wordsOf(organizationTypes, kind)) },
                { words: words.region, cell: ({ region }) => region },
                { words: words.since, cell: ({ createdAt }) => <At time={createdAt} /> },
              ]}
            />
          )}
        </ReadList>
      </section>
      <NewHousehold cooperative={cooperative} again={reading.again} />
    </Screen>
  );
}

function NewHousehold({ cooperative, again }: { cooperative: KnownOrganization; again: () => void }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const key = useEventKey();
  const register = (field: (name: string) => string): void => {
    const body = {
      kind: field('kind'),
      name: field('name'),
      region: field('region'),
      parent: cooperative.id,
      ...(field('phone') === '' ? {} : { phone: field('phone'), phoneShown: field('phoneShown') === 'yes' }),
    };
    void act.act(
      () => api.send('POST', '/api/v1/organizations', body, key.now()),
      () => {
        key.next();
        again();
      },
    );
  };
  const kinds = (['household', 'family-farm'] as const).map((value) => ({
    value,
    text: t(organizationTypes[value]),
  }));
  return (
    <Card title={t(words.add)}>
      <Form act={act} submit={words.add} onSubmit={register} round={key.done}>
        <Select act={act} name="kind" words={words.kind} options={kinds} />
        <Input act={act} name="name" words={words.name} hint={words.nameHint} max={120} isRequired />
        <Input
          act={act}
          name="region"
          words={words.region}
          hint={deskWords.regionHint}
          value={cooperative.region}
          inputMode="numeric"
          isRequired
        />
        <Input act={act} name="phone" words={words.phone} max={20} />
        <label class="choice">
          <input type="checkbox" name="phoneShown" value="yes" />
          {t(words.phoneShown)}
        </label>
      </Form>
    </Card>
  );
}

function CaredFor({ id }: { id: string }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const reading = useReading<Household & { readonly phone: string | null }>(
    `/api/v1/organizations/${encodeURIComponent(id)}`,
  );
  return (
    <Screen title={t(words.households)}>
      <Read reading={reading}>
        {(household) =>
          household.parent === around.organization?.id ? (
            <>
              <Card title={plainText(household.name)}>
                <Facts
                  facts={[
                    [words.kind, t(wordsOf(organizationTypes, household.kind))],
                    [words.subjectCode, <Code key="code" code={household.subjectCode} />],
                    [words.region, household.region],
                    [words.phoneTold, household.phone ?? t(words.phoneHidden)],
                    [words.since, <At key="since" time={household.createdAt} />],
                  ]}
                />
              </Card>
              <ActingForHousehold household={household} />
              <WayTo place={`/people?of=${household.id}`} words={peopleWords.title} />
            </>
          ) : (
            <p>{t(words.notOurs)}</p>
          )
        }
      </Read>
      <WayTo place="/households" words={words.back} />
    </Screen>
  );
}

/** Members and devices of a household as its own owner would see them: the cooperative's may do the same for it. */
function ActingForHousehold({ household }: { household: KnownOrganization }): VNode {
  const around = useSurroundings();
  const grants = [
    ...around.account.grants,
    { role: 'owner' as const, organization: household.id, region: null },
  ];
  const acting = { ...around, organization: household, account: { ...around.account, grants } };
  return (
    <SurroundingsContext.Provider value={acting}>
      <MembersOf />
      <DevicesOf />
    </SurroundingsContext.Provider>
  );
}
