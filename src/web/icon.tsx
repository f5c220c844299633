import type { VNode } from 'preact';
import type { CheckStatus } from './scan-view.js';
import type { IconName } from './words-verdict.js';

const paths: Readonly<Record<IconName, string>> = {
  check: 'M7 12.5l3.5 3.5L17 9',
  alert: 'M12 6.5v7M12 16.5v1',
  cross: 'M8 8l8 8M16 8l-8 8',
  question: 'M9 9.5a3 3 0 1 1 4.2 2.7c-.8.4-1.2.9-1.2 1.8M12 16.7v.8',
  hourglass: 'M8.5 6.5h7M8.5 17.5h7M9.5 6.5c0 4 5 3.5 5 11M14.5 6.5c0 4-5 3.5-5 11',
  dash: 'M8 12h8',
};

/** Which icon says the same as the status word beside it. */
export const statusIcons: Readonly<Record<CheckStatus, IconName>> = {
  pass: 'check',
  fail: 'cross',
  warn: 'alert',
  unknown: 'question',
  'not-applicable': 'dash',
};

/** A drawn sign in the colour of its text; words beside it always say the same, so it is hidden from screen readers. */
export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg
      class="i"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      aria-hidden="true"
    >
      <circle cx="12" cy="12" r="10" />
      <path d={paths[name]} />
    </svg>
  );
}
