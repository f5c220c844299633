import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Screen } from '../app/screen.js';
import { formerWords } from '../words-former.js';
import { machineWords as words, scopeWords } from '../words-machines.js';
import { doneBefore, FaultNote, ReadList, useAct, useReading, type Act, type Reading } from './answers.js';
import { mayBeDone, type Listed } from './api.js';
import { Elsewhere } from './elsewhere.js';
import { GivenOnce, type Given, type Machine } from './machine.js';
import { NewMachine } from './machine-new.js';
import { At, Card, Code, ConfirmButton, Foreign, Table, WayTo } from './parts.js';
import type { Place } from './place.js';
import { holds, useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';
import { Webhook } from './webhook.js';

/**
 * `#/machines`: programs that act for the organization, one more, and where it has recall notices sent.
 * `#/machines?of=<organization>`: those of another one, which an admin ends.
 */
export function MachinesScreen({ place }: { place: Place }): VNode {
  const around = useSurroundings();
  const { organization } = around;
  const t = useWords();
  const of = place.query.get('of');
  if (of !== null)
    return (
      <Screen title={t(words.title)}>
        <Elsewhere key={of} of={of}>
          <MachinesOf />
        </Elsewhere>
        {holds(around, 'admin') ? <WayTo place={`/members?of=${of}`} words={formerWords.back} /> : null}
      </Screen>
    );
  return (
    <Screen title={t(words.title)}>
      {organization === null ? <p>{t(words.cannot)}</p> : <MachinesOf />}
    </Screen>
  );
}

/** Machines of the organization that is acted for; for its owner also one more, and its webhook. */
function MachinesOf(): VNode {
  const around = useSurroundings();
  const own = `/api/v1/organizations/${around.organization?.id ?? ''}`;
  const path = `${own}/clients`;
  const reading = useReading<Listed<Machine>>(`${path}?limit=200`);
  return (
    <>
      <List path={path} reading={reading} />
      {holds(around, 'owner') ? (
        <>
          <NewMachine path={path} again={reading.again} />
          <Webhook own={own} organization={around.organization?.id ?? ''} />
        </>
      ) : null}
    </>
  );
}

function List({ path, reading }: { path: string; reading: Reading<Listed<Machine>> }): VNode {
  const around = useSurroundings();
  const { language } = around;
  const t = useWords();
  const [rotating, ending] = [useAct(), useAct()];
  const [given, setGiven] = useState<Given | null>(null);
  const acts = { path, rotating, ending, setGiven, again: reading.again };
  return (
    <Card title={t(words.list)}>
      <p>{t(words.what)}</p>
      <p>{t(words.seen)}</p>
      <ReadList reading={reading}>
        {(items) => (
          <Table
            caption={t(words.list)}
            rows={[...items].sort((one, other) => one.name.localeCompare(other.name, language))}
            keyOf={({ id }) => id}
            empty={words.none}
            columns={[
              { words: words.name, cell: ({ name }) => <Foreign text={name} /> },
              {
                words: words.may,
                cell: ({ scopes }) => scopes.map((scope) => t(wordsOf(scopeWords, scope))).join(' · '),
              },
              { words: words.id, cell: ({ id }) => <Code code={id} /> },
              { words: words.since, cell: ({ createdAt }) => <At time={createdAt} /> },
              {
                words: words.until,
                cell: ({ expiresAt }) => (expiresAt === null ? t(words.noEnd) : <At time={expiresAt} />),
              },
              { words: words.acts, cell: (machine) => <MachineActs machine={machine} {...acts} /> },
            ]}
          />
        )}
      </ReadList>
      {ending.fault === null ? null : <FaultNote fault={ending.fault} />}
      {rotating.fault === null ? null : <FaultNote fault={rotating.fault} />}
      <div role="status">{mayBeDone(rotating.fault) ? <p>{t(words.rotateLost)}</p> : null}</div>
      <GivenOnce
        given={given}
        onKept={() => {
          setGiven(null);
        }}
      />
    </Card>
  );
}

interface ActsProps {
  readonly path: string;
  readonly machine: Machine;
  readonly rotating: Act;
  readonly ending: Act;
  readonly setGiven: (given: Given | null) => void;
  readonly again: () => void;
}

function MachineActs({ path, machine, rotating, ending, setGiven, again }: ActsProps): VNode {
  const around = useSurroundings();
  const one = `${path}/${machine.id}`;
  const isBusy = rotating.isBusy || ending.isBusy;
  const rotate = (): void => {
    setGiven(null);
    void rotating.act(
      async () => {
        const answer = await around.api.send<Omit<Given, 'machine'>>('POST', `${one}/secret`);
        if (answer.fault?.status === 404) again();
        return answer;
      },
      ({ secret, previousUntil }) => {
        setGiven({ machine, secret, previousUntil });
      },
    );
  };
  const end = (): void => {
    setGiven(null);
    void ending.act(async () => {
      const answer = await around.api.send('DELETE', one);
      if (mayBeDone(answer.fault)) again();
      // Ended by an earlier press, or by somebody else: the list says so.
      return doneBefore(answer);
    }, again);
  };
  return (
    <div class="row">
      {holds(around, 'owner') ? (
        <ConfirmButton
          words={words.rotate}
          question={words.rotateSure}
          isDisabled={isBusy}
          onConfirm={rotate}
        />
      ) : null}
      <ConfirmButton words={words.end} question={words.endSure} isDisabled={isBusy} onConfirm={end} />
    </div>
  );
}
