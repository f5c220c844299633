import type { Words } from '../gs1/words.js';

/** What the console says of passkeys. */
export const passkeyWords = {
  title: { zh: '通行密钥', en: 'Passkeys' },
  what: {
    zh: '像解锁手机或电脑那样登录：用指纹、人脸或锁屏密码，不用填账号、密码和验证码。',
    en: 'Sign in as you unlock your phone or computer, by fingerprint, face or PIN: no login, no password, no code.',
  },
  none: { zh: '还没有通行密钥。', en: 'There is no passkey yet.' },
  name: { zh: '名称', en: 'Name' },
  nameHint: { zh: '以后好认，例如“我的手机”。', en: 'To tell it from others, such as “my phone”.' },
  nameMissing: { zh: '请先给它起个名称。', en: 'Give it a name first.' },
  nameUnseen: {
    zh: '名称里有看不见的字符（例如组合表情里的），请换一个。',
    en: 'The name has characters that nobody sees, as in some emoji: choose another.',
  },
  full: {
    zh: '通行密钥已有 20 个，不能再添加。先移除不用的。',
    en: 'There are 20 passkeys, as many as an account can have: remove one first.',
  },
  added: { zh: '添加', en: 'Added' },
  used: { zh: '最近使用', en: 'Last used' },
  neverUsed: { zh: '还没用过', en: 'Not used yet' },
  acts: { zh: '改名或移除', en: 'Rename or remove' },
  add: { zh: '添加通行密钥', en: 'Add a passkey' },
  addedNow: { zh: '已添加，下次可以用它登录。', en: 'It is added: you can sign in with it from now on.' },
  rename: { zh: '改名', en: 'Rename' },
  newName: { zh: '新名称', en: 'New name' },
  remove: { zh: '移除', en: 'Remove' },
  removeSure: {
    zh: '移除后不能再用它登录，已经登录的地方不会退出。设备里还存着的那一份，请到设备保存的密码里删掉。确定吗？',
    en: 'It will sign you in no more; where it has signed you in, you stay signed in. Delete what the device still keeps of it among its saved passwords. Are you sure?',
  },
  notHere: {
    zh: '这个浏览器不能添加通行密钥，请换一个浏览器或设备。',
    en: 'This browser cannot add a passkey: use another browser or device.',
  },
  signIn: { zh: '用通行密钥登录', en: 'Sign in with a passkey' },
} as const satisfies Readonly<Record<string, Words>>;

/** Why a browser or its device gave no passkey. */
export type PasskeyFault = 'refused' | 'held' | 'elsewhere' | 'unable';

/** Why none was added. */
export const addFaultWords: Readonly<Record<PasskeyFault, Words>> = {
  refused: {
    zh: '没有添加：取消了，等得太久，或者设备没有解锁。可以再试一次。',
    en: 'Nothing was added: it was cancelled, took too long, or the device was not unlocked. You can try again.',
  },
  held: {
    zh: '这台设备上已经有这个账号的通行密钥，不用再添加。',
    en: 'This device has a passkey of this account already: there is no need for another.',
  },
  elsewhere: {
    zh: '这个网址不能用通行密钥，请从本服务公布的网址打开工作台再添加。',
    en: 'No passkey works at this address: open the console at the address that the service gives out, and add it there.',
  },
  unable: {
    zh: '这台设备或这个浏览器做不了通行密钥，请换一个再试。',
    en: 'This device or browser can make no passkey: try another one.',
  },
};

const noneGiven: Words = {
  zh: '这台设备没有给出通行密钥，请用账号和密码登录。',
  en: 'This device gave no passkey: sign in with login and password.',
};

/** Why none signed in. Browsers do not say whether a device has none or its person did not want to. */
export const passkeySignInFaultWords: Readonly<Record<PasskeyFault, Words>> = {
  refused: {
    zh: '没有登录：取消了，等得太久，或者这台设备上没有本站的通行密钥。可以再试一次，或用账号和密码登录。',
    en: 'Not signed in: it was cancelled, took too long, or this device has no passkey of this site. Try again, or sign in with login and password.',
  },
  held: noneGiven,
  elsewhere: {
    zh: '这个网址不能用通行密钥。请从本服务公布的网址打开工作台，或用账号和密码登录。',
    en: 'No passkey works at this address. Open the console at the address that the service gives out, or sign in with login and password.',
  },
  unable: noneGiven,
};
