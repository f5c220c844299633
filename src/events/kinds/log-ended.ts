import type { Language } from '../../gs1/words.js';
import { PublicText } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';

const example = 'ledger.example.org/2027+15cd6d4a+AbdV1vNLF7ZyGgDbkyOSxlLcQjZxvwUfVDzVqVpVvsmT';

/** The end of a log: the key of the one that goes on with its tree. */
export class LogEndedData {
  @PublicText(320, { doc: 'The verifier key (C2SP signed-note) of the log that follows', example })
  next!: string;
}

function sentence({ next }: LogEndedData, language: Language): string {
  const [name = ''] = next.split('+');
  return language === 'en'
    ? `The log ends here; ${name} goes on with its tree`
    : `日志到此结束，由 ${name} 接续`;
}

/** Stated by the operator on its own chain: the last entry of a log whose key is replaced (docs/spec/log.md §8). */
export const logEnded = defineKind<LogEndedData>({
  kind: 'log-ended',
  words: { zh: '日志终止', en: 'Log ended' },
  chain: 'organization',
  data: LogEndedData,
  privateFields: [],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: () => [],
  effect: () => [],
  sentence,
  example: { next: example },
});
