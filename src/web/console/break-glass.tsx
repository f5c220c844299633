import type { VNode } from 'preact';
import { breakGlassStateWords, breakGlassWords as words } from '../words-break-glass.js';
import { roleWords } from '../words-console.js';
import type { Reading } from './answers.js';
import { Chip, Foreign, WayTo, type Tone } from './parts.js';
import { holds, useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

/** A look beyond one's own, as the API answers it. */
export interface BreakGlass {
  readonly id: string;
  readonly organization: string;
  readonly organizationName: string;
  /** That the reader asked. */
  readonly own: boolean;
  readonly requester: string | null;
  readonly role: string;
  readonly reason: string;
  readonly state: keyof typeof breakGlassStateWords;
  readonly requestedAt: string;
  readonly expiresAt: string;
  readonly until: string | null;
}

export const breakGlassPath = '/api/v1/break-glass';

const tones: Readonly<Record<BreakGlass['state'], Tone>> = {
  pending: 'warn',
  expired: 'plain',
  refused: 'bad',
  open: 'good',
  ended: 'plain',
};

/** How a request stands. */
export function BreakGlassState({ state }: Pick<BreakGlass, 'state'>): VNode {
  const t = useWords();
  return <Chip tone={tones[state]}>{t(breakGlassStateWords[state])}</Chip>;
}

/** Who asks, and in which role. */
export function Requester({ of: { own, requester, role } }: { of: BreakGlass }): VNode {
  const t = useWords();
  const who = own ? t(words.you) : requester === null ? t(words.erased) : <Foreign text={requester} />;
  return (
    <>
      {who} · {t(wordsOf(roleWords, role))}
    </>
  );
}

interface WayProps {
  readonly reading: Reading<unknown>;
  /** What was not found. */
  readonly query: `batch=${string}` | `organization=${string}`;
}

/** For who may ask: the way to a look at what was not found, since it may be of another region. */
export function WayBeyond({ reading, query }: WayProps): VNode | null {
  const around = useSurroundings();
  const t = useWords();
  if (reading.answer?.fault?.status !== 404 || !holds(around, 'inspector', 'regulator', 'admin')) return null;
  return (
    <section class="card">
      <p>{t(words.beyond)}</p>
      <WayTo place={`/break-glass?${query}`} words={words.toAsk} />
    </section>
  );
}
