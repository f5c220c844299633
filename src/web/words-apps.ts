import type { Words } from '../gs1/words.js';

/** What the bars of pages and apps say of how they are shown. */
export const barWords = {
  language: { zh: 'English', en: '中文' },
  elder: { zh: '长辈版', en: 'Large text' },
  normal: { zh: '普通版', en: 'Normal text' },
} as const satisfies Record<string, Words>;

/** The sign-in form of both apps. */
export const signInWords = {
  signIn: { zh: '登录', en: 'Sign in' },
  login: { zh: '账号', en: 'Login' },
  password: { zh: '密码', en: 'Password' },
  code: { zh: '验证码（没有开启两步验证就不填）', en: 'Code of the authenticator (empty if there is none)' },
} as const satisfies Record<string, Words>;

/** Why somebody is not signed in, in both apps. */
export const signInFaultWords: Readonly<Record<'wrong' | 'code' | 'unreachable', Words>> = {
  wrong: { zh: '账号或密码不对。', en: 'Login or password is wrong.' },
  code: {
    zh: '请填验证器应用里的六位数字（或一个恢复码）；它每 30 秒换一次。',
    en: 'Give the six digits of your authenticator app (or a recovery code); they change every 30 seconds.',
  },
  unreachable: {
    zh: '连不上服务。请检查网络后再试。',
    en: 'The service does not answer. Check the network and try again.',
  },
};
