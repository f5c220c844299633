import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { captureWords } from '../words-capture.js';
import { useWords } from './screen.js';
import type { ScanAim, ScanScreen } from './scan-screen.js';

type Loaded = { readonly Screen: typeof ScanScreen } | 'loading' | 'missing';

/** The screen that reads codes, loaded when somebody goes there. */
export function ScanPlace({ aim }: { aim: ScanAim }): VNode {
  const t = useWords();
  const [loaded, setLoaded] = useState<Loaded>('loading');
  useEffect(() => {
    import('./scan-screen.js').then(
      ({ ScanScreen: Screen }) => {
        setLoaded({ Screen });
      },
      () => {
        setLoaded('missing');
      },
    );
  }, []);
  if (typeof loaded === 'object') return <loaded.Screen aim={aim} />;
  return (
    <main>
      <p class="card" role="status">
        {t(loaded === 'loading' ? captureWords.loading : captureWords.partMissing)}
      </p>
    </main>
  );
}
