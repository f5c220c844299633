import type { VNode } from 'preact';
import { Screen } from '../app/screen.js';
import { signInWords } from '../words-apps.js';
import { ownDataWords as words } from '../words-own-data.js';
import { WayTo } from './parts.js';
import { useWords, type Farewell } from './surroundings.js';

/** Told to who was signed in: the account is erased, or perhaps is. */
export function FarewellScreen({ farewell }: { farewell: Farewell }): VNode {
  const t = useWords();
  const isSure = farewell === 'erased';
  return (
    <Screen title={t(isSure ? words.erased : words.perhaps)}>
      <p>{t(isSure ? words.erasedTold : words.perhapsTold)}</p>
      <WayTo place="/sign-in" words={signInWords.signIn} />
    </Screen>
  );
}
