import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Screen } from '../app/screen.js';
import { peopleWords as words } from '../words-people.js';
import { ReadList, useAct, useReading } from './answers.js';
import type { Listed } from './api.js';
import { afterClash, useEventKey } from './event-key.js';
import { Form, Input, Select, typedUnder } from './fields.js';
import { At, Card, Chip, Foreign, Table } from './parts.js';
import type { Person } from './person.js';
import { PersonScreen } from './person-screen.js';
import type { Place } from './place.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

/** `#/people`: the people whom records of an organization name, and one more. `#/people/<id>`: one of them. */
export function PeopleScreen({ place }: { place: Place }): VNode {
  const { organization } = useSurroundings();
  const t = useWords();
  const [id] = place.rest;
  const of = place.query.get('of') ?? organization?.id;
  if (of === undefined)
    return (
      <Screen title={t(words.title)}>
        <p>{t(words.cannot)}</p>
      </Screen>
    );
  return id === undefined ? <People key={of} of={of} /> : <PersonScreen key={id} id={id} of={of} />;
}

function People({ of }: { of: string }): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  const path = `/api/v1/organizations/${encodeURIComponent(of)}/people`;
  const reading = useReading<Listed<Person>>(`${path}?limit=200`);
  const fault = reading.answer?.fault;
  const isOurs = fault === null || (fault !== undefined && ![403, 404].includes(fault.status));
  const byName = (one: Person, other: Person): number =>
    one.name === null || other.name === null
      ? Number(one.name === null) - Number(other.name === null)
      : one.name.localeCompare(other.name, language);
  return (
    <Screen title={t(words.title)}>
      <section class="card">
        <p>{t(words.what)}</p>
        <ReadList reading={reading}>
          {(items) => (
            <Table
              caption={t(words.title)}
              rows={[...items].sort(byName)}
              keyOf={({ id }) => id}
              empty={words.none}
              columns={[
                { words: words.name, cell: (person) => <WayToPerson person={person} of={of} /> },
                {
                  words: words.state,
                  cell: ({ state }) => (
                    <Chip tone={state === 'in-use' ? 'good' : 'plain'}>{t(words[state])}</Chip>
                  ),
                },
                { words: words.since, cell: ({ createdAt }) => <At time={createdAt} /> },
              ]}
            />
          )}
        </ReadList>
      </section>
      {isOurs ? <TakeIn path={path} of={of} again={reading.again} /> : null}
    </Screen>
  );
}

function WayToPerson({ person: { id, name }, of }: { person: Person; of: string }): VNode {
  const t = useWords();
  return (
    <a href={`#/people/${id}?of=${of}`}>{name === null ? t(words.notShown) : <Foreign text={name} />}</a>
  );
}

interface Member {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

interface TakeInProps {
  readonly path: string;
  readonly of: string;
  readonly again: () => void;
}

function TakeIn({ path, of, again }: TakeInProps): VNode {
  const around = useSurroundings();
  const t = useWords();
  const act = useAct();
  const key = useEventKey();
  const [taken, setTaken] = useState<Person | null>(null);
  // Who is a member is told to owners alone.
  const isOwner = holds(around, 'owner');
  const members = useReading<Listed<Member>>(
    isOwner ? `/api/v1/members?organization=${encodeURIComponent(of)}&limit=200` : null,
  );
  const takeIn = (field: (name: string) => string): void => {
    const body = { name: field('name'), ...typedUnder(field, ['contact', 'member']) };
    void act.act(
      async () => afterClash(await around.api.send<Person>('POST', path, body, key.now()), key, again),
      (person) => {
        key.next();
        setTaken(person);
        again();
      },
    );
  };
  const known = members.answer?.fault === null ? members.answer.body.items : [];
  return (
    <Card title={t(words.takeIn)}>
      <Form act={act} submit={words.takeIn} onSubmit={takeIn} round={key.done}>
        <Input act={act} name="name" words={words.name} max={80} isRequired />
        <Input act={act} name="contact" words={words.contactAsked} max={80} />
        {known.length === 0 ? null : (
          <Select
            act={act}
            name="member"
            words={words.member}
            hint={words.memberHint}
            options={[
              { value: '', text: t(words.noMember) },
              ...known.map(({ id, login, name }) => ({ value: id, text: `${name} · ${login}` })),
            ]}
          />
        )}
      </Form>
      <div role="status">
        {taken === null ? null : (
          <p>
            {t(words.takenIn)} <WayToPerson person={taken} of={of} />
          </p>
        )}
      </div>
    </Card>
  );
}
