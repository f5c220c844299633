import type { FunctionComponent, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { consoleWords } from '../words-console.js';
import { FaultNote } from './answers.js';
import { unreached } from './api.js';
import type { Place } from './place.js';
import { useWords } from './surroundings.js';

type Drawn = FunctionComponent<{ place: Place }>;

/** A screen that is loaded when somebody comes to it: what few people need is not in the first view. */
export function laterScreen(load: () => Promise<Drawn>): Drawn {
  return function Later({ place }): VNode {
    const t = useWords();
    const [loaded, setLoaded] = useState<{ readonly Drawn: Drawn | null } | null>(null);
    const loadNow = (): void => {
      load().then(
        (Drawn) => {
          setLoaded({ Drawn });
        },
        () => {
          setLoaded({ Drawn: null });
        },
      );
    };
    useEffect(loadNow, []);
    if (loaded !== null && loaded.Drawn !== null) return <loaded.Drawn place={place} />;
    return (
      <main id="content">
        {loaded === null ? (
          <p role="status">{t(consoleWords.loading)}</p>
        ) : (
          <FaultNote fault={unreached} again={loadNow} />
        )}
      </main>
    );
  };
}
