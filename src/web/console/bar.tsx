import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../gs1/words.js';
import { plainText } from '../safe-text.js';
import { barWords } from '../words-apps.js';
import { consoleWords } from '../words-console.js';
import { menuOf } from './menu.js';
import { Foreign } from './parts.js';

import { useSurroundings, useWords } from './surroundings.js';

interface BarProps {
  readonly isElder: boolean;
  readonly setElder: (isElder: boolean) => void;
  readonly setLanguage: (language: Language) => void;
  readonly setOrganization: (id: string) => void;
}

/** The line above every screen: whose console it is, and how it is shown. */
export function Bar({ isElder, setElder, setLanguage, setOrganization }: BarProps): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  const other = language === 'en' ? 'zh-CN' : 'en';
  return (
    <header class="bar">
      <a
        class="skip"
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>('#content h1')?.focus();
        }}
      >
        {t(consoleWords.skip)}
      </a>
      <a class="home" href="#/">
        {t(consoleWords.app)}
      </a>
      <ActingFor choose={setOrganization} />
      <div class="row">
        <button
          type="button"
          class="bare"
          onClick={() => {
            setElder(!isElder);
          }}
        >
          {t(isElder ? barWords.normal : barWords.elder)}
        </button>
        <button
          type="button"
          class="bare"
          lang={other}
          onClick={() => {
            setLanguage(other);
          }}
        >
          {t(barWords.language)}
        </button>
      </div>
    </header>
  );
}

/** For whom the producers' screens act, to choose where there are several. */
function ActingFor({ choose }: { choose: (id: string) => void }): VNode | null {
  const { account, organization } = useSurroundings();
  const t = useWords();
  if (organization === null) return null;
  if (account.organizations.length === 1)
    return (
      <span>
        <Foreign text={organization.name} />
      </span>
    );
  return (
    <label class="row">
      <span class="small">{t(consoleWords.forOrganization)}</span>
      <select
        value={organization.id}
        onChange={(event) => {
          choose(event.currentTarget.value);
        }}
      >
        {account.organizations.map(({ id, name }) => (
          <option key={id} value={id}>
            {plainText(name)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Whether the browser says that there is a network. */
function useOnline(): boolean {
  const [isOnline, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const changed = (): void => {
      setOnline(navigator.onLine);
    };
    for (const name of ['online', 'offline']) addEventListener(name, changed);
    return () => {
      for (const name of ['online', 'offline']) removeEventListener(name, changed);
    };
  }, []);
  return isOnline;
}

/** The screens of who is signed in; folded where there is little room. */
export function Menu({ name }: { name: string }): VNode {
  const { account } = useSurroundings();
  const t = useWords();
  const isOnline = useOnline();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    setOpen(false);
  }, [name]);
  return (
    <>
      <nav class="menu" aria-label={t(consoleWords.navigation)}>
        <button
          type="button"
          class="quiet"
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          {t(consoleWords.menu)}
        </button>
        <ul class={isOpen ? undefined : 'folded'}>
          {menuOf(account).map(({ name: target, words }) => (
            <li key={target}>
              <a href={`#/${target}`} aria-current={target === name ? 'page' : undefined}>
                {t(words)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <p class="bar" role="status">
        {isOnline ? '' : t(consoleWords.offlineStanding)}
      </p>
    </>
  );
}
