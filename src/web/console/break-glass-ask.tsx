import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { breakGlassWords as words } from '../words-break-glass.js';
import { Read, useAct, useGathered } from './answers.js';
import { mayBeDone } from './api.js';
import { Typed } from './batch-names.js';
import { breakGlassPath, type BreakGlass } from './break-glass.js';
import { askedIn, findTarget, targetWays, type Target, type TargetWay } from './break-glass-target.js';
import { Form, Input, Lines, ListFault, Select } from './fields.js';
import { OrganizationFinder } from './organization-finder.js';
import { Card, Code, Facts, WayTo } from './parts.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

const wayWords: Readonly<Record<TargetWay, (typeof words)['code' | 'uscc' | 'organizationId' | 'batchId']>> =
  {
    code: words.code,
    uscc: words.uscc,
    organization: words.organizationId,
    batch: words.batchId,
  };

interface Props {
  /** What the address asks for. */
  readonly query: URLSearchParams;
  /** The reader's own requests. */
  readonly own: readonly BreakGlass[];
  /** Reads the requests anew. */
  readonly again: () => void;
}

/** Finds whose data is to be seen, and asks for it. An admin, who sees all organizations, finds them by name, too. */
export function BreakGlassAsk({ query, own, again }: Props): VNode {
  const around = useSurroundings();
  const t = useWords();
  const asked = askedIn(query);
  const find = query.get('find');
  return (
    <>
      <Card title={t(words.ask)}>
        <FindForm key={query.toString()} by={asked?.by ?? 'code'} find={asked?.find ?? ''} />
      </Card>
      {asked === null ? null : <Found key={`${asked.by} ${asked.find}`} {...asked} own={own} again={again} />}
      {holds(around, 'admin') ? (
        <OrganizationFinder
          title={words.byName}
          screen="break-glass"
          find={find ?? ''}
          placeOf={(id) => `/break-glass?organization=${id}`}
          isFolded={find === null}
        />
      ) : null}
    </>
  );
}

function FindForm({ by: given, find }: { by: TargetWay; find: string }): VNode {
  const { api, go } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [by, setBy] = useState(given);
  return (
    <Form
      act={act}
      submit={words.findNow}
      onSubmit={(field) => {
        const asked = { by, find: field('named') };
        void act.act(
          () => findTarget(api, t, asked),
          () => {
            go(`/break-glass?${new URLSearchParams({ [asked.by]: asked.find }).toString()}`);
          },
        );
      }}
    >
      <Select
        act={act}
        name="by"
        words={words.by}
        value={by}
        onChoose={(value) => {
          setBy(targetWays.find((way) => way === value) ?? by);
        }}
        options={targetWays.map((value) => ({ value, text: t(wayWords[value]) }))}
      />
      <Input
        act={act}
        name="named"
        pointer={['/find', '/path/uscc', '/uri']}
        words={words.find}
        value={find}
        max={512}
        isRequired
      />
    </Form>
  );
}

interface FoundProps extends Omit<Props, 'query'> {
  readonly by: TargetWay;
  readonly find: string;
}

function Found({ by, find, own, again }: FoundProps): VNode {
  const t = useWords();
  const reading = useGathered<Target>(`target ${by} ${find}`, (api) => findTarget(api, t, { by, find }));
  return (
    <Card title={t(words.target)}>
      <Read reading={reading}>
        {(target) => {
          const standing = own.find(
            ({ organization, state }) =>
              organization === target.organization?.id && (state === 'pending' || state === 'open'),
          );
          return (
            <>
              <TargetFacts target={target} />
              {standing === undefined ? (
                <AskForm target={target} again={again} />
              ) : (
                <>
                  <p>{t(words.standing)}</p>
                  <WayTo place={`/break-glass/${standing.id}${behind(target)}`} words={words.toStanding} />
                </>
              )}
            </>
          );
        }}
      </Read>
    </Card>
  );
}

/** What leads from a request to the batch by which it was asked for. */
function behind({ as, id }: Target): string {
  return as === 'batch' ? `?batch=${id}` : '';
}

function TargetFacts({ target: { as, id, organization, product, lot } }: { target: Target }): VNode {
  const t = useWords();
  const name = organization?.name ?? null;
  return (
    <>
      <Facts
        facts={[
          [words.organization, name === null ? null : <Typed key="name" text={name} />],
          [words.product, product === null ? null : <Typed key="product" text={product} />],
          [words.batch, lot === null ? null : <Typed key="lot" text={lot} />],
          [
            as === 'batch' ? words.batchId : words.organizationId,
            name === null ? <Code key="id" code={id} /> : null,
          ],
        ]}
      />
      {as === 'batch' ? <p>{t(words.whole)}</p> : null}
    </>
  );
}

/** Asks. The service takes no key for it: where an answer was lost, the requests are read anew and show it. */
function AskForm({ target, again }: { target: Target; again: () => void }): VNode {
  const { api, go } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const ask = (field: (name: string) => string): void =>
    void act.act(
      async () => {
        const body = { [target.as]: target.id, reason: field('reason').replaceAll(/\s*\n\s*/g, ' ') };
        const answer = await api.send<BreakGlass>('POST', breakGlassPath, body);
        if (mayBeDone(answer.fault)) again();
        return answer;
      },
      ({ id }) => {
        go(`/break-glass/${id}${behind(target)}`);
      },
    );
  return (
    <>
      <p>{t(words.who)}</p>
      <Form act={act} submit={words.askNow} onSubmit={ask}>
        <ListFault act={act} pointer={`/${target.as}`} />
        <Lines act={act} name="reason" words={words.reason} hint={words.reasonHint} max={400} isRequired />
      </Form>
      {mayBeDone(act.fault) ? <p class="note">{t(words.perhapsAsked)}</p> : null}
    </>
  );
}
