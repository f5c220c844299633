import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { organizationTypes } from '../../gs1/vocabulary.js';
import { fill } from '../../gs1/words.js';
import { plainText } from '../safe-text.js';
import { roleWords } from '../words-console.js';
import { deskWords } from '../words-desk.js';
import { officialWords as words } from '../words-officials.js';
import { Read, useAct, type Act, type Reading } from './answers.js';
import { mayBeDone, refusedHere, type Fault } from './api.js';
import { Form, Input, Select, typedUnder } from './fields.js';
import { useAll, type Gathered } from './gathered.js';
import { officialRoles, type Official, type OfficialRole } from './official.js';
import { Card, Copyable, WayTo } from './parts.js';
import { useSurroundings, useWords, type KnownOrganization } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

/** Kinds of bodies in whose name officials record. */
const bodyKinds: readonly string[] = ['authority', 'laboratory', 'certifier'];

type Bodies = Reading<Gathered<KnownOrganization>>;

interface Made {
  readonly official: Official;
  readonly password: string;
}

/** Makes the account of an official, and tells once with what the person signs in. */
export function NewOfficial({ again }: { again: () => void }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [role, setRole] = useState<OfficialRole>('inspector');
  const [made, setMade] = useState<Made | null>(null);
  const [round, setRound] = useState(0);
  const bodies = useAll<KnownOrganization>('/api/v1/organizations?limit=200');
  const make = (field: (name: string) => string): void => {
    const password = field('password');
    const body = {
      ...{ login: field('login'), name: field('name'), password, role },
      ...(field('where') === 'country' ? { region: '' } : typedUnder(field, ['region'])),
      ...typedUnder(field, ['organization']),
    };
    setMade(null);
    void act.act(
      async () => {
        // What cannot be chosen yet cannot be chosen later either.
        if (role !== 'admin' && bodies.answer?.fault !== null)
          return refusedHere(t(words.bodiesUnread), '/organization', t(words.bodiesUnread));
        const answer = await api.send<Official>('POST', '/api/v1/accounts', body);
        if (isPerhapsMade(answer.fault)) again();
        return answer;
      },
      (official) => {
        setMade({ official, password });
        setRound(round + 1);
        again();
      },
    );
  };
  return (
    <Card title={t(words.make)}>
      <Form act={act} submit={words.make} onSubmit={make} round={round}>
        <Fields act={act} role={role} setRole={setRole} bodies={bodies} />
      </Form>
      {isPerhapsMade(act.fault) ? <p class="note">{t(words.perhapsMade)}</p> : null}
      <div role="status">{made === null ? null : <HandOver made={made} />}</div>
    </Card>
  );
}

interface FieldsProps {
  readonly act: Act;
  readonly role: OfficialRole;
  readonly setRole: (role: OfficialRole) => void;
  readonly bodies: Bodies;
}

function Fields({ act, role, setRole, bodies }: FieldsProps): VNode {
  const t = useWords();
  return (
    <>
      <Select
        act={act}
        name="role"
        words={deskWords.role}
        value={role}
        onChoose={(value) => {
          setRole(officialRoles.find((one) => one === value) ?? role);
        }}
        options={officialRoles.map((value) => ({ value, text: t(wordsOf(roleWords, value)) }))}
      />
      {role === 'inspector' || role === 'regulator' ? <Where act={act} /> : null}
      {role === 'admin' ? null : <Body act={act} reading={bodies} />}
      <Input act={act} name="name" words={deskWords.memberName} max={80} isRequired />
      <Input act={act} name="login" words={deskWords.login} max={64} isRequired />
      <Input
        act={act}
        name="password"
        type="password"
        words={words.password}
        hint={words.passwordHint}
        complete="new-password"
        isRequired
      />
    </>
  );
}

/** Nobody answered, or the login is taken: perhaps by an earlier try whose answer was lost. */
function isPerhapsMade(fault: Fault | null): boolean {
  return mayBeDone(fault) || fault?.status === 409;
}

function Where({ act }: { act: Act }): VNode {
  const t = useWords();
  const [where, setWhere] = useState('region');
  return (
    <>
      <Select
        act={act}
        name="where"
        words={words.region}
        value={where}
        onChoose={setWhere}
        options={[
          { value: 'region', text: t(words.someRegion) },
          { value: 'country', text: t(words.country) },
        ]}
      />
      {where === 'country' ? null : (
        <Input
          act={act}
          name="region"
          words={words.regionCode}
          hint={words.regionHint}
          max={6}
          inputMode="numeric"
          isRequired
        />
      )}
    </>
  );
}

interface BodyProps {
  readonly act: Act;
  readonly reading: Bodies;
}

function Body({ act, reading }: BodyProps): VNode {
  const t = useWords();
  return (
    <Read reading={reading}>
      {({ items, isWhole }) => (
        <>
          <Select
            act={act}
            name="organization"
            words={words.body}
            hint={words.bodyHint}
            options={[
              { value: '', text: t(words.onlyLooks) },
              ...items
                .filter(({ kind }) => bodyKinds.includes(kind))
                .map(({ id, name, kind }) => ({
                  value: id,
                  text: `${name} · ${t(wordsOf(organizationTypes, kind))}`,
                })),
            ]}
          />
          {isWhole ? null : <p class="note">{fill(t(words.notAllBodies), { n: items.length })}</p>}
        </>
      )}
    </Read>
  );
}

function HandOver({ made: { official, password } }: { made: Made }): VNode {
  const t = useWords();
  return (
    <div class="stack">
      <h3>{fill(t(words.made), { login: plainText(official.login) })}</h3>
      <p>{t(words.handOver)}</p>
      <Copyable text={password} />
      <WayTo place={`/officials/${official.id}`} words={words.toAccount} />
    </div>
  );
}
