import type { Words } from '../gs1/words.js';

/** Names of the pages for builders and auditors. */
export const siteWords = {
  foot: { zh: '给核查者', en: 'For auditors' },
  verifyShort: { zh: '试核对', en: 'Try verifying' },
  keysShort: { zh: '公钥', en: 'Keys' },
  statusShort: { zh: '运行状态', en: 'Status' },
  verify: { zh: '试核对：贴一个码，看结果和 JSON', en: 'Try verifying: paste a code, see page and JSON' },
  keys: { zh: '公钥：标签、日志、见证方', en: 'Keys: of labels, the log and its witnesses' },
  status: { zh: '运行状态', en: 'How the service is doing' },
  apiDocs: { zh: '接口说明', en: 'Interface documentation' },
  problemList: { zh: '错误类型一览', en: 'List of problem types' },
  keySet: { zh: '签名公钥（JWKS）', en: 'Public keys of all signatures (JWKS)' },
  trustFile: { zh: '信任文件（trust.json）', en: 'Trust file (trust.json)' },
} as const satisfies Record<string, Words>;
