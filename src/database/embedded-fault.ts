import type { Words } from '../gs1/words.js';

/** Why the embedded PostgreSQL cannot run; each code has one sentence for people. */
export type EmbeddedFaultCode =
  | 'no-account'
  | 'foreign-cluster'
  | 'no-programs'
  | 'no-password'
  | 'init-failed'
  | 'start-failed'
  | 'stop-failed';

/** The embedded PostgreSQL cannot do what was asked; the message says it in Chinese and in English. */
export class EmbeddedFault extends Error {
  override readonly name = 'EmbeddedFault';

  constructor(
    readonly code: EmbeddedFaultCode,
    readonly words: Words,
  ) {
    super(`${words.zh}\n${words.en}`);
  }
}

const wayOut: Words = {
  zh: '也可以设置 DATABASE_URL，使用您自己的 PostgreSQL（15 至 18 版）。',
  en: 'Or set DATABASE_URL to a PostgreSQL of your own (15 to 18).',
};

/** Makes the fault, with the way out that always exists added to its sentence. */
export function embeddedFault(code: EmbeddedFaultCode, zh: string, en: string): EmbeddedFault {
  return new EmbeddedFault(code, { zh: `${zh}。${wayOut.zh}`, en: `${en}. ${wayOut.en}` });
}
