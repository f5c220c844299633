import type { Words } from '../gs1/words.js';

/** The page of a record that was altered. */
export const alteredWords = {
  title: { zh: '改过的记录会被发现', en: 'An altered record is caught' },
  what: {
    zh: '这是演示批次的证明文件的副本，本站特意改了一个数字：第 {seq} 条记录的数量。账本里的原记录没有动。',
    en: 'A copy of the evidence of a demo batch in which this service changed one digit on purpose: the quantity of entry {seq}. The record itself was not touched.',
  },
  before: { zh: '原来写的', en: 'As it was stated' },
  after: { zh: '副本里的', en: 'In the copy' },
  found: { zh: '核对结果', en: 'What the check finds' },
  byService: {
    zh: '下面是本站核对这份副本的结果；有脚本的浏览器还会自己再核对一遍。',
    en: 'This is what the service finds in the copy; a browser with script checks it once more by itself.',
  },
  why: {
    zh: '记录的签名盖住每个字，下一条写着上一条的哈希，公开日志里有每条的哈希：改一处，这几处都对不上。改的人没有当事人的密钥，补不上签名；即使平台自己改，也改不了见证方手里的日志。',
    en: 'The signature of an entry covers every letter, the next entry names its hash, and the public log holds the hash of each: change one place and all of these disagree. Whoever changes it has not the key to sign again; and the operator cannot change what the witnesses hold.',
  },
  download: { zh: '下载改过的副本', en: 'Download the altered copy' },
  commandLine: {
    zh: '在自己的电脑上核对，会以 2 结束：',
    en: 'Check it on your own computer; it ends with 2:',
  },
  original: { zh: '看没改过的记录', en: 'See the record as it is' },
  database: {
    zh: '同样的改动若发生在数据库里，扫码页会显示“记录对不上”，furrow audit 会指出是哪一条。',
    en: 'The same change in the database makes the page of the code say that the record does not add up, and furrow audit names the entry.',
  },
} as const satisfies Record<string, Words>;

/** The page of keys. */
export const keysWords = {
  title: { zh: '公钥', en: 'Keys' },
  what: {
    zh: '核对标签、记录和日志要用的公钥。只从本站取公钥，就等于相信本站：请把下面的指纹与运营方在别处公布的（办公地点、纸面、其他网站）对一遍，然后保存信任文件，以后只用保存的那份。',
    en: 'The public keys by which labels, entries and the log are checked. Taking them from this service alone means trusting it: compare the thumbprints with what the operator says elsewhere (office, paper, other sites), then keep the trust file and use the kept one from then on.',
  },
  labels: { zh: '标签密钥', en: 'Label keys' },
  labelsWhat: {
    zh: '码里的签名用它们核对。指纹是 RFC 7638 的 SHA-256 指纹；开头三位也印在码的 s= 后面。',
    en: 'The signatures in codes are checked by these. The thumbprint is the SHA-256 thumbprint of RFC 7638; its short form stands after s= in the code.',
  },
  noLabels: { zh: '还没有标签密钥。', en: 'There is no label key yet.' },
  more: { zh: '还有 {count} 把，见 JWKS。', en: '{count} more are in the JWKS.' },
  thumbprint: { zh: '指纹', en: 'Thumbprint' },
  validFrom: { zh: '启用', en: 'Valid from' },
  revokedFrom: { zh: '撤销', en: 'Revoked from' },
  stillValid: { zh: '有效', en: 'valid' },
  log: { zh: '日志密钥', en: 'Log key' },
  logWhat: {
    zh: '日志的检查点用它核对（C2SP signed-note）。',
    en: 'The checkpoints of the log are checked by it (C2SP signed-note).',
  },
  logName: { zh: '日志名', en: 'Name of the log' },
  vkey: { zh: '公钥（vkey）', en: 'Key (vkey)' },
  ended: { zh: '在第 {size} 条结束，由后一个日志接续', en: 'Ended at {size} entries; the next log goes on' },
  inUse: { zh: '使用中', en: 'in use' },
  witnesses: { zh: '见证方', en: 'Witnesses' },
  witnessesWhat: {
    zh: '他们各自看着日志只增不改，在检查点上联署。',
    en: 'Each of them watches that the log only grows, and cosigns its checkpoints.',
  },
  noWitnesses: {
    zh: '没有见证方：日志的历史只有本站自己作证。',
    en: 'There is none: only this service vouches for the history of the log.',
  },
  operator: { zh: '运营方的首把密钥', en: 'First key of the operator' },
  organization: { zh: '运营方', en: 'Operator' },
  how: { zh: '怎么核对', en: 'How to check' },
  howWhat: {
    zh: '保存信任文件，下载一个码的证明文件，运行下面这行；程序和格式都是公开的。',
    en: 'Keep the trust file, download the evidence of a code and run this line; program and formats are public.',
  },
} as const satisfies Record<string, Words>;

