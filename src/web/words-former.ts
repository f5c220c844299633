import type { Words } from '../gs1/words.js';

/** What the console says of memberships that were ended, and of members of organizations that one is not in. */
export const formerWords = {
  former: { zh: '已移出的成员', en: 'Former members' },
  none: { zh: '没有已移出的成员。', en: 'There is no former member.' },
  takeBack: { zh: '恢复', en: 'Take back' },
  takeBackSure: {
    zh: '此人马上又能用原来的身份办事。确定吗？',
    en: 'The person can act in the same role again at once. Are you sure?',
  },
  eraseAccount: { zh: '删除账号', en: 'Erase the account' },
  eraseAccountSure: {
    zh: '只在本人要求时这样做。账号、姓名和登录方式马上删除，不能恢复；入账的记录不变。还有别的身份在用的，先要停用。确定吗？',
    en: 'Only when the person asks for it. Login, name and means of signing in go at once and cannot be had back; records stay. Other roles must have ended first. Are you sure?',
  },
  elsewhere: { zh: '各家的成员', en: 'Members of organizations' },
  elsewhereWhat: {
    zh: '每看一家的成员，那家的账本里都会记下一次。',
    en: 'Each look at the members of one is stated in its ledger.',
  },
  organization: { zh: '组织', en: 'Organization' },
  kind: { zh: '是什么', en: 'What it is' },
  region: { zh: '县级区划代码', en: 'County code' },
  noOrganization: { zh: '还没有组织。', en: 'There is no organization yet.' },
  back: { zh: '返回成员', en: 'Back to members' },
} as const satisfies Readonly<Record<string, Words>>;
