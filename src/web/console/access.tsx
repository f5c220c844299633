import type { VNode } from 'preact';
import type { Words } from '../../gs1/words.js';
import {
  accessWayWords,
  accessWords as words,
  lookedAtWords,
  powerWords,
  purposeWords,
} from '../words-accesses.js';
import { roleWords } from '../words-console.js';
import { Typed } from './batch-names.js';
import { menuOf } from './menu.js';
import { At, Foreign } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

/** A use of power over an organization, as its chain has it. */
export interface Access {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly role: string | null;
  readonly act: string | null;
  readonly what: string | null;
  readonly batch: string | null;
  readonly purpose: string | null;
  readonly step: string | null;
  readonly reason: string | null;
  readonly until: string | null;
  /** Role that was given or taken away. */
  readonly granted: string | null;
  readonly person: string | null;
}

/** What was done. */
export function Done({ of: { kind, what, act, step, granted, until } }: { of: Access }): VNode {
  const t = useWords();
  const done = what === null ? wordsOf(powerWords, step ?? act ?? kind) : wordsOf(lookedAtWords, what);
  return (
    <>
      {t(done)}
      {granted === null ? null : <> · {t(wordsOf(roleWords, granted))}</>}
      {until === null ? null : (
        <>
          {' '}
          · {t(words.until)} <At time={until} />
        </>
      )}
    </>
  );
}

/** In which role, by what right, and who where that is told; of what no person did, the service, whoever it was about. */
export function Doer({ of: { role, purpose, person } }: { of: Access }): VNode {
  const t = useWords();
  return (
    <>
      {t(role === null ? words.machine : wordsOf(roleWords, role))}
      {purpose === null ? null : <> · {t(wordsOf(purposeWords, purpose))}</>}
      {person === null || role === null ? null : (
        <>
          {' '}
          · <Foreign text={person} />
        </>
      )}
    </>
  );
}

/** Why, where a reason was given. */
export function Why({ of: { reason } }: { of: Access }): VNode {
  return reason === null ? <>—</> : <Typed text={reason} />;
}

type Way = keyof typeof accessWayWords;

/** The screen that has what a look, an act or a statement of that kind was about. */
const wayTo: Readonly<Record<string, Way>> = {
  members: 'members',
  sites: 'sites',
  recall: 'recalls',
  application: 'applications',
  'role-granted': 'members',
  'role-ended': 'members',
  'application-decided': 'applications',
  'inspection-task': 'inspections',
  'key-registered': 'devices',
  'key-approved': 'devices',
  'key-refused': 'devices',
  'key-revoked': 'devices',
  'password-reset': 'members',
  'factor-reset': 'members',
  'person-exported': 'people',
  'data-exported': 'exports',
};

/** A way to what it was about: to the batch, else to the screen of the own organization that has it; or a dash. */
export function About({ of: { kind, what, act, batch }, isOwn }: { of: Access; isOwn: boolean }): VNode {
  const { account } = useSurroundings();
  if (batch !== null) return <Link place={`batches/${batch}`} words={accessWayWords.batch} />;
  const screen = wayTo[what ?? act ?? kind];
  const isThere = isOwn && menuOf(account).some(({ name }) => name === screen);
  return screen === undefined || !isThere ? <>—</> : <Link place={screen} words={accessWayWords[screen]} />;
}

function Link({ place, words: said }: { place: string; words: Words }): VNode {
  const t = useWords();
  return (
    <a class="target" href={`#/${place}`}>
      {t(said)}
    </a>
  );
}
