import { fill, say, type Language, type Words } from './words.js';
import type {
  EvidenceCheckName,
  EvidenceFinding,
  EvidenceReason,
  EvidenceStatus,
  EvidenceVerdict,
} from '../ledger/evidence-report.js';

/** How a check came out. */
export const evidenceStatusWords: Readonly<Record<EvidenceStatus, Words>> = {
  pass: { zh: '通过', en: 'Passed' },
  fail: { zh: '不通过', en: 'Failed' },
  unknown: { zh: '还不能确定', en: 'Not settled' },
  'not-applicable': { zh: '不适用', en: 'Does not apply' },
};

/** What the checks of evidence are called. */
export const evidenceCheckWords: Readonly<Record<EvidenceCheckName, Words>> = {
  format: { zh: '证明文件', en: 'Evidence file' },
  checkpoint: { zh: '日志签名', en: 'Signature of the log' },
  witnesses: { zh: '外部见证', en: 'Outside witnesses' },
  inclusion: { zh: '在公开日志里', en: 'In the public log' },
  chains: { zh: '记录链', en: 'Chains of entries' },
  'statement-signatures': { zh: '记录签名', en: 'Signatures of entries' },
  disclosures: { zh: '公开的内容', en: 'What is disclosed' },
  label: { zh: '标签', en: 'Label' },
  completeness: { zh: '有没有隐藏', en: 'Nothing hidden' },
};

