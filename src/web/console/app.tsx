import { render, type VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { go, useAddress, type Given } from '../app/address.js';
import { Screen } from '../app/screen.js';
import { useDisplay } from '../app/display.js';
import { keepFocus } from '../app/keep-focus.js';
import { recall, remember } from '../app/memory.js';
import { consoleWords } from '../words-console.js';
import { findAccount, type Found } from './account.js';
import { Api } from './api.js';
import { FaultNote } from './answers.js';
import { ApplyScreen } from './apply-screen.js';
import { Bar, Menu } from './bar.js';
import { FarewellScreen } from './farewell-screen.js';
import { JoinScreen } from './join-screen.js';
import { NewPasswordScreen } from './new-password-screen.js';
import { placeOf, type Place } from './place.js';
import { screens } from './screens.js';
import { SecondFactorScreen } from './second-factor-screen.js';
import { SignInScreen } from './sign-in-screen.js';
import {
  SurroundingsContext,
  useSurroundings,
  useWords,
  type Account,
  type KnownOrganization,
  type Surroundings,
} from './surroundings.js';

const nobody: Account = { login: '', grants: [], needsSecondFactor: false, organizations: [] };
const api = new Api();

/** The organization chosen last, while the account still belongs to it; else its first. */
function organizationOf({ organizations }: Account, chosen: string | null): KnownOrganization | null {
  return organizations.find(({ id }) => id === chosen) ?? organizations[0] ?? null;
}

function Console(): VNode {
  const [found, setFound] = useState<Found | null>(null);
  const address = useAddress();
  const place = placeOf(address.place);
  const { language, setLanguage, isElder, setElder } = useDisplay();
  const [chosen, setChosen] = useState(recall('acting-for') as string | null);
  const renew = async (): Promise<void> => {
    setFound(await findAccount(api));
  };
  api.language = language;
  useEffect(() => {
    void renew();
  }, []);
  const account = found?.account ?? nobody;
  const around: Surroundings = {
    api,
    account,
    organization: organizationOf(account, chosen),
    language,
    go,
    renew,
    farewell: (farewell) => {
      setFound({ account: null, fault: null, farewell });
    },
  };
  return (
    <SurroundingsContext.Provider value={around}>
      <Bar
        isElder={isElder}
        setElder={setElder}
        setLanguage={setLanguage}
        setOrganization={(id) => {
          remember('acting-for', id);
          setChosen(id);
        }}
      />
      {found?.account == null || account.needsSecondFactor ? null : <Menu name={place.name} />}
      <Current found={found} place={place} given={address.given} />
    </SurroundingsContext.Provider>
  );
}

function Current({ found, place, given }: { found: Found | null; place: Place; given: Given }): VNode {
  const { organization } = useSurroundings();
  const t = useWords();
  if (found === null) return <main id="content" />;
  if (place.name === 'join') return <JoinScreen place={place} />;
  if (place.name === 'apply') return <ApplyScreen place={place} />;
  if (place.name === 'new-password') return <NewPasswordScreen place={place} />;
  if (found.farewell !== undefined && place.name !== 'sign-in')
    return <FarewellScreen farewell={found.farewell} />;
  if (found.account === null)
    return found.fault === null ? (
      <SignInScreen place={place} given={given} />
    ) : (
      <Screen title={t(consoleWords.app)}>
        <FaultNote
          fault={found.fault}
          again={() => {
            location.reload();
          }}
        />
      </Screen>
    );
  if (place.name === 'sign-in') return <SignInScreen place={place} given={given} />;
  if (found.account.needsSecondFactor) return <SecondFactorScreen />;
  const Drawn = Object.hasOwn(screens, place.name) ? screens[place.name] : undefined;
  if (Drawn === undefined)
    return (
      <Screen title={t(consoleWords.notHere)}>
        <a href="#/">{t(consoleWords.home)}</a>
      </Screen>
    );
  // What was said and asked for one organization is not left standing for another.
  return <Drawn key={`${place.name} ${organization?.id ?? ''}`} place={place} />;
}

keepFocus();
render(<Console />, document.getElementById('app') ?? document.body);
