import type { Words } from '../gs1/words.js';

/** What the console says of identities at another provider. Braces hold its name. */
export const identityWords = {
  title: { zh: '用其他系统的身份登录', en: 'Signing in through another system' },
  what: {
    zh: '关联以后，可以用 {provider} 的身份登录这个账号。',
    en: 'Once it is linked, your identity at {provider} signs in to this account.',
  },
  noProvider: {
    zh: '现在没有接入其他系统，下面的身份暂时不能登录。',
    en: 'No other system is connected now: the identities below do not sign in.',
  },
  linked: { zh: '已关联的身份', en: 'Linked identities' },
  none: { zh: '还没有关联身份。', en: 'No identity is linked yet.' },
  subject: { zh: '在那里的编号', en: 'Known there as' },
  provider: { zh: '哪个系统', en: 'Where' },
  since: { zh: '关联', en: 'Linked' },
  link: { zh: '关联 {provider} 的身份', en: 'Link an identity at {provider}' },
  unlink: { zh: '取消关联', en: 'Unlink' },
  unlinkSure: {
    zh: '取消后不能再用它登录，已经登录的地方不会退出。确定吗？',
    en: 'It will sign you in no more; where it has signed you in, you stay signed in. Are you sure?',
  },
  signIn: { zh: '用 {provider} 的身份登录', en: 'Sign in with {provider}' },
} as const satisfies Readonly<Record<string, Words>>;
