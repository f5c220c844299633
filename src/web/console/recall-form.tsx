import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { uuidv7 } from 'uuidv7';
import { fill } from '../../gs1/words.js';
import type { JsonObject } from '../../ledger/json.js';
import { Screen } from '../app/screen.js';
import { batchWords } from '../words-batches.js';
import { recallWords as words } from '../words-recalls.js';
import { useAct, type Act } from './answers.js';
import { findEach, type Sought } from './batch-finding.js';
import { BatchLink, Typed } from './batch-names.js';
import type { Batch } from './batch-shapes.js';
import { Form, Input, Lines } from './fields.js';
import { Card, Chip, Code, ConfirmButton, Table } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

/** Batches named at once. */
const batchesMax = 20;
const optionalFields = ['advice', 'basis', 'phone'] as const;

/** What is to be sent, with what was found of each batch that was named. */
interface Draft {
  readonly sought: readonly Sought[];
  readonly body: JsonObject;
}

function bodyOf(field: (name: string) => string): JsonObject {
  const told = optionalFields.flatMap((name) => (field(name) === '' ? [] : [[name, field(name)]]));
  return { reason: field('reason'), mock: field('mock') !== '', ...(Object.fromEntries(told) as JsonObject) };
}

/** Opens a recall or a rehearsal in two steps: the batches are looked up and shown, then it is confirmed. */
export function RecallForm({ batches }: { batches: readonly string[] }): VNode {
  const { api, go } = useSurroundings();
  const t = useWords();
  const look = useAct();
  const open = useAct();
  const [draft, setDraft] = useState<Draft | null>(null);
  // One key for one recall: sent twice it is recorded once.
  const key = useMemo(() => uuidv7(), [draft?.body]);
  const check = (field: (name: string) => string): void => {
    const texts = field('batches').split('\n').slice(0, batchesMax);
    const body = bodyOf(field);
    void look.act(
      () => findEach(api, texts),
      (sought) => {
        setDraft({ sought, body });
      },
    );
  };
  const send = ({ sought, body }: Draft): void => {
    const named = sought.flatMap((one) => one.batches.map(({ id }) => id));
    void open.act(
      () => api.send<{ id: string }>('POST', '/api/v1/recalls', { ...body, batches: named }, key),
      ({ id }) => {
        go(`/recalls/${id}`);
      },
    );
  };
  return (
    <Screen title={t(words.begin)}>
      <Questions act={{ ...look, fault: open.fault ?? look.fault }} batches={batches} onSubmit={check} />
      <div role="status">
        {draft === null ? null : (
          <Checked
            draft={draft}
            isBusy={open.isBusy}
            onConfirm={() => {
              send(draft);
            }}
          />
        )}
      </div>
    </Screen>
  );
}

interface QuestionsProps {
  readonly act: Act;
  readonly batches: readonly string[];
  readonly onSubmit: (field: (name: string) => string) => void;
}

function Questions({ act, batches, onSubmit }: QuestionsProps): VNode {
  const t = useWords();
  const named = { act, name: 'batches', words: words.batches, hint: words.batchesHint };
  return (
    <section class="card">
      <Form act={act} submit={words.look} onSubmit={onSubmit}>
        <Lines {...named} value={batches.join('\n')} isRequired />
        <Lines act={act} name="reason" words={words.reason} hint={words.reasonHint} max={300} isRequired />
        <Lines act={act} name="advice" words={words.advice} max={300} />
        <Input act={act} name="basis" words={words.basis} max={120} />
        <Input act={act} name="phone" words={words.phone} max={60} />
        <label class="choice">
          <input type="checkbox" name="mock" value="yes" />
          <span>{t(words.isRehearsal)}</span>
        </label>
      </Form>
    </section>
  );
}

interface CheckedProps {
  readonly draft: Draft;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
}

/** What was found, and the confirmation where each text names exactly one batch. */
function Checked({ draft: { sought, body }, isBusy, onConfirm }: CheckedProps): VNode {
  const t = useWords();
  const unclear = sought.filter(({ batches }) => batches.length !== 1);
  return (
    <Card title={t(words.toRecall)}>
      {unclear.map(({ text, batches }) => (
        <p key={text}>
          <Chip tone="warn">
            <Typed text={fill(t(batches.length === 0 ? words.unknown : words.ambiguous), { text })} />
          </Chip>
        </p>
      ))}
      <Table
        caption={t(words.toRecall)}
        rows={sought.flatMap(({ batches }): readonly Batch[] => batches)}
        keyOf={({ id }) => id}
        columns={[
          { words: batchWords.lot, cell: (batch) => <BatchLink batch={batch} /> },
          { words: batchWords.code, cell: ({ code }) => <Code code={code} /> },
        ]}
      />
      {unclear.length > 0 || sought.length === 0 ? null : (
        <ConfirmButton
          words={body.mock === true ? words.confirmRehearsal : words.confirmOpen}
          question={body.mock === true ? words.askRehearsal : words.askOpen}
          isDisabled={isBusy}
          onConfirm={onConfirm}
        />
      )}
    </Card>
  );
}
