import { noRecord, unread, type CheckWords } from './outcome-words.js';

/** The checks of the public log with every way they can come out. */
export const logCheckWords = {
  'log-inclusion': {
    name: { zh: '公开日志', en: 'Public log' },
    explain: {
      zh: '证明运营方对这些记录作过公开承诺，不能再悄悄换掉；不能证明内容属实。',
      en: 'Proves that the operator has committed to these entries in public and cannot swap them unseen; not that they are true.',
    },
    outcomes: {
      pass: {
        status: 'pass',
        words: {
          zh: '{count} 条记录都在公开日志里（共 {size} 条）。',
          en: 'All {count} entries are in the public log of {size}.',
        },
      },
      waiting: {
        status: 'warn',
        words: {
          zh: '刚刚记入，还没有进入公开日志，通常几秒钟内完成。',
          en: 'Just recorded and not in the public log yet; that usually takes seconds.',
        },
      },
      wrong: {
        status: 'fail',
        words: { zh: '公开日志里不是这些记录。', en: 'The public log holds other entries than these.' },
      },
      unknown: unread,
      none: noRecord,
    },
  },
  witnesses: {
    name: { zh: '外部见证', en: 'Outside witnesses' },
    explain: {
      zh: '证明大家看到的是同一本只增不改的账；与服务同机运行的见证只演示做法，不代表独立。',
      en: 'Proves that everyone sees the same book, and that it only grows. A witness on the service’s own machine shows how it works, and is not independent.',
    },
    outcomes: {
      pass: {
        status: 'pass',
        words: { zh: '日志已由足够的见证方签名。', en: 'Enough witnesses have signed the log.' },
      },
      waiting: {
        status: 'warn',
        words: { zh: '日志尚未得到见证。', en: 'The log is not yet witnessed.' },
      },
      unknown: {
        status: 'unknown',
        words: { zh: '没有可核对的日志。', en: 'There is no log to look at.' },
      },
      none: noRecord,
    },
  },
} as const satisfies Readonly<Record<string, CheckWords>>;
