import type { Words } from '../gs1/words.js';

/** What the console says of the accounts of those who inspect, regulate, certify and run the service. Braces hold figures. */
export const officialWords = {
  title: { zh: '工作人员账号', en: 'Accounts of officials' },
  what: {
    zh: '检查员、监管人员、认证人员和系统管理员的账号。各家自己的成员在“成员”里管理。',
    en: 'Accounts of inspectors, regulators, certifiers and admins. Members of organizations are managed under Members.',
  },
  stated: {
    zh: '在这里建立、停用、恢复、删除账号，做新密码链接，取消两步验证，每件事都写进服务运营方的账本，替某家记录的也写进那家的账本。系统管理员、运营方的成员，还有运营方所在地区的检查员和监管人员，都查得到做了什么、以什么身份做的。服务不通知本人，请自己告诉本人。',
    en: 'Each account that is made, ended, taken back or erased here, each link to a new password and each second factor taken away is stated in the ledger of the operator, and where the account records for a body in that of the body, too. Admins, members of the operator, and inspectors and regulators of its region can read what was done, and in which role. The service does not tell the person: do so yourself.',
  },
  cannot: {
    zh: '只有系统管理员管理这些账号。',
    en: 'Admins alone manage these accounts.',
  },
  inUse: { zh: '在用的账号', en: 'Accounts in use' },
  ended: { zh: '已停用的账号', en: 'Accounts that were ended' },
  noneInUse: { zh: '没有在用的账号。', en: 'No account is in use.' },
  noneEnded: { zh: '没有已停用的账号。', en: 'No account was ended.' },
  region: { zh: '管辖地区', en: 'Region' },
  country: { zh: '全国', en: 'The whole country' },
  someRegion: { zh: '一个地区', en: 'One region' },
  regionCode: { zh: '地区代码', en: 'Region code' },
  regionHint: {
    zh: '行政区划代码的前几位：省如 37，市如 3706，县如 370686。',
    en: 'The first digits of region codes: 37 a province, 3706 a prefecture, 370686 a county.',
  },
  body: { zh: '代表哪家', en: 'Records for' },
  bodyHint: {
    zh: '检查、检测、认证的结果以它的名义入账。选好以后，在这里不能再改。',
    en: 'Its inspections, tests and certifications are recorded in that name. It cannot be changed here later.',
  },
  onlyLooks: { zh: '不代表任何一家，只能查看', en: 'For nobody: can only look' },
  notAllBodies: {
    zh: '组织太多，这里只读了 {n} 家。',
    en: 'There are too many organizations; {n} were read.',
  },
  bodiesUnread: {
    zh: '各家的名单还没有读到：这个账号代表哪家，以后不能再改，请等一下或刷新这一页。',
    en: 'The bodies are not read yet, and for whom the account records cannot be changed later: wait, or load this page anew.',
  },
  since: { zh: '从何时起', en: 'Since' },
  state: { zh: '状态', en: 'State' },
  isInUse: { zh: '在用', en: 'in use' },
  isEnded: { zh: '已停用', en: 'ended' },
  make: { zh: '建立账号', en: 'Make an account' },
  password: { zh: '第一个密码', en: 'First password' },
  passwordHint: {
    zh: '至少 10 个字符，不能含账号。建好以后显示一次，交给本人。',
    en: 'At least 10 characters, without the login. It is shown once afterwards, to be handed over.',
  },
  perhapsMade: {
    zh: '如果前一次没有收到回答，账号可能已经建好：请看名单。密码没有把握，就在那个账号里做新密码链接。',
    en: 'If an earlier try got no answer, the account may be there already: see the list. If you are not sure of its password, make a link to a new one at that account.',
  },
  made: { zh: '账号 {login} 已建好', en: 'The account {login} is made' },
  handOver: {
    zh: '把账号和下面的密码当面交给本人，密码只显示这一次。请本人登录以后在“我的账号”里换掉密码；监管人员和系统管理员第一次登录还要开启两步验证。',
    en: 'Hand the login and the password below over in person; it is shown this once. Ask the person to sign in and change it under “My account”; regulators and admins set up a second factor then.',
  },
  toAccount: { zh: '去这个账号', en: 'To the account' },
  one: { zh: '一个工作人员账号', en: 'One account of an official' },
  notThere: {
    zh: '没有这个账号，或者已经删除。',
    en: 'There is no such account, or it is erased.',
  },
  manage: { zh: '管理账号', en: 'Manage the account' },
  end: { zh: '停用账号', en: 'End the account' },
  endSure: {
    zh: '此人马上不能再登录，登录着的地方也都退出，所有身份都不能再用；已经入账的记录不变。以后可以恢复。确定吗？',
    en: 'The person can sign in no more and is signed out everywhere, and no role of the account counts; what was recorded stays. It can be taken back later. Are you sure?',
  },
  endDone: { zh: '账号已停用。', en: 'The account is ended.' },
  takenBack: {
    zh: '账号已恢复，本人用原来的密码重新登录。',
    en: 'The account is in use again. The person signs in anew with the same password.',
  },
  back: { zh: '返回工作人员账号', en: 'Back to the accounts of officials' },
} as const satisfies Readonly<Record<string, Words>>;

/** What the console says of a second factor that an admin takes away. */
export const factorWords = {
  take: { zh: '取消两步验证', en: 'Take away the second factor' },
  takeSure: {
    zh: '只在本人手机和恢复码都丢了的时候这样做。先确认是本人：之后只用密码就能登录，监管人员和系统管理员登录后要马上重新开启。确定吗？',
    en: 'Only when the person has lost both the phone and the recovery codes. Make sure who asks: the password alone opens the account then, and regulators and admins set up a new factor at once. Are you sure?',
  },
  taken: { zh: '两步验证已取消。', en: 'The second factor is taken away.' },
  none: {
    zh: '没有可取消的：此人没有开启两步验证，或者账号已经停用。',
    en: 'There is none to take away: no second factor is set up, or the account has ended.',
  },
} as const satisfies Readonly<Record<string, Words>>;
