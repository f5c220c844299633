import { useLayoutEffect, useState } from 'preact/hooks';

/** The fragment that the reader is at, and what a link filled the sign-in form with. */
export interface Address {
  /** `#/<place>?<query>` without its number sign. */
  readonly place: string;
  readonly given: Given;
}

/** Login and password out of a link (`#/sign-in?as=<login>&password=<password>`), empty where there are none. */
export interface Given {
  readonly login: string;
  readonly password: string;
}

/**
 * Reads the address. A password in it is taken out at once: it was in the fragment, which no server and no log is told,
 * and now it is in no history either. It fills a form and signs nobody in by itself, since a link of somebody else would
 * then make a reader act as them.
 */
function readAddress(): Address {
  const place = location.hash.replace(/^#/, '');
  const [path = '', query = ''] = place.split('?', 2);
  const told = new URLSearchParams(query);
  const given = { login: told.get('as') ?? '', password: told.get('password') ?? '' };
  if (!told.has('password')) return { place, given };
  told.delete('password');
  const rest = `${path}?${told.toString()}`;
  history.replaceState(history.state, '', `#${rest}`);
  return { place: rest, given };
}

/** Where the reader of an app is, as it changes. */
export function useAddress(): Address {
  const [address, setAddress] = useState(readAddress);
  // Before anything else can happen: an address that changes between drawing and listening would be missed.
  useLayoutEffect(() => {
    const moved = (): void => {
      setAddress(readAddress());
    };
    addEventListener('hashchange', moved);
    return () => {
      removeEventListener('hashchange', moved);
    };
  }, []);
  return address;
}

/** Leads to another place of the app. */
export function go(place: string): void {
  location.hash = place;
}
