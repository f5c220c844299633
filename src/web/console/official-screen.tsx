import type { ComponentChildren, VNode } from 'preact';
import { Screen } from '../app/screen.js';
import { roleWords } from '../words-console.js';
import { deskWords } from '../words-desk.js';
import { officialWords as words } from '../words-officials.js';
import {
  EndedActs,
  FactorButton,
  NewPasswordButton,
  SaidOfAccount,
  useAccountAct,
  type AccountAct,
} from './account-acts.js';
import { doneBefore, FaultNote, Read, useReading } from './answers.js';
import { useAll, useOrganizationNames } from './gathered.js';
import { BodyOf, RegionOf, type Official } from './official.js';
import { At, Card, Chip, ConfirmButton, Facts, Foreign, WayTo } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

/** `#/officials/<id>`: the account of an official: ended, taken back, a new way in, its second factor taken away. */
export function OfficialScreen({ id }: { id: string }): VNode {
  const t = useWords();
  const act = useAccountAct();
  const path = `/api/v1/accounts/${encodeURIComponent(id)}`;
  const reading = useReading<Official>(path);
  const acting = { path, act, again: reading.again };
  return (
    <Screen title={t(words.one)}>
      {reading.answer?.fault?.status === 404 ? (
        <Ended id={id} {...acting} />
      ) : (
        <Read reading={reading}>
          {(official) => (
            <One official={official} isEnded={false} act={act}>
              <InUseActs {...acting} />
            </One>
          )}
        </Read>
      )}
      <SaidOfAccount act={act} />
      <WayTo place="/officials" words={words.back} />
    </Screen>
  );
}

interface Acting {
  readonly path: string;
  readonly act: AccountAct;
  /** Reads the account anew. */
  readonly again: () => void;
}

/** An account that is in use no more is among those that were ended, or nowhere. */
function Ended({ id, path, act, again }: Acting & { id: string }): VNode {
  const t = useWords();
  const reading = useAll<Official>('/api/v1/accounts?state=ended&limit=200');
  return (
    <Read reading={reading}>
      {({ items }) => {
        const found = items.find((one) => one.id === id);
        return found === undefined ? (
          <p>{t(words.notThere)}</p>
        ) : (
          <One official={found} isEnded act={act}>
            <EndedActs
              path={path}
              act={act}
              onTakenBack={(taken) => {
                if (taken !== null) act.say({ words: words.takenBack });
                again();
              }}
              onErased={reading.again}
            />
          </One>
        );
      }}
    </Read>
  );
}

interface OneProps {
  readonly official: Official;
  readonly isEnded: boolean;
  readonly act: AccountAct;
  /** What may be done about it. */
  readonly children: ComponentChildren;
}

function One({ official, isEnded, act, children }: OneProps): VNode {
  const t = useWords();
  const { login, name, role, organization, since } = official;
  const names = useOrganizationNames(organization === null ? [] : [organization]);
  return (
    <>
      <section class="card">
        <Facts
          facts={[
            [deskWords.memberName, <Foreign key="name" text={name} />],
            [deskWords.login, <Foreign key="login" text={login} />],
            [deskWords.role, t(wordsOf(roleWords, role))],
            [words.region, <RegionOf key="region" official={official} />],
            [words.body, <BodyOf key="body" official={official} names={names} />],
            [words.since, <At key="since" time={since} />],
            [
              words.state,
              <Chip key="state" tone={isEnded ? 'plain' : 'good'}>
                {t(isEnded ? words.isEnded : words.isInUse)}
              </Chip>,
            ],
          ]}
        />
      </section>
      <Card title={t(words.manage)}>
        <p>{t(words.stated)}</p>
        {act.fault === null ? null : <FaultNote fault={act.fault} />}
        {children}
      </Card>
    </>
  );
}

function InUseActs({ path, act, again }: Acting): VNode {
  const { api } = useSurroundings();
  const end = (): void =>
    void act.act(
      async () => doneBefore(await api.send('DELETE', path)),
      () => {
        act.say({ words: words.endDone });
        again();
      },
    );
  return (
    <div class="row">
      <NewPasswordButton path={path} act={act} />
      <FactorButton path={path} act={act} />
      <ConfirmButton words={words.end} question={words.endSure} isDisabled={act.isBusy} onConfirm={end} />
    </div>
  );
}
