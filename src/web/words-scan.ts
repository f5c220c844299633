import type { Words } from '../gs1/words.js';
import type { ScanCertificate } from './scan-certified.js';
import type { CheckStatus, ScanInspection, ScanLabel } from './scan-view.js';
import type { Signer, Strength } from './who-says.js';

/** Everything the public pages say themselves, outside verdicts and checks. Braces hold figures. */
export const scanWords = {
  service: { zh: 'Furrow 溯源', en: 'Furrow records' },
  display: { zh: '显示方式', en: 'Display' },
  notProven: {
    zh: '核对的是记录，不是产品本身。',
    en: 'This checks the record, not the goods.',
  },
  unknownAdvice: {
    zh: '请对照包装上的号码。若是扫码打开的，这张标签可能不是本站的。',
    en: 'Compare it with the package. If you scanned it, the label may not be one of ours.',
  },
  attention: { zh: '需要留意', en: 'Please note' },
  serial: { zh: '标签号码，请与包装上的对照', en: 'Compare with the number on the label' },
  lotToCompare: { zh: '批号，请与包装上的对照', en: 'Compare with the lot on the package' },
  askedCode: { zh: '查询的号码', en: 'Number asked for' },
  code: { zh: '号码', en: 'Code' },
  labelNumber: { zh: '标签序号', en: 'Label' },
  numberInSet: { zh: '一套里的第 {number} 枚', en: 'No. {number} of its set' },
  scanOrdinal: { zh: '第 {count} 次查询', en: 'Lookup no. {count}' },
  scanOrdinalBatch: { zh: '本批第 {count} 次查询', en: 'Lookup no. {count} of this batch' },
  scanFirst: { zh: '首次 {day}', en: 'first on {day}' },
  product: { zh: '产品', en: 'Product' },
  inspection: { zh: '检测', en: 'Tests' },
  noInspection: { zh: '没有检测记录', en: 'No test on record' },
  certificate: { zh: '合格证', en: 'Certificate' },
  noCertificate: { zh: '没有合格证记录', en: 'No certificate on record' },
  claim: { zh: '认证声明', en: 'Claims' },
  reportNo: { zh: '报告号', en: 'report' },
  certificateNo: { zh: '编号', en: 'no.' },
  origin: { zh: '产地', en: 'Origin' },
  harvest: { zh: '采收', en: 'Harvested' },
  lot: { zh: '批号', en: 'Lot' },
  size: { zh: '本批总量', en: 'Size of the lot' },
  batchCode: { zh: '批次码', en: 'Batch code' },
  gtin: { zh: '商品条码', en: 'GTIN' },
  producer: { zh: '生产者', en: 'Producer' },
  notRecorded: { zh: '没有记录', en: 'Not on record' },
  findings: { zh: '规则结论', en: 'What the rules found' },
  findingsNote: {
    zh: '按公开的规则核对记录得出，不是对产品的检验；无法判断的不算通过。',
    en: 'Found by published rules in the record, not by looking at the goods. What cannot be decided is no pass.',
  },
  findingLifted: { zh: '已由监管机构解除，见第 {seq} 条', en: 'Lifted by an authority, see entry {seq}' },
  findingBasis: { zh: '依据', en: 'Basis' },
  timeline: { zh: '全程记录', en: 'What was recorded' },
  timelineNote: {
    zh: '从早到晚，时间为北京时间。每条写明是谁说的。',
    en: 'Oldest first, in Beijing time. Each entry names who says it.',
  },
  timelineCut: { zh: '更早的 {count} 条没有列在本页。', en: 'Earlier entries not listed here: {count}.' },
  happened: { zh: '发生', en: 'Happened' },
  recorded: { zh: '记入', en: 'Recorded' },
  late: { zh: '补录', en: 'Recorded late' },
  lateDays: { zh: '补录，晚 {days} 天', en: 'Recorded {days} days late' },
  correctedBy: { zh: '已由第 {seq} 条更正', en: 'Corrected by entry {seq}' },
  origins: { zh: '原料来源', en: 'Made from' },
  originsNote: {
    zh: '来源批次自己的记录怎么说；本批的记录用哈希指着它们，已逐一核对。',
    en: 'As their own records say; this batch’s record names them by their hashes, which were checked.',
  },
  thisBatch: { zh: '本批', en: 'This:' },
  lineageAlt: {
    zh: '本批与来源批次的关系图，列表里说的是同样的内容',
    en: 'Figure of this batch and its sources; the list says the same',
  },
  flowMade: { zh: '{step}：投入 {put}，得 {got}', en: '{step}: {put} went in, {got} came out' },
  flowTaken: { zh: '{step}，共 {got}', en: '{step}: {got} in all' },
  flowInto: { zh: '，用于', en: ', into' },
  flowShare: { zh: '，占本批 {share}%', en: ', {share}% of this batch' },
  flowShareOfIt: { zh: '，占其 {share}%', en: ', {share}% of it' },
  originHeld: { zh: '暂停放行', en: 'on hold' },
  originsCut: {
    zh: '还有更早的来源，没有列在本页。',
    en: 'There are earlier sources that are not listed here.',
  },
  saidBySources: { zh: '产地和采收据来源批次的记录。', en: 'Origin and harvest as recorded by its sources.' },
  saidByBoth: {
    zh: '产地和采收含来源批次的记录。',
    en: 'Origin and harvest include what its sources recorded.',
  },
  placesMore: { zh: '等，另有 {count} 处', en: 'and {count} more' },
  originsMore: { zh: '另有 {count} 个来源', en: '{count} more sources' },
  checkYourself: { zh: '怎么自己核对', en: 'Check it yourself' },
  checksTitle: { zh: '逐项结果', en: 'Every check' },
  ledgerPlace: { zh: '在账本里的位置', en: 'Place in the ledger' },
  labelKey: { zh: '标签密钥', en: 'Label key' },
  chain: { zh: '记录链', en: 'Chain' },
  chainPosition: { zh: '最后一条', en: 'Last entry' },
  leafHash: { zh: '该条哈希', en: 'Its leaf hash' },
  logIndex: { zh: '在公开日志里', en: 'In the public log' },
  logPlace: { zh: '第 {index} 号（从 0 数起）', en: 'no. {index}, counted from 0' },
  logProof: { zh: '下载这一条的日志证明', en: 'Download its log proof' },
  checkpoint: { zh: '日志检查点', en: 'Log checkpoint' },
  evidence: { zh: '下载证明文件', en: 'Download the evidence' },
  trustFile: {
    zh: '下载信任文件（取一次，一直留着用）',
    en: 'Download the trust file (once; keep it for good)',
  },
  noEvidence: {
    zh: '证明文件尚未开放下载，本页的结果出自本站自己的核对。',
    en: 'There is no evidence file to download yet: this page shows what this service checked itself.',
  },
  commandLine: { zh: '在自己的电脑上核对', en: 'Check on your own computer' },
  complaint: {
    zh: '东西有问题？拨打 12315 投诉举报（市场监管）。',
    en: 'Something wrong with the goods? Call 12315, the market regulator’s complaint line.',
  },
  privacy: {
    zh: '查询不用登录，不取位置，不留个人信息；扫码次数最多分省统计。',
    en: 'Looking up needs no login, takes no location and keeps nothing about you; scans are counted by province at most.',
  },
  hiddenCharacters: {
    zh: '本页有写入者放入的不可见字符，显示为 �。',
    en: 'Someone typed characters that cannot be seen; they are shown as �.',
  },
  mixedAlphabets: { zh: '含形近的外文字母', en: 'mixes look-alike alphabets' },
  landingTitle: { zh: '查一查农产品的来历', en: 'Look up where farm products come from' },
  landingWhat: {
    zh: '生产、检测、加工、发货，由经手的人逐条写下并签名，前后相接，改动就会对不上。扫包装上的码，就能看到记录和核对结果。',
    en: 'Growing, testing, processing and shipping are written down and signed by those who did them, each entry tied to the one before, so that a change shows. Scan the code on a package to see the record and how it was checked.',
  },
  enterCode: { zh: '手工输入标签号码', en: 'Type the number on the label' },
  enterHint: {
    zh: '17 位数字和字母；大小写、空格、连字符都不要紧，O 当作 0，I 和 L 当作 1。',
    en: '17 digits and letters. Capitals, spaces and hyphens do not matter; O is read as 0, I and L as 1.',
  },
  lookUp: { zh: '查询', en: 'Look up' },
  startUnderstand: {
    zh: '查到的是记录：谁在什么时候写了什么，后来有没有被改动。记录不能替您证明果实本身，标签也可能被揭下重贴。',
    en: 'What you see is the record: who wrote what and when, and whether it was changed since. It says nothing certain about the goods themselves, and a label can be moved.',
  },
  demo: { zh: '演示数据', en: 'Demo data' },
  demoWhat: {
    zh: '本站装有虚构的演示批次，点开就是扫码看到的样子：',
    en: 'This service holds made-up batches; open one to see what a scan shows:',
  },
  forBuilders: { zh: '给开发者和核查者', en: 'For builders and auditors' },
  typedTitle: { zh: '这个号码不对', en: 'This number is not right' },
  typedNow: { zh: '您输入的是', en: 'You typed' },
  slipEmpty: { zh: '没有输入号码。', en: 'No number was typed.' },
  slipShort: {
    zh: '号码应有 17 位，这里只有 {count} 位，漏了几位。',
    en: 'A number has 17 characters; this one has only {count}: some are missing.',
  },
  slipLong: {
    zh: '号码应有 17 位，这里有 {count} 位，多了几位。',
    en: 'A number has 17 characters; this one has {count}: some are too many.',
  },
  slipCharacters: {
    zh: '号码里不会出现这样的字符（看着像 U 的多半是 V）：',
    en: 'A number never holds such characters (what looks like U is most likely V):',
  },
  slipCheck: {
    zh: '末位的校验对不上：有一位看错或打错了，或者相邻两位打颠倒了。请与标签逐位对照。',
    en: 'The last character, which checks the others, does not fit: one was misread or mistyped, or two were swapped. Compare with the label one by one.',
  },
  malformedTitle: { zh: '这个网址读不出来', en: 'This address cannot be read' },
  malformedWhat: {
    zh: '网址缺了字、多了字或打错了，所以没有去查。',
    en: 'The address has characters missing, added or mistyped, so nothing was looked up.',
  },
  codeShape: {
    zh: '标签号码是 17 位，四个一组，没有字母 I、L、O、U：',
    en: 'A label number has 17 characters in groups of four, and never the letters I, L, O, U:',
  },
  codeShapeLink: {
    zh: '扫码得到的网址应当是本站的，形如：',
    en: 'A scanned web address should be on this site and look like:',
  },
  notFoundTitle: { zh: '没有这个页面', en: 'There is no such page' },
  notFoundWhat: {
    zh: '网址可能打错了，或者页面已经移走。',
    en: 'The address may be mistyped, or the page has moved.',
  },
  unavailableTitle: { zh: '暂时查不了', en: 'Not available just now' },
  unavailableWhat: {
    zh: '服务正忙或正在恢复，请稍后再试。',
    en: 'The service is busy or recovering; please try again in a moment.',
  },
  toStart: { zh: '回到首页', en: 'To the start page' },
} as const satisfies Record<string, Words>;

