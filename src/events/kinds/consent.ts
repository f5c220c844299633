import type { Language } from '../../gs1/words.js';
import { Choice, PersonReference } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';

/** What a person may consent to: each needs a consent of its own (PIPL art. 25, 29). */
export const consentPurposes = ['public-name'] as const;

/** A person agreed to something; no longer, once `consent-withdrawn` says so. */
export class ConsentData {
  @Choice(consentPurposes, { doc: 'To what: to have the name shown on public pages' })
  purpose!: (typeof consentPurposes)[number];

  @PersonReference({ doc: 'Who (private)', optional: true })
  person?: string;
}

const example: ConsentData = { purpose: 'public-name' };

function recorded(_: ConsentData, language: Language): string {
  return language === 'en' ? 'A person agreed to have their name shown' : '一位当事人同意公开姓名';
}

function withdrawn(_: ConsentData, language: Language): string {
  return language === 'en'
    ? 'A person withdrew the consent to show their name'
    : '一位当事人撤回了公开姓名的同意';
}

const either = {
  chain: 'organization',
  data: ConsentData,
  privateFields: ['/person'],
  audiences: { '/person': 'nobody' },
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: () => [],
  effect: () => [],
  example,
} as const;

/** Consent of a natural person (ledger.md §9): the entry itself does not tell whose. */
export const consentRecorded = defineKind<ConsentData>({
  ...either,
  kind: 'consent-recorded',
  words: { zh: '同意公开姓名', en: 'Consent recorded' },
  sentence: recorded,
});

/** The consent holds no more, from the moment this is recorded. */
export const consentWithdrawn = defineKind<ConsentData>({
  ...either,
  kind: 'consent-withdrawn',
  words: { zh: '撤回同意', en: 'Consent withdrawn' },
  sentence: withdrawn,
});
