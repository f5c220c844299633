import type { EvidenceCheckName } from '../ledger/evidence-report.js';
import type { Words } from '../gs1/words.js';

/** What the reader’s own check says beside its results. */
export const selfCheckWords = {
  title: { zh: '您的浏览器自己核对', en: 'Checked by your own browser' },
  list: { zh: '逐步结果', en: 'Step by step' },
  trust: {
    zh: '核对的依据是本浏览器第一次查看时记下的信任文件。程序也来自本站；要完全不依赖本站，请下载证明文件，用命令行核对。',
    en: 'What is trusted is the trust file that this browser kept at its first look. The program comes from this service, too: to depend on it in nothing, download the evidence and check it on the command line.',
  },
  step: { zh: '正在核对… {name}（{done}/{all}）', en: 'Checking … {name} ({done} of {all})' },
  runs: { zh: '正在核对…', en: 'Checking …' },
  waiting: { zh: '等待', en: 'Waiting' },
  failed: {
    zh: '您的浏览器没能核对；上面是本站自己核对的结果。',
    en: 'Your browser could not check it; what stands above was checked by this service.',
  },
  trustChanged: {
    zh: '本站的信任文件与您第一次查看时的不同，这里仍按第一次的核对。',
    en: 'The trust file of this service is not what you saw first; the first one was used here.',
  },
  trustRenew: { zh: '改用现在的', en: 'Use the present one' },
  readAloud: { zh: '朗读结果', en: 'Read aloud' },
  stopReading: { zh: '停止朗读', en: 'Stop reading' },
} as const satisfies Readonly<Record<string, Words>>;

/** What each step compares with what. */
export const comparedWords: Readonly<Record<EvidenceCheckName | 'code-signature', Words>> = {
  format: {
    zh: '逐项读证明文件，不认识的内容一律不收。',
    en: 'Every member of the evidence file is read; what is not known is refused.',
  },
  checkpoint: {
    zh: '检查点（日志的条数和总哈希）上的签名，用信任文件里日志的公钥核对。',
    en: 'The signature on the checkpoint (size and root hash of the log), by the log’s key in the trust file.',
  },
  witnesses: {
    zh: '同一个检查点上见证方的签名，用信任文件里见证方的公钥核对。',
    en: 'The cosignatures on the same checkpoint, by the keys of the witnesses in the trust file.',
  },
  inclusion: {
    zh: '每条记录重算哈希，沿证明路径算到顶，与检查点里的总哈希比较。',
    en: 'Each entry is hashed again and its proof folded up to the top, which is compared with the root hash of the checkpoint.',
  },
  chains: {
    zh: '每条记录写着前一条的哈希和序号：逐条重算，与写着的比较。',
    en: 'Each entry names the hash and number of the one before: computed again and compared.',
  },
  'statement-signatures': {
    zh: '每条记录的签名，用声明方当时在账上登记的公钥核对。',
    en: 'The signature of each entry, by the key that its issuer had registered in the ledger at the time.',
  },
  disclosures: {
    zh: '公开的每个字段重算哈希，与记录里留下的哈希比较。',
    en: 'Each field that is shown is hashed again and compared with the hash that the entry holds.',
  },
  label: {
    zh: '扫到的码放进签发时的哈希树，算到顶，与签发记录里的哈希比较。',
    en: 'The scanned code is put into the hash tree of its set, whose top is compared with the entry that issued it.',
  },
  completeness: {
    zh: '各批次的条数和末条哈希，与全账清单里的比较。',
    en: 'Number of entries and last hash of each batch, compared with the list of all heads in the log.',
  },
  'code-signature': {
    zh: '码里的签名，用签发记录写明的标签密钥核对。',
    en: 'The signature in the code, by the label key that the issuing entry names.',
  },
};

/** How the signature in the code came out. */
export const codeSignatureWords = {
  name: { zh: '码里的签名', en: 'Signature in the code' },
  signed: { zh: '是签发记录写明的密钥签的。', en: 'It is by the key that the issuing entry names.' },
  unsigned: { zh: '这个码不带签名。', en: 'This code carries no signature.' },
  'other-key': {
    zh: '本站给出的密钥不是签发记录写明的那一把。',
    en: 'The key that this service names is not the one of the issuing entry.',
  },
  wrong: { zh: '签名与这个码对不上。', en: 'The signature does not belong to this code.' },
  unread: {
    zh: '证明文件里没有可供核对的标签密钥。',
    en: 'The evidence names no label key to check it by.',
  },
} as const satisfies Readonly<Record<string, Words>>;