export type ScanWord = keyof typeof scanWords;

/** What the code on this kind of label can and cannot show. */
export const labelFormWords: Readonly<Record<ScanLabel['form'], Words>> = {
  signed: {
    zh: '码里有签发方的签名；复制的标签会带着同样的签名。',
    en: 'The code carries its issuer’s signature; a copied label carries the same one.',
  },
  compact: {
    zh: '只按号码查账，没有签名可核对，看不出标签是不是复制的。',
    en: 'Its number alone cannot show a copy.',
  },
  batch: {
    zh: '整批一码：只能查到这一批，认不出单件，也看不出复制。',
    en: 'One code for the whole batch: it cannot show a copy.',
  },
};

/** Who stands behind a statement (domain.md §7). */
export const strengthWords: Readonly<Record<Strength, Words>> = {
  declared: { zh: '自行填报', en: 'Self-declared' },
  'delivery-note': { zh: '凭送货单码确认', en: 'Confirmed with the code of the delivery note' },
  countersigned: { zh: '收货方已确认', en: 'Confirmed by the receiver' },
  measured: { zh: '仪器测得', en: 'Measured by a sensor' },
  tested: { zh: '实验室检测', en: 'Laboratory tested' },
  confirmed: { zh: '认证或监管确认', en: 'Confirmed by a certifier or inspector' },
};

