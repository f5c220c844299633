import type { Words } from '../gs1/words.js';

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
