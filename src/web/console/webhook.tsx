import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { plainText } from '../safe-text.js';
import { webhookWords as words } from '../words-machines.js';
import { doneBefore, FaultNote, gathered, Read, useAct, useGathered, type Act } from './answers.js';
import { mayBeDone, type Answer, type Api, type Listed } from './api.js';
import { Form, Input } from './fields.js';
import { At, Card, Chip, ConfirmButton, Facts, Foreign, type Tone } from './parts.js';
import { SecretOnce } from './secret-once.js';
import { useSurroundings, useWords } from './surroundings.js';

/** Where an organization has recall notices sent (docs/recalls.md, Webhook). */
interface Registered {
  readonly url: string;
  readonly registeredAt: string;
}

/** How far a notice is on its way there. */
interface Sent {
  readonly delivery: 'none' | 'waiting' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly triedAt: string | null;
  readonly outcome: string | null;
}

const tones: Readonly<Record<Sent['delivery'], Tone>> = {
  none: 'plain',
  waiting: 'warn',
  delivered: 'good',
  failed: 'bad',
};

interface Known {
  /** Null where there is none. */
  readonly webhook: Registered | null;
  /** Of the newest notice; null where the organization was told of no recall. */
  readonly last: Sent | null;
}

async function readWebhook(api: Api, own: string, organization: string): Promise<Answer<Known>> {
  const answer = await api.get<Registered>(`${own}/webhook`);
  if (answer.fault?.status === 404) return gathered({ webhook: null, last: null });
  if (answer.fault !== null) return answer;
  const notices = await api.get<Listed<{ readonly webhook: Sent }>>(
    `/api/v1/recall-notices?organization=${organization}&limit=1`,
  );
  if (notices.fault !== null) return notices;
  return gathered({ webhook: answer.body, last: notices.body.items[0]?.webhook ?? null });
}

/** Where recall notices are sent, and whether the last one came there; sets, changes and removes it. */
export function Webhook({ own, organization }: { own: string; organization: string }): VNode {
  const t = useWords();
  const reading = useGathered(`${own}/webhook`, (api) => readWebhook(api, own, organization));
  const [secret, setSecret] = useState<string | null>(null);
  const setting = useAct();
  return (
    <Card title={t(words.title)}>
      <p>{t(words.what)}</p>
      <Read reading={reading}>
        {({ webhook, last }) => (
          <>
            {webhook === null ? <p class="quiet">{t(words.none)}</p> : <Now webhook={webhook} last={last} />}
            <SetWebhook
              path={`${own}/webhook`}
              setting={setting}
              webhook={webhook}
              setSecret={setSecret}
              again={reading.again}
            />
          </>
        )}
      </Read>
      <div role="status">
        {mayBeDone(setting.fault) ? <p>{t(words.setLost)}</p> : null}
        {secret === null ? null : (
          <SecretOnce
            title={t(words.stored)}
            enter={words.enter}
            facts={[]}
            secret={secret}
            onKept={() => {
              setSecret(null);
            }}
          />
        )}
      </div>
    </Card>
  );
}

function Now({ webhook: { url, registeredAt }, last }: { webhook: Registered; last: Sent | null }): VNode {
  const t = useWords();
  return (
    <Facts
      facts={[
        [words.url, <Foreign key="url" text={url} />],
        [words.since, <At key="since" time={registeredAt} />],
        [words.last, last === null ? t(words.noNotice) : <LastSent key="last" sent={last} />],
      ]}
    />
  );
}

function LastSent({ sent: { delivery, attempts, triedAt, outcome } }: { sent: Sent }): VNode {
  const t = useWords();
  return (
    <>
      <Chip tone={tones[delivery]}>{t(words[`sent-${delivery}`])}</Chip>{' '}
      {triedAt === null ? null : (
        <>
          {fill(t(words.tried), { n: attempts })} <At time={triedAt} />{' '}
        </>
      )}
      {outcome === null ? null : <span class="mono">{plainText(outcome)}</span>}
    </>
  );
}

interface SetProps {
  readonly path: string;
  readonly setting: Act;
  readonly webhook: Registered | null;
  readonly setSecret: (secret: string | null) => void;
  readonly again: () => void;
}

function SetWebhook({ path, setting, webhook, setSecret, again }: SetProps): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const removing = useAct();
  const set = (field: (name: string) => string): void => {
    setSecret(null);
    void setting.act(
      async () => {
        const answer = await api.send<{ secret: string }>('PUT', path, { url: field('url') });
        if (mayBeDone(answer.fault)) again();
        return answer;
      },
      (body) => {
        setSecret(body.secret);
        again();
      },
    );
  };
  const remove = (): void => {
    setSecret(null);
    void removing.act(async () => {
      const answer = await api.send('DELETE', path);
      // It was removed by an earlier press, or by somebody else.
      return doneBefore(answer);
    }, again);
  };
  return (
    <>
      {webhook === null ? null : <p>{t(words.changeWhat)}</p>}
      <Form act={setting} submit={webhook === null ? words.set : words.change} onSubmit={set}>
        <Input
          key={webhook?.registeredAt}
          act={setting}
          name="url"
          words={words.url}
          hint={words.urlHint}
          max={500}
          value={webhook?.url ?? ''}
          isRequired
        />
      </Form>
      {removing.fault === null ? null : <FaultNote fault={removing.fault} />}
      {webhook === null ? null : (
        <div class="row">
          <ConfirmButton
            words={words.remove}
            question={words.removeSure}
            isDisabled={removing.isBusy}
            onConfirm={remove}
          />
        </div>
      )}
    </>
  );
}