/** Whose key signed it (ledger.md §2). */
export const signerWords: Readonly<Record<Signer, Words>> = {
  participant: { zh: '（本人密钥签名）', en: '(signed with its own key)' },
  custodial: { zh: '（平台代签）', en: '(signed by the platform for it)' },
};

export const statusWords: Readonly<Record<CheckStatus, Words>> = {
  pass: { zh: '通过', en: 'Passed' },
  fail: { zh: '不通过', en: 'Failed' },
  warn: { zh: '留意', en: 'Note' },
  unknown: { zh: '没能核对', en: 'Not checked' },
  'not-applicable': { zh: '不适用', en: 'Does not apply' },
};

export const inspectionWords: Readonly<Record<ScanInspection['result'], Words>> = {
  pass: { zh: '合格', en: 'Passed' },
  fail: { zh: '不合格', en: 'Failed' },
  unknown: { zh: '没有结论', en: 'No conclusion' },
};

export const certificateWords: Readonly<Record<ScanCertificate['state'], Words>> = {
  valid: { zh: '有效', en: 'valid' },
  challenged: { zh: '存疑', en: 'in doubt' },
  suspended: { zh: '已暂停', en: 'suspended' },
  revoked: { zh: '已撤销', en: 'revoked' },
  expired: { zh: '已过期', en: 'expired' },
};

/** Whether the batch may make a claim. */
export const claimWords = {
  held: { zh: '保有声明', en: 'claim holds' },
  lost: { zh: '不得声明', en: 'must not be claimed' },
  undecided: { zh: '尚未判定', en: 'not decided yet' },
} as const satisfies Record<string, Words>;
