import type { Words } from '../gs1/words.js';

/** What the console says of the own account. Braces hold figures. */
export const accountWords = {
  signedInAs: { zh: '登录账号', en: 'Signed in as' },
  roles: { zh: '身份', en: 'Roles' },
  secondFactor: { zh: '两步验证', en: 'Second factor' },
  secondFactorOn: { zh: '已开启', en: 'On' },
  secondFactorOff: { zh: '没有开启', en: 'Off' },
  beginSecondFactor: { zh: '开启两步验证', en: 'Set up a second factor' },
  typeSecret: {
    zh: '在手机的验证器应用里添加这个密钥，然后填它给出的六位数字。',
    en: 'Add this secret to the authenticator app of your phone, then give the six digits that it shows.',
  },
  openAuthenticator: { zh: '在本机的验证器应用里打开', en: 'Open in an authenticator app on this device' },
  sixDigits: { zh: '六位数字', en: 'Six digits' },
  confirmSecondFactor: { zh: '开启', en: 'Turn on' },
  recoveryCodes: { zh: '恢复码', en: 'Recovery codes' },
  recoveryWhy: {
    zh: '手机丢了就用它登录，每个只能用一次。现在抄下来，以后不再显示。',
    en: 'They sign you in when the phone is lost, each once. Write them down now; they are not shown again.',
  },
  recoveryKept: { zh: '我已经抄好', en: 'I have written them down' },
  recoveryLeft: { zh: '还剩 {n} 个恢复码', en: '{n} recovery codes left' },
  sessions: { zh: '登录着的地方', en: 'Where you are signed in' },
  device: { zh: '设备', en: 'Device' },
  unknownDevice: { zh: '不明设备', en: 'Unknown device' },
  thisDevice: { zh: '本机', en: 'This one' },
  lastUsed: { zh: '最近使用', en: 'Last used' },
  endSession: { zh: '让它退出', en: 'Sign it out' },
  endOthers: { zh: '让其他地方都退出', en: 'Sign out everywhere else' },
  changePassword: { zh: '修改密码', en: 'Change the password' },
  oldPassword: { zh: '现在的密码', en: 'Present password' },
  newPassword: { zh: '新密码', en: 'New password' },
  passwordChanged: {
    zh: '密码已修改，其他地方都已退出。',
    en: 'The password is changed; everywhere else is signed out.',
  },
  everywhere: { zh: '全部', en: 'everywhere' },
} as const satisfies Readonly<Record<string, Words>>;
