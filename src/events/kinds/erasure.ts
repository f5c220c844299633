import type { Language } from '../../gs1/words.js';
import { Choice, CivilDate } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';

/** Why personal data were destroyed (PIPL art. 47). */
export const erasureGrounds = ['request'] as const;

/** Somebody's personal data were destroyed: when that was asked for, and nothing that tells of whom. */
export class ErasureData {
  @Choice(erasureGrounds, { doc: 'Why: the person, or the organization for them, asked for it' })
  ground!: (typeof erasureGrounds)[number];

  @CivilDate({ doc: 'Day of the request' })
  requestedOn!: string;
}

function sentence({ requestedOn }: ErasureData, language: Language): string {
  return language === 'en'
    ? `Personal data destroyed, as asked for on ${requestedOn}`
    : `已按 ${requestedOn} 的请求销毁个人信息`;
}

/** Erasure (ledger.md §9): disclosures and key of a person are gone when this is recorded. */
export const erasure = defineKind<ErasureData>({
  kind: 'erasure',
  words: { zh: '个人信息删除', en: 'Personal data erased' },
  chain: 'organization',
  data: ErasureData,
  privateFields: [],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: () => [],
  effect: () => [],
  sentence,
  example: { ground: 'request', requestedOn: '2026-10-18' },
});
