import type { Words } from '../gs1/words.js';

/** What the console says of what is held of an account, and of its erasure. */
export const ownDataWords = {
  file: { zh: '关于我的信息', en: 'What is held of me' },
  fileWhat: {
    zh: '一个 JSON 文件：账号、姓名、身份、登录过的地方、设备和链接。里面没有密码和密钥。',
    en: 'One JSON file: login, name, roles, where you were signed in, devices and links. It holds no password and no secret.',
  },
  keep: { zh: '下载', en: 'Download' },
  people: { zh: '这些组织的记录里有我', en: 'Organizations whose records name me' },
  organization: { zh: '组织', en: 'Organization' },
  since: { zh: '登记', en: 'Taken in' },
  erase: { zh: '删除账号', en: 'Erase the account' },
  now: {
    zh: '马上生效，不能恢复：账号、姓名、密码、两步验证、登录过的地方和全部身份都会删除，这里也会退出登录。',
    en: 'It is done at once and cannot be undone: login, name, password, second factor, sessions and all roles go, and you are signed out here.',
  },
  stays: {
    zh: '入账的记录不变，照样能核对；里面本来就没有您的账号和姓名。名单里原来写您姓名的地方，改成“账号已删除”。',
    en: 'Records stay and can still be verified; they never held your login or name. Lists say “account erased” in the place of your name.',
  },
  person: {
    zh: '组织登记在“记录里的人”的姓名和联系方式不在其内，要另外申请删除。',
    en: 'What an organization holds of you under “People in records” is not part of it: that is erased by a request of its own.',
  },
  first: {
    zh: '手机里还没有入账的记录，请先发完。您是一家唯一的负责人的，要先请另一位做负责人。忘了密码的，先请负责人给新密码链接。',
    en: 'Send first what a phone of yours has not sent yet. The only owner of an organization adds another one first. Whoever forgot the password asks the owner for a link to a new one.',
  },
  begin: { zh: '我要删除账号', en: 'I want to erase my account' },
  password: { zh: '再填一次密码', en: 'Your password once more' },
  code: { zh: '验证码或恢复码', en: 'Code of the authenticator, or a recovery code' },
  forGood: { zh: '永久删除账号', en: 'Erase the account for good' },
  erased: { zh: '账号已经删除', en: 'The account is erased' },
  erasedTold: {
    zh: '您的账号已经删除，这里也已经退出登录。入账的记录照样能核对。',
    en: 'Your account is erased, and you are signed out here. Records can still be verified.',
  },
  perhaps: { zh: '登录已经结束', en: 'The session has ended' },
  perhapsTold: {
    zh: '刚才没有收到服务的回答，现在登录已经结束，账号可能已经删除。用原来的账号和密码再登录一次就知道：登不进去，账号多半已经删除。',
    en: 'The answer of the service was lost, and the session has ended: the account may be erased. Sign in once more with the same login and password to know: if you cannot, it most likely is.',
  },
} as const satisfies Readonly<Record<string, Words>>;
