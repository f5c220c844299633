import type { Language } from '../gs1/words.js';
import { accounts } from './api-words/accounts.js';
import { audit } from './api-words/audit.js';
import { batches } from './api-words/batches.js';
import { cases } from './api-words/cases.js';
import { certificateData } from './api-words/certificate-data.js';
import { certificates } from './api-words/certificates.js';
import { eventData } from './api-words/event-data.js';
import { labels } from './api-words/labels.js';
import { log } from './api-words/log.js';
import { oversight } from './api-words/oversight.js';
import { parties } from './api-words/parties.js';
import { privacy } from './api-words/privacy.js';
import { recalls } from './api-words/recalls.js';
import { scans } from './api-words/scans.js';
import { service } from './api-words/service.js';

const chinese: ReadonlyMap<string, string> = new Map(
  [
    service,
    accounts,
    parties,
    oversight,
    privacy,
    batches,
    eventData,
    certificateData,
    labels,
    certificates,
    recalls,
    scans,
    cases,
    audit,
    log,
  ].flatMap((words) => Object.entries(words)),
);

/**
 * A text of the OpenAPI document in the reader's language; in English where it has no Chinese twin. Titles of problems
 * have none here: they stand in the table of problems.
 */
export function sayApi(text: string, language: Language): string {
  return language === 'en' ? text : (chinese.get(text) ?? text);
}

/** Whether the text has a Chinese twin. */
export function isTranslated(text: string): boolean {
  return chinese.has(text);
}
