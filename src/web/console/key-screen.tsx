import type { VNode } from 'preact';
import { Screen } from '../app/screen.js';
import { deskWords as words } from '../words-desk.js';
import { keptKeyWords } from '../words-machines.js';
import { Read, useReading } from './answers.js';
import { At, Chip, Code, Facts, Foreign, WayTo } from './parts.js';
import type { Place } from './place.js';
import { RevokeKey } from './revoke-key.js';
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
              <RevokeKey
                path={path}
                what={key.purpose === 'custodial' ? keptKeyWords.revokeWhat : words.revokeWhat}
                reasonHint={words.revokeReasonHint}
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
