import type { VNode } from 'preact';
import { captureWords } from '../words-capture.js';
import { useLater } from './later.js';
import { useWords } from './screen.js';
import type { ScanAim } from './scan-screen.js';

/** The screen that reads codes. */
export function ScanPlace({ aim }: { aim: ScanAim }): VNode {
  const t = useWords();
  const loaded = useLater(() => import('./scan-screen.js'));
  if (typeof loaded === 'object') return <loaded.ScanScreen aim={aim} />;
  return (
    <main>
      <p class="card" role="status">
        {t(loaded === 'loading' ? captureWords.loading : captureWords.partMissing)}
      </p>
    </main>
  );
}
