import type { VNode } from 'preact';
import { Screen } from '../app/screen.js';
import { breakGlassWords as words } from '../words-break-glass.js';
import { FaultNote, Read, useAct, useReading } from './answers.js';
import { Typed } from './batch-names.js';
import { BreakGlassState, breakGlassPath, Requester, type BreakGlass } from './break-glass.js';
import { At, Card, ConfirmButton, Facts, WayTo } from './parts.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

interface Props {
  readonly id: string;
  /** The batch by which it was asked for, where the address has it. */
  readonly batch: string | null;
}

/** One request: what became of it; its decision, for who may decide; ways to what it opened, for who asked. */
export function BreakGlassRequest({ id, batch }: Props): VNode {
  const around = useSurroundings();
  const t = useWords();
  const path = `${breakGlassPath}/${encodeURIComponent(id)}`;
  const reading = useReading<BreakGlass>(path);
  const isDeciding = holds(around, 'regulator', 'admin');
  return (
    <Screen title={t(words.one)}>
      <Read reading={reading}>
        {(request) => (
          <>
            <Known request={request} />
            <History request={request} again={reading.again} />
            {request.own && request.state === 'open' ? <Opened request={request} batch={batch} /> : null}
            {!request.own && isDeciding ? (
              <Decision path={path} state={request.state} again={reading.again} />
            ) : null}
          </>
        )}
      </Read>
      <WayTo place="/break-glass" words={words.back} />
    </Screen>
  );
}

function Known({ request }: { request: BreakGlass }): VNode {
  return (
    <section class="card">
      <Facts
        facts={[
          [words.organization, <Typed key="name" text={request.organizationName} />],
          [words.state, <BreakGlassState key="state" state={request.state} />],
          [words.requester, <Requester key="who" of={request} />],
          [words.reason, <Typed key="reason" text={request.reason} />],
        ]}
      />
    </section>
  );
}

function History({ request, again }: { request: BreakGlass; again: () => void }): VNode {
  const t = useWords();
  const { own, state, requestedAt, expiresAt, until } = request;
  return (
    <Card title={t(words.history)}>
      <div role="status">
        <ol>
          <li>
            {t(words.stepAsked)} <At time={requestedAt} />
          </li>
          {state === 'pending' ? (
            <li>
              {t(words.stepWaits)} <At time={expiresAt} />
            </li>
          ) : null}
          {state === 'expired' ? (
            <li>
              {t(words.stepExpired)} <At time={expiresAt} />
            </li>
          ) : null}
          {state === 'refused' ? <li>{t(words.stepRefused)}</li> : null}
          {until === null ? null : (
            <>
              <li>{t(words.stepApproved)}</li>
              <li>
                {t(state === 'open' ? words.stepOpen : words.stepEnded)} <At time={until} />
              </li>
            </>
          )}
        </ol>
      </div>
      {own && state === 'pending' ? <p>{t(words.ownWaits)}</p> : null}
      {state === 'pending' || state === 'open' ? (
        <div class="row">
          <button type="button" class="quiet" onClick={again}>
            {t(words.lookAgain)}
          </button>
        </div>
      ) : null}
    </Card>
  );
}

function Opened({ request: { organization }, batch }: { request: BreakGlass; batch: string | null }): VNode {
  const t = useWords();
  return (
    <Card title={t(words.opened)}>
      <p>{t(words.openedWhat)}</p>
      {batch === null ? null : (
        <WayTo place={`/batches/${encodeURIComponent(batch)}`} words={words.toBatch} />
      )}
      <WayTo place={`/batches?of=${organization}`} words={words.toBatches} />
      <WayTo place={`/accesses?of=${organization}`} words={words.toAccesses} />
    </Card>
  );
}

interface DecisionProps {
  readonly path: string;
  readonly state: BreakGlass['state'];
  readonly again: () => void;
}

/** Approves or refuses; where somebody was first, how it stands is read anew and the refusal stays to be read. */
function Decision({ path, state, again }: DecisionProps): VNode | null {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const send = (decision: 'approved' | 'refused'): void =>
    void act.act(async () => {
      const answer = await api.send('POST', `${path}/decision`, { decision });
      if (answer.fault !== null) again();
      return answer;
    }, again);
  if (state !== 'pending') return act.fault === null ? null : <FaultNote fault={act.fault} />;
  return (
    <Card title={t(words.decide)}>
      <p>{t(words.decideWhat)}</p>
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      <div class="row">
        <ConfirmButton
          words={words.approve}
          question={words.approveSure}
          isDisabled={act.isBusy}
          onConfirm={() => {
            send('approved');
          }}
        />
        <ConfirmButton
          words={words.refuse}
          question={words.refuseSure}
          isDisabled={act.isBusy}
          onConfirm={() => {
            send('refused');
          }}
        />
      </div>
    </Card>
  );
}
