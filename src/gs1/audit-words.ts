import type { AuditReason } from '../ledger/audit-report.js';
import type { Words } from './words.js';

/** What is wrong, in a sentence; the figures follow it. */
export const auditWords: Readonly<Record<AuditReason, Words>> = {
  'other-log': {
    zh: '检查点属于信任文件里没有的另一个日志',
    en: 'The checkpoint is of a log that the trust file does not name',
  },
  'log-not-signed': {
    zh: '检查点没有日志密钥的有效签名',
    en: 'The checkpoint is not signed by the log’s key',
  },
  'log-ended': {
    zh: '日志在它的终点之后还有内容',
    en: 'The log goes on after its end',
  },
  'cosignature-wrong': {
    zh: '见证方名下的联署是假的',
    en: 'A cosignature in a witness’s name is not its own',
  },
  'tree-shrank': {
    zh: '日志比先前签署的短：末尾被截掉，或退回到旧副本',
    en: 'The log is shorter than it was signed before: its tail was cut off, or an old copy restored',
  },
  'history-rewritten': {
    zh: '日志的历史被改写：先前签署的那棵树不是现在这棵树的开头',
    en: 'The log’s history was rewritten: the tree signed before is not the beginning of this one',
  },
  'not-served': { zh: '检查点所承诺的文件不存在', en: 'A file that the checkpoint promises is not there' },
  'bundle-malformed': { zh: '条目包不合格式', en: 'An entry bundle is malformed' },
  'entry-missing': {
    zh: '日志里有的条目已经不在：被删除',
    en: 'An entry that the log holds is not stored any more: it was deleted',
  },
  'leaf-differs': {
    zh: '条目的哈希与哈希块不一致：条目或哈希块被改动',
    en: 'The hash of an entry is not the one in its tile: the entry or the tile was changed',
  },
  'tile-differs': { zh: '哈希块与条目算出的不一致', en: 'A tile is not the one that the entries give' },
  'root-differs': {
    zh: '全部条目算出的树根与签署的检查点不一致',
    en: 'The root over all entries is not the one of the signed checkpoint',
  },
  'entry-malformed': { zh: '条目或其中的声明不合格式', en: 'An entry, or the statement in it, is malformed' },
  'log-end-missing': {
    zh: '先前的日志没有以运营者的终止声明结束',
    en: 'An earlier log does not end with its operator’s statement of its end',
  },
  'log-end-differs': {
    zh: '先前日志的终点与信任文件所说的不同',
    en: 'An earlier log ended otherwise than the trust file says',
  },
  'chain-log': { zh: '条目属于另一个日志', en: 'An entry is of another log' },
  'chain-subject': { zh: '声明说的是另一条链', en: 'A statement is about another chain' },
  'chain-sequence': { zh: '链的序号有缺漏或重复', en: 'The sequence of a chain has a gap or a repetition' },
  'chain-link': {
    zh: '条目所指的前一条不是链上的前一条',
    en: 'An entry does not follow the last of its chain: one of the two was changed',
  },
  'chain-time': {
    zh: '条目的记录时间早于链上的前一条',
    en: 'An entry was recorded before the one it follows',
  },
  'head-differs': {
    zh: '链头与链上最后一条不一致：末尾被截掉，或链头被改动',
    en: 'The head of a chain is not its last entry: the tail was cut off, or the head changed',
  },
  'not-logged': {
    zh: '链上有条目没有进入日志：绕过服务写入',
    en: 'A chain holds entries that never went into the log: somebody wrote them past the service',
  },
  'event-repeated': { zh: '同一事件在链上出现两次', en: 'An event is in its chain twice' },
  'organization-missing': {
    zh: '主体的链不是以主体登记开始',
    en: 'The chain of an organization does not begin with its registration',
  },
  'issuer-wrong': { zh: '签署者无权在这条链上发言', en: 'The issuer has no say on this chain' },
  'operator-missing': {
    zh: '没有信任文件所指的运营者首把密钥',
    en: 'The operator’s first key, which the trust file names, is not registered',
  },
  'key-malformed': {
    zh: '登记的密钥不合格式',
    en: 'A key is registered that is malformed, or not the one it is called',
  },
  'key-unknown': {
    zh: '签名密钥此前没有为签署者登记',
    en: 'The signing key was not registered for the issuer before',
  },
  'key-late': {
    zh: '签名密钥在条目记录时尚未生效',
    en: 'The signing key was not valid yet when the entry was recorded',
  },
  'key-revoked': { zh: '签名密钥此前已停用', en: 'The signing key had been revoked' },
  'key-purpose': {
    zh: '签名密钥只能用于标签',
    en: 'The signing key is one for labels, not for statements',
  },
  'signature-wrong': { zh: '声明的签名无效', en: 'The signature of a statement is wrong' },
  'map-malformed': { zh: '公布的链尾不合格式', en: 'A statement of the chain ends is malformed' },
  'map-order': {
    zh: '公布的链尾不按日志的先后',
    en: 'The chain ends are stated as of a size that is out of order',
  },
  'map-differs': {
    zh: '公布的链尾与条目算出的不一致：有条目被隐瞒或虚报',
    en: 'The stated chain ends are not those of the entries: some are hidden or made up',
  },
};