/** The page that says how the service is doing. */
export const statusWords = {
  title: { zh: '运行状态', en: 'How the service is doing' },
  ok: { zh: '正常', en: 'All is well' },
  okWhat: { zh: '进程在运行，数据库有应答。', en: 'The process runs and its database answers.' },
  degraded: { zh: '能用，但有事要人处理', en: 'It answers, but something needs a person' },
  down: { zh: '暂时不能用', en: 'It cannot work just now' },
  downWhat: {
    zh: '进程在运行，但数据库没有应答，或者服务正在停止。',
    en: 'The process runs, but its database does not answer, or it is stopping.',
  },
  asOf: { zh: '截至 {time}（北京时间）', en: 'As of {time} (Beijing time)' },
  log: { zh: '公开日志', en: 'Public log' },
  logUnknown: { zh: '现在读不到。', en: 'It cannot be read now.' },
  size: { zh: '已发布', en: 'Published' },
  entries: { zh: '{count} 条记录', en: '{count} entries' },
  none: { zh: '还没有检查点', en: 'no checkpoint yet' },
  lastCheckpoint: { zh: '最后检查点', en: 'Last checkpoint' },
  witnesses: { zh: '见证方', en: 'Witnesses' },
  noWitnesses: { zh: '没有', en: 'none' },
  witnessed: { zh: '最后见证', en: 'Last witnessed' },
  witnessedWhat: {
    zh: '{count} 个见证方签到第 {size} 条，{time}',
    en: '{count} cosigned {size} entries, {time}',
  },
  notWitnessed: { zh: '尚未得到见证', en: 'not yet witnessed' },
  machine: { zh: '给程序看的', en: 'For programs' },
} as const satisfies Record<string, Words>;

/** The box to paste a code into. */
export const verifyWords = {
  title: { zh: '试核对', en: 'Try verifying' },
  what: {
    zh: '贴一个标签号码，或扫码得到的网址，看本站的接口怎么回答。查的结果与扫码页相同；不计入查询次数。',
    en: 'Paste the number of a label, or a scanned address, to see what the interface answers. It says the same as the page of the code; it is not counted as a look.',
  },
  label: { zh: '号码或网址', en: 'Number or address' },
  hint: {
    zh: '例如 8F3K Q7TN 2V5X RA4D N，或以 {url} 开头的网址。',
    en: 'Such as 8F3K Q7TN 2V5X RA4D N, or an address that begins with {url}.',
  },
  submit: { zh: '核对', en: 'Verify' },
  wrong: {
    zh: '这不是本站的号码或网址：号码有 17 位，末位校验前面的；网址要以 {url} 开头。',
    en: 'This is no number or address of this service: a number has 17 characters, the last of which checks the others; an address begins with {url}.',
  },
  page: { zh: '打开这个码的页面', en: 'Open the page of this code' },
  json: { zh: '接口的回答（JSON）', en: 'What the interface answers (JSON)' },
  ask: { zh: '程序这样问：', en: 'A program asks:' },
} as const satisfies Record<string, Words>;
