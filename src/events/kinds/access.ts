import type { Role } from '../../access/actor.js';
import { say, type Language } from '../../gs1/words.js';
import { Choice, PrivateText, Uuid } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';
import { roleNames, sayRole } from './roles.js';

/** What can be looked at by power, in words. */
const lookedAt = {
  batch: { zh: '批次记录', en: 'the record of a batch' },
  members: { zh: '成员名单', en: 'its members' },
  sites: { zh: '地块位置与范围', en: 'where its sites lie' },
  recall: { zh: '召回清单和联系方式', en: 'what a recall reaches of it, and how to reach it' },
  application: { zh: '入驻申请及材料', en: 'an application and its documents' },
  log: { zh: '公开日志的条目内容', en: 'the entries of the log' },
} as const;

const purposes = {
  supervision: { zh: '监管', en: 'supervision' },
  administration: { zh: '服务管理', en: 'administration of the service' },
  'break-glass': { zh: '应急授权', en: 'break-glass' },
} as const;

/** A look at what is not public; who it was is a disclosure. */
export class AccessData {
  @Choice(Object.keys(lookedAt), { doc: 'What was looked at', example: 'batch' })
  what!: keyof typeof lookedAt;

  @Uuid({ doc: 'The batch, where it is one', optional: true })
  batch?: string;

  @Uuid({ doc: 'The recall, where it is one', optional: true })
  recall?: string;

  @Uuid({ doc: 'The application, where it is one', optional: true })
  application?: string;

  @Choice(roleNames, { doc: 'In which role', example: 'regulator' })
  role!: Role;

  @Uuid({ doc: 'The body the person acts for', optional: true })
  authority?: string;

  @Choice(Object.keys(purposes), { doc: 'What gives the right', example: 'supervision' })
  purpose!: keyof typeof purposes;

  @PrivateText(36, { doc: 'Account of the person (private)', optional: true })
  person?: string;
}

function sentence({ what, role, purpose }: AccessData, language: Language): string {
  const [who, whatWords, why] = [sayRole(role, language), say(lookedAt[what], language), say(purposes[purpose], language)]; // prettier-ignore
  return language === 'en'
    ? `Looked at ${whatWords}, as ${who} (${why})`
    : `${who}查看了${whatWords}（${why}）`;
}

/** Stated by the operator before a look by power is answered: once for an account, an object and an hour. */
export const access = defineKind<AccessData>({
  kind: 'access',
  words: { zh: '查看非公开内容', en: 'Look at what is not public' },
  chain: 'organization',
  data: AccessData,
  privateFields: ['/person'],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: () => [],
  effect: () => [],
  sentence,
  example: { what: 'batch', batch: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11', role: 'regulator', purpose: 'supervision' }, // prettier-ignore
});
