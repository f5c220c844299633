import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Words } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { deskWords as words } from '../words-desk.js';
import { keptKeyWords } from '../words-machines.js';
import { Read, useAct, useReading } from './answers.js';
import { Form, Input, Lines, Select } from './fields.js';
import { At, Card, Chip, Code, Facts, Foreign, WayTo } from './parts.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';

/** A key that signs or signed for an organization. */
export interface Key {
  readonly kid: string;
  readonly purpose: 'custodial' | 'participant' | 'label';
  readonly validFrom: string;
  readonly revokedFrom: string | null;
  readonly state: 'valid' | 'revoked';
  readonly device: { readonly name: string } | null;
  readonly holder: { readonly name: string | null } | null;
}

/** Whether a key counts, and since when it does not. */
export function KeyState({ of: { state, revokedFrom } }: { of: Key }): VNode {
  const t = useWords();
  return (
    <>
      <Chip tone={state === 'valid' ? 'good' : 'bad'}>{t(words[state])}</Chip>{' '}
      {revokedFrom === null ? null : <At time={revokedFrom} />}
    </>
  );
}

/**
 * `#/keys/<kid>?of=<organization>`: revokes the key of a device, or one that the service held and has replaced: from when
 * it does not count, and why.
 */
export function KeyScreen({ place }: { place: Place }): VNode {
  const { organization } = useSurroundings();
  const t = useWords();
  const of = place.query.get('of') ?? organization?.id ?? '';
  const path = `/api/v1/organizations/${encodeURIComponent(of)}/keys/${encodeURIComponent(place.rest[0] ?? '')}`;
  const reading = useReading<Key>(path);
  return (
    <Screen title={t(words.revokeKey)}>
      <Read reading={reading}>
        {(key) => (
          <>
            <section class="card">
              <Facts
                facts={[
                  [words.key, <Code key="kid" code={key.kid} />],
                  [words.device, <Foreign key="device" text={key.device?.name ?? '—'} />],
                  [words.holder, <Foreign key="holder" text={key.holder?.name ?? '—'} />],
                  [words.validFrom, <At key="from" time={key.validFrom} />],
                  [words.state, <KeyState key="state" of={key} />],
                ]}
              />
            </section>
            {key.purpose === 'label' ? <p>{t(words.notOwnDevice)}</p> : null}
            {key.purpose !== 'label' && key.state === 'valid' ? (
              <Revoke
                path={path}
                what={key.purpose === 'custodial' ? keptKeyWords.revokeWhat : words.revokeWhat}
                again={reading.again}
              />
            ) : null}
            <div role="status">{key.state === 'revoked' ? <p>{t(words.revokedNow)}</p> : null}</div>
          </>
        )}
      </Read>
      <WayTo place={of === organization?.id ? '/devices' : `/households/${of}`} words={words.backToDevices} />
    </Screen>
  );
}

interface RevokeProps {
  readonly path: string;
  /** For what kind of key it is, and what comes of it. */
  readonly what: Words;
  readonly again: () => void;
}

function Revoke({ path, what, again }: RevokeProps): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [since, setSince] = useState('now');
  // The same until it is refused: another time would be another revocation.
  const [opened, setOpened] = useState(() => new Date().toISOString());
  return (
    <Card title={t(words.revoke)}>
      <p>{t(what)}</p>
      <Form
        act={act}
        submit={words.revoke}
        onSubmit={(field) => {
          const from = since === 'now' ? opened : instantOf(field('from'));
          void act.act(async () => {
            const answer = await api.send('POST', `${path}/revocation`, { from, reason: field('reason') });
            if (answer.fault?.status === 422) setOpened(new Date().toISOString());
            return answer;
          }, again);
        }}
      >
        <Select
          act={act}
          name="since"
          pointer={since === 'now' ? '/from' : '/since'}
          words={words.revokeFrom}
          value={since}
          onChoose={setSince}
          options={[
            { value: 'now', text: t(words.fromNow) },
            { value: 'earlier', text: t(words.fromEarlier) },
          ]}
        />
        {since === 'now' ? null : (
          <Input
            act={act}
            name="from"
            type="datetime-local"
            words={words.fromWhen}
            hint={words.fromWhenHint}
            isRequired
          />
        )}
        <Lines
          act={act}
          name="reason"
          words={words.revokeReason}
          hint={words.revokeReasonHint}
          max={200}
          isRequired
        />
      </Form>
    </Card>
  );
}

/** The instant of a civil time in Asia/Shanghai, as the browser's field has it; an empty text where none was typed. */
function instantOf(local: string): string {
  return local === '' ? '' : `${local}${local.length === 16 ? ':00' : ''}+08:00`;
}
