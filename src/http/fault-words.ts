import type { Words } from '../gs1/words.js';
import type { LedgerErrorCode } from '../ledger/errors.js';

/** The word before the first hyphen of a code; the compiler asks for a sentence for each. */
type FamilyOf<Code> = Code extends `${infer Word}-${string}` ? Word : never;
type Family = FamilyOf<LedgerErrorCode>;

/** What is said about a code that has no sentence of its own, by the word before its first hyphen. */
const familyWords: Readonly<Record<Family, Words>> = {
  link: { zh: '这不是本站标签上的网址。', en: 'This is not an address from a label of this service.' },
  gtin: { zh: 'GTIN 不对，请核对校验位。', en: 'The GTIN is wrong; look at its check digit.' },
  unit: { zh: '单位不对，或者换算不成。', en: 'The unit is wrong, or cannot be converted.' },
  bytes: { zh: '编码不对。', en: 'The encoding is wrong.' },
  json: { zh: 'JSON 不合要求。', en: 'The JSON is not acceptable.' },
  time: {
    zh: '时间须写成 2026-08-20T06:30:00+08:00 的样子，带时区。',
    en: 'A time is written like 2026-08-20T06:30:00+08:00, with its offset.',
  },
  quantity: {
    zh: '数量须是十进制字符串，如 "31250" 或 "0.5"，小数不超过 9 位。',
    en: 'A quantity is a decimal string like "31250" or "0.5" with at most 9 decimals.',
  },
  code: { zh: '追溯码不对，请核对每个字符。', en: 'The code is wrong; check each of its characters.' },
  key: { zh: '密钥不合要求。', en: 'The key is not acceptable.' },
  statement: { zh: '签名声明不合要求。', en: 'The signed statement is not acceptable.' },
  disclosure: { zh: '披露内容与签名声明不符。', en: 'The disclosures do not fit the signed statement.' },
  entry: { zh: '账本条目不合要求。', en: 'The ledger entry is not acceptable.' },
  chain: { zh: '账本链不连续。', en: 'The chain is not continuous.' },
  tree: { zh: '证明不成立。', en: 'The proof does not hold.' },
  tile: { zh: '日志瓦片的路径或内容不对。', en: 'The path or the content of the log’s tile is wrong.' },
  bundle: { zh: '条目包的内容不合格式。', en: 'The bundle of entries is malformed.' },
  proof: { zh: '日志证明（tlog-proof）不合格式。', en: 'The log proof (tlog-proof) is malformed.' },
  map: { zh: '完整性证明不成立。', en: 'The proof of completeness does not hold.' },
  note: { zh: '签名文本（signed note）不成立。', en: 'The signed note does not hold.' },
  checkpoint: { zh: '日志检查点（checkpoint）不成立。', en: 'The checkpoint does not hold.' },
  cosignature: { zh: '见证签名不成立。', en: 'The cosignature does not hold.' },
  receipt: { zh: '日志回执（receipt）不成立。', en: 'The receipt of the log does not hold.' },
  policy: { zh: '见证策略（tlog-policy）不合格式。', en: 'The witness policy (tlog-policy) is malformed.' },
  trust: { zh: '信任文件（trust.json）不合格式。', en: 'The trust file (trust.json) is malformed.' },
  succession: { zh: '日志更替的说明不成立。', en: 'The succession of logs does not hold.' },
  evidence: { zh: '证明文件（evidence.json）不合格式。', en: 'The evidence is malformed.' },
  label: { zh: '标签内容不合格式。', en: 'The label is malformed.' },
};

const codeWords: Readonly<Partial<Record<LedgerErrorCode, Words>>> = {
  'bytes-utf8': { zh: '内容不是正确的 UTF-8。', en: 'The content is not valid UTF-8.' },
  'json-too-large': { zh: 'JSON 过大。', en: 'The JSON is too large.' },
  'json-bom': {
    zh: '内容开头不能有字节顺序标记（BOM）。',
    en: 'The content may not begin with a byte order mark.',
  },
  'json-syntax': { zh: '内容不是正确的 JSON。', en: 'The content is not valid JSON.' },
  'json-depth': { zh: 'JSON 嵌套超过 32 层。', en: 'The JSON is nested deeper than 32 levels.' },
  'json-duplicate-key': { zh: '同一个字段出现了两次。', en: 'A field occurs twice.' },
  'json-forbidden-key': { zh: '不允许使用这个字段名。', en: 'This field name is not allowed.' },
  'json-lone-surrogate': {
    zh: '文字中有不完整的字符。',
    en: 'The text contains half a character (a lone surrogate).',
  },
  'json-nul': { zh: '文字中不能有空字符（U+0000）。', en: 'The text may not contain the character U+0000.' },
  'json-number': {
    zh: '数字只能是 ±(2^53−1) 以内的整数；数量和单价请写成字符串。',
    en: 'Numbers are integers within ±(2^53−1); write quantities and prices as strings.',
  },
  'quantity-range': { zh: '数量超出范围。', en: 'The quantity is out of range.' },
  'code-check-symbol': {
    zh: '追溯码的校验符不对，请核对每个字符。',
    en: 'The check symbol of the code is wrong; check each character.',
  },
  'key-low-order': {
    zh: '这个公钥不安全（低阶点），不能登记。',
    en: 'This public key is unsafe (low order) and cannot be registered.',
  },
  'key-unsupported': {
    zh: '只接受 Ed25519（OKP）或 P-256（EC）的公钥。',
    en: 'Only public keys of Ed25519 (OKP) or P-256 (EC) are registered.',
  },
  'key-private': {
    zh: '不要发送私钥，只登记公钥。',
    en: 'Do not send private keys; only public keys are registered.',
  },
  'statement-header': {
    zh: '签名头部须恰好是 alg（Ed25519 或 ES256）、kid（公钥指纹）和 typ（furrow-statement+sd-jwt）。',
    en: 'The protected header is exactly alg (Ed25519 or ES256), kid (the key’s thumbprint) and typ (furrow-statement+sd-jwt).',
  },
  'statement-claim': {
    zh: '签名声明的这一项缺少、多余或写法不对，请对照接口说明修改后重新签名。',
    en: 'This claim of the statement is missing, unknown or not written as it must be: correct it and sign again.',
  },
  'statement-malformed': {
    zh: '签名声明须是三段的紧凑 JWS，签名为 64 字节。',
    en: 'A statement is a compact JWS of three parts with a signature of 64 bytes.',
  },
  'bytes-base64url': {
    zh: '须是规范的 base64url：没有等号、空白，末位字符没有多余的比特。',
    en: 'Must be canonical base64url: without padding or white space, and without stray bits in its last character.',
  },
  'bytes-base64': {
    zh: '须是规范的 base64：带等号补齐，没有空白，末位字符没有多余的比特。',
    en: 'Must be canonical base64: padded, without white space, and without stray bits in its last character.',
  },
  'statement-algorithm': {
    zh: '签名算法与登记的密钥不符。',
    en: 'The algorithm is not that of the registered key.',
  },
  'statement-key': {
    zh: '签名密钥未登记，或此时无效。',
    en: 'The signing key is not registered, or not valid at this time.',
  },
  'statement-signature': { zh: '签名不对。', en: 'The signature is wrong.' },
  'statement-too-large': { zh: '签名声明过大。', en: 'The signed statement is too large.' },
  'entry-too-large': { zh: '账本条目过大。', en: 'The ledger entry is too large.' },
};

