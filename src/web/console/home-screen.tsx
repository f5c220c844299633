import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { consoleWords, roleWords } from '../words-console.js';
import { useReading } from './answers.js';
import type { Listed } from './api.js';
import { menuOf } from './menu.js';
import { useOwn } from './own-lists.js';
import { Chip, Foreign } from './parts.js';
import type { Notice } from './recall-shapes.js';
import { holds, useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

/** What the account can do here, by name, and what waits for it. */
export function HomeScreen(): VNode {
  const { account, organization } = useSurroundings();
  const t = useWords();
  const waiting = useWaiting();
  const roles = [...new Set(account.grants.map(({ role }) => role))];
  return (
    <Screen title={organization?.name ?? t(consoleWords.app)}>
      <p>
        <Foreign text={account.login} /> ·{' '}
        {roles.length === 0
          ? t(consoleWords.noRoles)
          : roles.map((role) => t(wordsOf(roleWords, role))).join(' · ')}
      </p>
      <ul class="cards">
        {menuOf(account)
          .filter(({ name }) => name !== '')
          .map(({ name, words }) => (
            <li key={name}>
              <a href={`#/${name}`}>
                {t(words)}
                {(waiting[name] ?? 0) > 0 ? (
                  <Chip tone="warn">{fill(t(consoleWords.waits), { n: waiting[name] ?? 0 })}</Chip>
                ) : null}
              </a>
            </li>
          ))}
      </ul>
    </Screen>
  );
}

/** How much waits for an answer of the organization, by the screen that shows it. */
function useWaiting(): Readonly<Record<string, number>> {
  const around = useSurroundings();
  const { organization } = around;
  const isOwner = holds(around, 'owner') && organization !== null;
  const deliveries = useOwn('deliveries').answer;
  const notices = useOwn<Notice>('recall-notices').answer;
  const enrolments = useReading<Listed<{ state: string }>>(
    isOwner ? `/api/v1/organizations/${organization.id}/keys/enrolments?limit=200` : null,
  ).answer;
  const isUnanswered = ({ state, acknowledgedAt }: Notice): boolean =>
    state === 'open' && acknowledgedAt === null;
  return {
    notices: notices?.fault === null ? notices.body.items.filter(isUnanswered).length : 0,
    deliveries: deliveries?.fault === null ? deliveries.body.items.length : 0,
    devices:
      enrolments?.fault === null
        ? enrolments.body.items.filter(({ state }) => state === 'pending').length
        : 0,
  };
}
