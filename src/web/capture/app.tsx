import { render, type VNode } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { say, type Language } from '../../gs1/words.js';
import { go, useAddress, type Address } from '../app/address.js';
import { useDisplay } from '../app/display.js';
import { keepFocus } from '../app/keep-focus.js';
import { barWords } from '../words-apps.js';
import { captureWords } from '../words-capture.js';
import { Desk } from './desk.js';
import type { DeskState } from './desk-state.js';
import { FormScreen } from './form-screen.js';
import { forms, type FormName } from './forms.js';
import { HomeScreen } from './home-screen.js';
import { MineScreen } from './mine-screen.js';
import { RecordsScreen } from './records-screen.js';
import { ScanPlace } from './scan-place.js';
import { SurroundingsContext } from './screen.js';
import { SignInScreen } from './sign-in-screen.js';

function screenAt(address: Address, state: DeskState): VNode {
  const [place = ''] = address.place.split('?');
  if (state.organization === null || place === '/sign-in') return <SignInScreen given={address.given} />;
  const name = place.slice(1);
  if (Object.hasOwn(forms, name)) return <FormScreen key={name} name={name as FormName} />;
  if (place === '/scan') return <ScanPlace key={place} aim="batch" />;
  if (place === '/scan/package') return <ScanPlace key={place} aim="package" />;
  if (place === '/records') return <RecordsScreen />;
  return place === '/mine' ? <MineScreen /> : <HomeScreen />;
}

function App({ desk, first }: { desk: Desk; first: DeskState }): VNode {
  const [state, setState] = useState(first);
  const address = useAddress();
  const { language, setLanguage, isElder, setElder } = useDisplay();
  // At once: what the desk says before anybody listens would be lost.
  useLayoutEffect(() => {
    changed = setState;
  }, []);
  const other = language === 'en' ? 'zh-CN' : 'en';
  return (
    <SurroundingsContext.Provider value={{ desk, state, language, go }}>
      <header class="bar">
        <span>{say(captureWords.app, language)}</span>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            setElder(!isElder);
          }}
        >
          {say(isElder ? barWords.normal : barWords.elder, language)}
        </button>
        <button
          type="button"
          class="quiet"
          lang={other}
          onClick={() => {
            setLanguage(other);
          }}
        >
          {say(barWords.language, language)}
        </button>
      </header>
      {/MicroMessenger/.test(navigator.userAgent) ? (
        <p class="card standing note">{say(captureWords.wechat, language)}</p>
      ) : null}
      {screenAt(address, state)}
      {state.organization === null ? null : <Navigation place={address.place} language={language} />}
    </SurroundingsContext.Provider>
  );
}

function Navigation({ place, language }: { place: string; language: Language }): VNode {
  const places = { '/': captureWords.home, '/records': captureWords.records, '/mine': captureWords.mine };
  return (
    <nav aria-label={say(captureWords.navigation, language)}>
      {Object.entries(places).map(([target, words]) => (
        <a key={target} href={`#${target}`} aria-current={(place || '/') === target ? 'page' : undefined}>
          {say(words, language)}
        </a>
      ))}
    </nav>
  );
}

let changed: (state: DeskState) => void = () => undefined;

/** Draws the app into the page, and begins to send what waits. */
async function start(): Promise<void> {
  const desk = new Desk((state) => {
    changed(state);
  });
  keepFocus();
  render(<App desk={desk} first={desk.state} />, document.getElementById('app') ?? document.body);
  void navigator.serviceWorker.register('/app/sw.js', { scope: '/app' }).catch(() => undefined);
  await desk.open();
}

void start();
