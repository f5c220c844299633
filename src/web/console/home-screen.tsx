import type { VNode } from 'preact';
import { consoleWords, roleWords } from '../words-console.js';
import { menuOf } from './menu.js';
import { Foreign, Screen } from './parts.js';

import { useSurroundings, useWords } from './surroundings.js';

/** What the account can do here, by name. */
export function HomeScreen(): VNode {
  const { account, organization } = useSurroundings();
  const t = useWords();
  const roles = new Set(account.grants.map(({ role }) => role));
  const entries = menuOf(account).filter(({ name }) => name !== '');
  return (
    <Screen title={organization?.name ?? t(consoleWords.app)}>
      <p>
        <Foreign text={account.login} /> ·{' '}
        {roles.size === 0
          ? t(consoleWords.noRoles)
          : [...roles].map((role) => t(roleWords[role] ?? consoleWords.none)).join(' · ')}
      </p>
      <ul class="cards">
        {entries.map(({ name, words }) => (
          <li key={name}>
            <a class="button quiet" href={`#/${name}`}>
              {t(words)}
            </a>
          </li>
        ))}
      </ul>
    </Screen>
  );
}
