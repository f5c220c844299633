import type { Words } from '../gs1/words.js';

/** What the console says of the households and family farms of a cooperative. */
export const householdWords = {
  households: { zh: '农户与家庭农场', en: 'Households and family farms' },
  what: {
    zh: '农户和家庭农场各有自己的记录。合作社负责人替它们邀请成员、批准手机、给忘了密码的人链接；每一次都记在它们的账上，它们自己看得到。',
    en: 'Each has records of its own. The owner of the cooperative invites its members, approves its phones and makes links to a new password; each time that is stated in its ledger, where it sees it.',
  },
  none: { zh: '还没有登记农户或家庭农场。', en: 'No household or family farm is registered.' },
  name: { zh: '名称', en: 'Name' },
  nameHint: {
    zh: '名称永远留在账本里，请不要写人名。例如：上岭村 12 号果园',
    en: 'The name stays in the ledger for ever: no person’s name. Such as: Orchard 12, Shangling',
  },
  kind: { zh: '是什么', en: 'What it is' },
  region: { zh: '县级区划代码', en: 'County code' },
  phone: { zh: '电话（可不填，加密保存）', en: 'Phone (optional, kept sealed)' },
  phoneShown: {
    zh: '农户同意公开打码后的电话，例如 139****9000',
    en: 'The household agrees to its number being shown, masked: 139****9000',
  },
  phoneTold: { zh: '电话', en: 'Phone' },
  phoneHidden: { zh: '不公开', en: 'Not shown' },
  since: { zh: '登记', en: 'Registered' },
  subjectCode: { zh: '主体码', en: 'Subject code' },
  add: { zh: '登记农户或家庭农场', en: 'Register a household or family farm' },
  cannot: {
    zh: '只有合作社的负责人可以登记和照管农户。',
    en: 'Only the owner of a cooperative registers households and looks after them.',
  },
  notOurs: { zh: '它不属于您的合作社。', en: 'It does not belong to your cooperative.' },
  back: { zh: '返回农户与家庭农场', en: 'Back to households and family farms' },
} as const satisfies Readonly<Record<string, Words>>;
