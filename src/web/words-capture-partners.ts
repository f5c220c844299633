import type { Words } from '../gs1/words.js';

/** What the capture app says where it asks to whom goods are sent. */
export const capturePartnerWords = {
  name: { zh: '收货方名称', en: 'Name of who receives it' },
  nameHint: {
    zh: '不公开，加密保存。凭送货单上的码确认收货。',
    en: 'Not public: kept sealed. The code on the delivery note confirms what arrives.',
  },
  outside: { zh: '别的收货方，只写名称', en: 'Somebody else, by name' },
  ledgerHint: {
    zh: '上面这些在账本里：收到后由对方自己确认，账本里会公开写明发给了谁。',
    en: 'Those above are in the ledger: they confirm themselves what arrives, and the ledger says in public to whom it was sent.',
  },
  lookUp: { zh: '按信用代码找账本里的收货方', en: 'Find a receiver in the ledger by its credit code' },
  uscc: { zh: '统一社会信用代码', en: 'Unified social credit code' },
  usccHint: {
    zh: '18 位，见对方的营业执照。找到一次，以后没有网络也能选。',
    en: '18 characters, on the business licence. Once found, it can be chosen without a network, too.',
  },
  find: { zh: '查找', en: 'Find' },
  unreachable: {
    zh: '现在查不了：没有网络，或需要重新登录。可以先只写名称；已知的收货方还能选。',
    en: 'This cannot be looked up now: there is no network, or you have to sign in again. You can give the name instead; receivers that are known can still be chosen.',
  },
} as const satisfies Readonly<Record<string, Words>>;