/** One sentence for every way a check can come out; names between braces are filled in. */
export const evidenceReasonWords: Readonly<Record<EvidenceReason, Words>> = {
  'not-checked': {
    zh: '前面有一项不成立，没能核对。',
    en: 'Something before it does not hold, so it was not checked.',
  },
  'well-formed': { zh: '{chains} 条链，{count} 条记录。', en: '{count} entries of {chains} chains.' },
  malformed: { zh: '格式不对（{code} {pointer}）。', en: 'It is malformed ({code} {pointer}).' },
  'log-signed': {
    zh: '日志的密钥签过这个检查点，共 {size} 条。',
    en: 'The log’s key signed this checkpoint of {size} entries.',
  },
  'other-log': { zh: '这不是信任文件里的日志。', en: 'It is not a log of the trust file.' },
  'log-not-signed': {
    zh: '检查点不是日志的密钥签的。',
    en: 'The checkpoint was not signed with the log’s key.',
  },
  'log-ended': {
    zh: '这个日志已经结束，检查点不是它结束之前的。',
    en: 'This log has ended, and the checkpoint is not from before its end.',
  },
  witnessed: { zh: '{count} 个见证方签过名。', en: 'Cosigned by {count} of the trusted witnesses.' },
  'not-witnessed': { zh: '尚未得到见证。', en: 'Not yet witnessed.' },
  'no-witness-asked': { zh: '信任文件没有列出见证方。', en: 'The trust file names no witness.' },
  'cosignature-wrong': { zh: '见证方 {witness} 的签名不对。', en: 'The cosignature of {witness} is wrong.' },
  included: { zh: '{count} 条记录都在日志里。', en: 'All {count} entries are in the log.' },
  'not-included': {
    zh: '{chain} 中日志第 {index} 条的证明不成立。',
    en: 'The proof for index {index}, of {chain}, does not hold.',
  },
  whole: {
    zh: '{count} 条记录前后相接，来源也都在。',
    en: '{count} entries, each naming the one before; every source is there.',
  },
  'chain-broken': { zh: '{chain} 从第 {seq} 条起对不上。', en: '{chain} does not hold from entry {seq} on.' },
  'order-wrong': {
    zh: '{chain} 第 {seq} 条在日志里的次序不对。',
    en: 'Entry {seq} of {chain} is out of order in the log.',
  },
  'reference-malformed': {
    zh: '{chain} 第 {seq} 条所指的来源写得不对。',
    en: 'Entry {seq} of {chain} names a source in a malformed way.',
  },
  'source-missing': {
    zh: '{chain} 第 {seq} 条所指的来源不在文件里。',
    en: 'A source that entry {seq} of {chain} names is missing.',
  },
  'source-differs': {
    zh: '{chain} 第 {seq} 条所指的来源不是文件里的那一条。',
    en: 'A source that entry {seq} of {chain} names is another than the one shown.',
  },
  'chain-unnamed': { zh: '{chain} 与本批无关。', en: '{chain} has nothing to do with the batch.' },
  signed: {
    zh: '{count} 个签名都对：本人密钥 {own} 个，平台代签 {custodial} 个。',
    en: 'All {count} signatures are right: {own} by a party’s own key, {custodial} by the platform for it.',
  },
  'operator-missing': {
    zh: '运营方的登记不在文件里，或不是信任文件里的那一把密钥。',
    en: 'The operator’s registration is missing, or is not under the key of the trust file.',
  },
  'organization-missing': { zh: '{chain} 的登记不在文件里。', en: 'The registration of {chain} is missing.' },
  'issuer-wrong': {
    zh: '{chain} 第 {seq} 条的声明方不对。',
    en: 'Entry {seq} of {chain} has the wrong issuer.',
  },
  'key-malformed': {
    zh: '{chain} 第 {seq} 条登记的密钥不合要求。',
    en: 'The key that entry {seq} of {chain} registers is not acceptable.',
  },
  'key-unknown': {
    zh: '{chain} 第 {seq} 条的密钥没有登记。',
    en: 'The key of entry {seq} of {chain} is not registered.',
  },
  'key-late': {
    zh: '{chain} 第 {seq} 条早于它的密钥登记。',
    en: 'Entry {seq} of {chain} is older than the registration of its key.',
  },
  'key-revoked': {
    zh: '{chain} 第 {seq} 条的密钥当时已撤销。',
    en: 'The key of entry {seq} of {chain} had been revoked.',
  },
  'key-purpose': {
    zh: '{chain} 第 {seq} 条的密钥不是用来签记录的。',
    en: 'The key of entry {seq} of {chain} is not for statements.',
  },
  'signature-wrong': {
    zh: '{chain} 第 {seq} 条的签名不对。',
    en: 'The signature of entry {seq} of {chain} is wrong.',
  },
  disclosed: {
    zh: '公开 {count} 项，未公开 {withheld} 项，都对得上。',
    en: '{count} shown, {withheld} withheld, and all of them fit.',
  },
  'disclosure-wrong': {
    zh: '{chain} 第 {seq} 条公开的内容对不上。',
    en: 'What is shown of entry {seq} of {chain} does not fit.',
  },
  'withheld-wrong': {
    zh: '{chain} 第 {seq} 条未公开的内容交代不清。',
    en: 'What is withheld of entry {seq} of {chain} is not accounted for.',
  },
  'label-active': {
    zh: '这枚标签在签发记录里（第 {number} 枚），已启用。',
    en: 'The label (number {number}) is among those issued, and in use.',
  },
  'label-batch': { zh: '这是整批共用的码。', en: 'This is the code of the whole batch.' },
  'label-unused': { zh: '这枚标签已签发，还没有启用。', en: 'The label was issued, but is not in use yet.' },
  'label-void': { zh: '这枚标签已作废。', en: 'The label has been voided.' },
  'label-wrong': { zh: '这枚标签的证明不成立。', en: 'The proof of this label does not hold.' },
  'label-other': { zh: '文件说的是另一个码。', en: 'The file is about another code.' },
  'label-not-shown': { zh: '文件里没有这枚标签的证明。', en: 'The file has no proof of this label.' },
  'label-not-asked': { zh: '没有给出要核对的码。', en: 'No code was given to check.' },
  complete: {
    zh: '截至日志第 {size} 条，{chains} 个批次的记录没有缺少。',
    en: 'As of {size} entries of the log, no entry of the {chains} batches is missing.',
  },
  'map-wrong': {
    zh: '完整性证明所依据的记录不对。',
    en: 'The entry that the proof of completeness rests on is wrong.',
  },
  'head-missing': { zh: '没有 {chain} 的完整性证明。', en: 'The proof of completeness leaves {chain} out.' },
  'not-complete': {
    zh: '截至日志第 {size} 条，{chain} 的记录不是这 {count} 条。',
    en: 'As of {size} entries of the log, {chain} is not these {count} entries.',
  },
  'no-map': { zh: '文件里没有完整性证明。', en: 'The file has no proof of completeness.' },
};

/** The sentence over a whole report. */
export const evidenceVerdictWords: Readonly<Record<EvidenceVerdict, Words>> = {
  verified: { zh: '核对通过：已在公开日志里，并有见证。', en: 'Verified: in the log, witnessed.' },
  invalid: { zh: '核对不通过。', en: 'It does not hold.' },
  unknown: {
    zh: '没有发现改动，但有一项还不能确定。',
    en: 'No alteration found, but something is not settled yet.',
  },
};

/** One finding in words. */
export function sayFinding({ reason, figures }: EvidenceFinding, language: Language): string {
  return fill(say(evidenceReasonWords[reason], language), { code: '', pointer: '', ...figures });
}
