import type { Words } from '../gs1/words.js';

/** What the reader’s own check says beside its results. */
export const selfCheckWords = {
  title: { zh: '你的浏览器自己核对', en: 'Checked by your own browser' },
  list: { zh: '逐项结果', en: 'Every check' },
  trust: {
    zh: '核对的依据是本浏览器第一次查看时记下的信任文件。程序也来自本站；要完全不依赖本站，请下载证明文件，用命令行核对。',
    en: 'What is trusted is the trust file that this browser kept at its first look. The program comes from this service, too: to depend on it in nothing, download the evidence and check it on the command line.',
  },
  step: { zh: '正在核对… {name}（{done}/{all}）', en: 'Checking … {name} ({done} of {all})' },
  runs: { zh: '正在核对…', en: 'Checking …' },
  failed: {
    zh: '你的浏览器没能核对；上面是本站自己核对的结果。',
    en: 'Your browser could not check it; what stands above was checked by this service.',
  },
  trustChanged: {
    zh: '本站的信任文件与你第一次查看时的不同，这里仍按第一次的核对。',
    en: 'The trust file of this service is not what you saw first; the first one was used here.',
  },
  trustRenew: { zh: '改用现在的', en: 'Use the present one' },
} as const satisfies Readonly<Record<string, Words>>;
