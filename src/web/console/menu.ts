import type { Words } from '../../gs1/words.js';
import { consoleWords } from '../words-console.js';
import type { Account, Role } from './surroundings.js';

/** A screen of the menu, and whose menu has it. */
interface MenuEntry {
  readonly name: string;
  readonly words: Words;
  readonly roles: readonly Role[] | 'all';
}

const menu: readonly MenuEntry[] = [
  { name: '', words: consoleWords.home, roles: 'all' },
  { name: 'account', words: consoleWords.account, roles: 'all' },
];

/** The screens that an account's menu has, in order. */
export function menuOf({ grants }: Account): readonly MenuEntry[] {
  return menu.filter(({ roles }) => roles === 'all' || grants.some(({ role }) => roles.includes(role)));
}
