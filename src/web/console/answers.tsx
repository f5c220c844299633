import type { ComponentChildren, VNode } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { plainText } from '../safe-text.js';
import { signInWords } from '../words-apps.js';
import { consoleWords } from '../words-console.js';
import type { Answer, Api, Fault, Listed } from './api.js';
import { useSurroundings, useWords } from './surroundings.js';

/** What is being read: nothing yet, a fault, or a body. `again` reads it anew, and keeps what is shown until then. */
export interface Reading<Body> {
  readonly answer: Answer<Body> | null;
  readonly again: () => void;
}

/** After so long what a busy service did not answer is asked for again. */
const againMs = 3_000;

/** Reads an address of the API, and again whenever it is another one; null reads nothing. */
export function useReading<Body>(path: string | null): Reading<Body> {
  return useGathered(path, (api) => api.get<Body>(path ?? ''));
}

/** As useReading, for what takes several questions: `key` names all that is asked for; null asks nothing. */
export function useGathered<Body>(
  key: string | null,
  gather: (api: Api) => Promise<Answer<Body>>,
): Reading<Body> {
  const { api, language } = useSurroundings();
  const [found, setFound] = useState<{ key: string; answer: Answer<Body> } | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isWanted = true;
    let later: ReturnType<typeof setTimeout> | undefined;
    if (key !== null)
      void gather(api).then((answer) => {
        if (!isWanted) return;
        setFound({ key, answer });
        if (answer.fault?.status === 503)
          later = setTimeout(() => {
            setTurn((before) => before + 1);
          }, againMs);
      });
    return () => {
      isWanted = false;
      clearTimeout(later);
    };
  }, [key, turn, language]);
  const again = useCallback(() => {
    setTurn((before) => before + 1);
  }, []);
  return { answer: found?.key === key ? found.answer : null, again };
}

/** What was gathered. */
export function gathered<Body>(body: Body): Answer<Body> {
  return { fault: null, body, next: null };
}

/** What is not there any more was done by an earlier press, or by somebody else: what is read anew says so. */
export function doneBefore(answer: Answer<unknown>): Answer<unknown> {
  return answer.fault?.status === 404 ? gathered(null) : answer;
}

interface ReadProps<Body> {
  readonly reading: Reading<Body>;
  readonly children: (body: Body, next: string | null) => ComponentChildren;
}

/** Draws what is read, or that it is being read, or why it cannot be. */
export function Read<Body>({ reading, children }: ReadProps<Body>): VNode {
  const t = useWords();
  const { answer, again } = reading;
  if (answer === null) return <p role="status">{t(consoleWords.loading)}</p>;
  if (answer.fault !== null) return <FaultNote fault={answer.fault} again={again} />;
  return <>{children(answer.body, answer.next)}</>;
}

/**
 * Why something was not answered, in the service's own words, with a way to go on. What is wrong with the fields of a form
 * stands beside these; of what was read by its address there are none, and it is told here.
 */
export function FaultNote({ fault, again }: { fault: Fault; again?: () => void }): VNode {
  const { go } = useSurroundings();
  const t = useWords();
  return (
    <div class="note" role="alert">
      <p class="fault">{faultText(fault, t)}</p>
      {again === undefined || fault.errors.length === 0 ? null : (
        <ul>
          {[...new Set(fault.errors.map(({ detail }) => plainText(detail)))].map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
      {fault.status === 401 ? (
        <button
          type="button"
          onClick={() => {
            go('/sign-in');
          }}
        >
          {t(signInWords.signIn)}
        </button>
      ) : again === undefined ? null : (
        <button type="button" class="quiet" onClick={again}>
          {t(consoleWords.again)}
        </button>
      )}
    </div>
  );
}

/** One text of a fault; the faults of single fields stand beside these. */
export function faultText(fault: Fault, t: ReturnType<typeof useWords>): string {
  if (fault.status === 401 && fault.title === '') return t(consoleWords.ended);
  if (fault.status === 0) return t(consoleWords.offline);
  if (fault.title === '') return t(consoleWords.strange);
  return plainText(fault.detail === '' ? fault.title : fault.detail);
}

interface ListProps<Item> {
  readonly reading: Reading<Listed<Item>>;
  readonly children: (items: readonly Item[]) => ComponentChildren;
}

/** Draws a list page by page: the next page is added below when it is asked for. */
export function ReadList<Item>({ reading, children }: ListProps<Item>): VNode {
  return (
    <Read reading={reading}>
      {(body, next) => (
        <Pages key={next} first={body.items} next={next}>
          {children}
        </Pages>
      )}
    </Read>
  );
}

interface PagesProps<Item> {
  readonly first: readonly Item[];
  readonly next: string | null;
  readonly children: (items: readonly Item[]) => ComponentChildren;
}

function Pages<Item>({ first, next, children }: PagesProps<Item>): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const [added, setAdded] = useState<{ items: readonly Item[]; next: string | null }>({ items: [], next });
  const { act, isBusy, fault } = useAct();
  const more = (path: string): Promise<void> =>
    act(
      () => api.get<Listed<Item>>(path),
      (body, following) => {
        setAdded({ items: [...added.items, ...body.items], next: following });
      },
    );
  const { next: following } = added;
  return (
    <>
      {children([...first, ...added.items])}
      {fault === null ? null : <FaultNote fault={fault} />}
      {following === null ? null : (
        <button type="button" class="quiet" disabled={isBusy} onClick={() => void more(following)}>
          {t(consoleWords.more)}
        </button>
      )}
    </>
  );
}

/** One act at a time, and what came of it. */
export interface Act {
  readonly isBusy: boolean;
  readonly fault: Fault | null;
  /** Asks for something; `done` when it was granted. */
  readonly act: <Body>(
    ask: () => Promise<Answer<Body>>,
    done: (body: Body, next: string | null) => void,
  ) => Promise<void>;
}

export function useAct(): Act {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  return {
    isBusy,
    fault,
    act: async (ask, done) => {
      if (isBusy) return;
      setBusy(true);
      const answer = await ask();
      setBusy(false);
      setFault(answer.fault);
      if (answer.fault === null) done(answer.body, answer.next);
    },
  };
}
