import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { machineWords as words, scopeWords } from '../words-machines.js';
import { useAct, type Act } from './answers.js';
import { mayBeDone } from './api.js';
import { Choices, Form, Input } from './fields.js';
import { GivenOnce, type Given, type Machine } from './machine.js';
import { Card } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

interface Props {
  /** Address of the machines in the API. */
  readonly path: string;
  /** Reads the machines anew. */
  readonly again: () => void;
}

/** One machine more. The API takes no key with it: after a lost answer the list says whether it is there. */
export function NewMachine({ path, again }: Props): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [done, setDone] = useState(0);
  const [chosen, choose] = useState<readonly string[]>([]);
  const [given, setGiven] = useState<Given | null>(null);
  const register = (field: (name: string) => string): void => {
    const lastDay = field('lastDay');
    const body = {
      name: field('name'),
      scopes: [...chosen],
      ...(lastDay === '' ? {} : { expiresAt: `${lastDay}T23:59:59+08:00` }),
    };
    setGiven(null);
    void act.act(
      async () => {
        const answer = await api.send<Machine & Pick<Given, 'secret'>>('POST', path, body);
        if (mayBeDone(answer.fault)) again();
        return answer;
      },
      ({ secret, ...machine }) => {
        setGiven({ machine, secret, previousUntil: null });
        setDone(done + 1);
        choose([]);
        again();
      },
    );
  };
  return (
    <Card title={t(words.register)}>
      <Form act={act} submit={words.register} onSubmit={register} round={done}>
        <Input act={act} name="name" words={words.name} hint={words.nameHint} max={80} isRequired />
        <MayDo act={act} chosen={chosen} choose={choose} />
        <Input
          act={act}
          name="lastDay"
          pointer="/expiresAt"
          type="date"
          words={words.lastDay}
          hint={words.lastDayHint}
        />
      </Form>
      <div role="status">{mayBeDone(act.fault) ? <p>{t(words.registerLost)}</p> : null}</div>
      <GivenOnce
        given={given}
        onKept={() => {
          setGiven(null);
        }}
      />
    </Card>
  );
}

interface MayDoProps {
  readonly act: Act;
  readonly chosen: readonly string[];
  readonly choose: (chosen: readonly string[]) => void;
}

function MayDo({ act, chosen, choose }: MayDoProps): VNode {
  const t = useWords();
  const options = Object.entries(scopeWords).map(([value, one]) => ({ value, text: t(one) }));
  return (
    <>
      <p class="hint">{t(words.mayHint)}</p>
      <Choices act={act} name="scopes" words={words.may} options={options} chosen={chosen} choose={choose} />
    </>
  );
}