/** The sentence for a fault that the pure core found. */
export function ledgerFaultWords(code: LedgerErrorCode): Words {
  return codeWords[code] ?? familyWords[code.slice(0, code.indexOf('-')) as Family];
}

interface ConstraintWords {
  readonly code: string;
  readonly words: Words;
}

/** class-validator constraints by name. `{n}` is the limit or the list, which class-validator only gives inside its message. */
const constraintWords: Readonly<Record<string, ConstraintWords>> = {
  whitelistValidation: {
    code: 'unknown-field',
    words: {
      zh: '没有这个字段，请去掉或核对写法。',
      en: 'There is no such field: leave it out, or check its name.',
    },
  },
  unknownValue: { code: 'object', words: { zh: '须是一个对象。', en: 'Must be an object.' } },
  nestedValidation: { code: 'object', words: { zh: '须是一个对象。', en: 'Must be an object.' } },
  isString: { code: 'text', words: { zh: '须是文字。', en: 'Must be a string.' } },
  isNotEmpty: { code: 'required', words: { zh: '不能为空。', en: 'May not be empty.' } },
  isDefined: { code: 'required', words: { zh: '必须填写。', en: 'Is required.' } },
  isBoolean: { code: 'boolean', words: { zh: '须是 true 或 false。', en: 'Must be true or false.' } },
  isInt: { code: 'integer', words: { zh: '须是整数。', en: 'Must be an integer.' } },
  isNumber: { code: 'number', words: { zh: '须是数字。', en: 'Must be a number.' } },
  min: { code: 'minimum', words: { zh: '不能小于 {n}。', en: 'Must be at least {n}.' } },
  max: { code: 'maximum', words: { zh: '不能大于 {n}。', en: 'Must be at most {n}.' } },
  minLength: {
    code: 'too-short',
    words: { zh: '至少 {n} 个字符。', en: 'Must have at least {n} characters.' },
  },
  maxLength: {
    code: 'too-long',
    words: { zh: '最多 {n} 个字符。', en: 'Must have at most {n} characters.' },
  },
  isUuid: { code: 'uuid', words: { zh: '须是 UUID。', en: 'Must be a UUID.' } },
  isIn: { code: 'choice', words: { zh: '须是其中之一：{n}。', en: 'Must be one of {n}.' } },
  isArray: { code: 'list', words: { zh: '须是列表。', en: 'Must be a list.' } },
  arrayMinSize: { code: 'too-few', words: { zh: '至少 {n} 项。', en: 'Must have at least {n} items.' } },
  arrayMaxSize: { code: 'too-many', words: { zh: '最多 {n} 项。', en: 'Must have at most {n} items.' } },
  isObject: { code: 'object', words: { zh: '须是一个对象。', en: 'Must be an object.' } },
};

const unnamed: ConstraintWords = {
  code: 'value',
  words: { zh: '值不合要求。', en: 'The value is not acceptable.' },
};

/**
 * Code and sentence for a failed class-validator constraint. A constraint of our own brings them itself, as the
 * `context` of its decorator: `{ code: 'uscc', words: { zh, en } }`.
 */
export function constraintFault(name: string, message: string, context: unknown): ConstraintWords {
  if (isConstraintWords(context)) return context;
  const found = constraintWords[name] ?? unnamed;
  const limit = /: (.+)$/.exec(message)?.[1] ?? /\d+/.exec(message)?.[0] ?? '';
  return {
    code: found.code,
    words: { zh: found.words.zh.replace('{n}', limit), en: found.words.en.replace('{n}', limit) },
  };
}

function isConstraintWords(context: unknown): context is ConstraintWords {
  return typeof context === 'object' && context !== null && 'code' in context && 'words' in context;
}

/** The fault of a field that must be there and is not. */
export const requiredFault: ConstraintWords = {
  code: 'required',
  words: { zh: '必须填写。', en: 'Is required.' },
};
