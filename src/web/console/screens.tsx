import type { FunctionComponent } from 'preact';
import { AccountScreen } from './account-screen.js';
import { HomeScreen } from './home-screen.js';
import type { Place } from './place.js';

/** What draws each place, by its name; `menu.ts` says who finds it without being led there. */
export const screens: Readonly<Record<string, FunctionComponent<{ place: Place }>>> = {
  '': HomeScreen,
  account: AccountScreen,
};
