import { ended, type Words } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';

const none: readonly unknown[] = [];

function first(constraints: readonly unknown[]): string {
  const [value] = constraints;
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function second([, value]: readonly unknown[]): string {
  return String(value);
}

function third([, , value]: readonly unknown[]): string {
  return String(value);
}

/** A sentence for a fault; `constraints` are the rule's own parameters, such as a maximum. */
type Sentence = (constraints: readonly unknown[]) => Words;

/**
 * What can be wrong with a field, by stable code (api.md, Conventions). A code, once released, keeps its meaning.
 */
const sentences = {
  required: () => ({ zh: '必须填写', en: 'Must be given' }),
  'unknown-field': () => ({
    zh: '没有这个字段，请去掉或核对写法',
    en: 'There is no such field: leave it out, or check its name',
  }),
  'not-applicable': () => ({ zh: '这里不用填写，请去掉', en: 'Is not for here: leave it out' }),
  object: () => ({ zh: '应为对象', en: 'Must be an object' }),
  list: () => ({ zh: '应为列表', en: 'Must be a list' }),
  'too-few': (given) => ({
    zh: `至少要有 ${first(given)} 项`,
    en: `Must have at least ${first(given)} items`,
  }),
  'too-many': (given) => ({ zh: `最多 ${first(given)} 项`, en: `Must have at most ${first(given)} items` }),
  text: () => ({ zh: '应为文字', en: 'Must be a text' }),
  empty: () => ({ zh: '不能为空白', en: 'Must not be blank' }),
  'too-long': (given) => ({
    zh: `最多 ${first(given)} 个字符`,
    en: `Must have at most ${first(given)} characters`,
  }),
  'text-characters': () => ({
    zh: '含有控制字符或改变文字方向的字符',
    en: 'Contains control characters or characters that change the direction of text',
  }),
  'personal-data': () => ({
    zh: '公开的内容不能含身份证号、手机号、地块编码或精确坐标',
    en: 'A public text must not hold a citizen id, mobile number, parcel code or exact coordinates',
  }),
  decimal: () => ({
    zh: '应为十进制数的文字，整数最多 18 位，小数最多 9 位，例如 "31250"',
    en: 'Must be a decimal number as text, at most 18 digits and 9 decimals, for example "31250"',
  }),
  latitude: () => ({
    zh: '应为 -90 至 90 的十进制度数（文字），小数最多 5 位，例如 "37.30512"',
    en: 'Must be degrees from -90 to 90 as text, at most 5 decimals, for example "37.30512"',
  }),
  longitude: () => ({
    zh: '应为 -180 至 180 的十进制度数（文字），小数最多 5 位，例如 "120.79534"',
    en: 'Must be degrees from -180 to 180 as text, at most 5 decimals, for example "120.79534"',
  }),
  positive: () => ({ zh: '必须大于 0', en: 'Must be greater than 0' }),
  integer: () => ({ zh: '应为整数', en: 'Must be a whole number' }),
  minimum: (given) => ({ zh: `不能小于 ${first(given)}`, en: `Must be at least ${first(given)}` }),
  maximum: (given) => ({ zh: `不能大于 ${first(given)}`, en: `Must be at most ${first(given)}` }),
  date: () => ({ zh: '应为真实的日期，格式 YYYY-MM-DD', en: 'Must be a calendar date, YYYY-MM-DD' }),
  instant: () => ({
    zh: '应为带时区的时间，最多到毫秒，例如 2026-08-20T06:30:00+08:00',
    en: 'Must be a time with offset, at most milliseconds, for example 2026-08-20T06:30:00+08:00',
  }),
  uuid: () => ({ zh: '应为小写的 UUID', en: 'Must be a UUID in lower case' }),
  person: () => ({ zh: '应为 person/ 加小写的 UUID', en: 'Must be person/ and a UUID in lower case' }),
  uuidv7: () => ({ zh: '应为小写的 UUIDv7', en: 'Must be a UUIDv7 in lower case' }),
  'leaf-hash': () => ({ zh: '应为 32 字节的 base64url', en: 'Must be 32 bytes in base64url' }),
  choice: (given) => ({ zh: `应为其中之一：${first(given)}`, en: `Must be one of: ${first(given)}` }),
  unit: () => ({
    zh: '没有这个计量单位，请用代码，例如 KGM（公斤）、CN-JIN（斤）、LTR（升）、H87（个）',
    en: 'There is no such unit: use its code, for example KGM (kilogram), LTR (litre), H87 (piece)',
  }),
  dimension: (given) => ({
    zh: `计量单位与此处不符（应能换算为 ${first(given)}）`,
    en: `The unit measures something else: it must convert to ${first(given)}`,
  }),
  inexact: (given) => ({
    zh: `换算为 ${first(given)} 时小数超过 9 位`,
    en: `Needs more than 9 decimals when expressed in ${first(given)}`,
  }),
  'too-large': () => ({ zh: '数量过大', en: 'The quantity is too large' }),
  region: () => ({ zh: '应为 6 位行政区划代码', en: 'Must be a 6-digit region code' }),
  future: () => ({ zh: '还没有到这个时间，请核对日期', en: 'Lies in the future: check the date' }),
  order: (given) => ({ zh: `不能早于 ${first(given)}`, en: `Must not be before ${first(given)}` }),
  'unknown-batch': () => ({
    zh: '没有这个批次，或者不属于您',
    en: 'There is no such batch, or it is not yours',
  }),
  'unknown-entry': () => ({
    zh: '没有这条记录，请核对批次、序号和哈希值',
    en: 'There is no such entry: check batch, number and leaf hash',
  }),
  'unknown-set': () => ({ zh: '这个批次没有这套标签', en: 'The batch has no such label set' }),
  'wrong-kind': (given) => ({
    zh: `所指的记录应为 ${first(given)}`,
    en: `Must name an entry of kind ${first(given)}`,
  }),
  repeated: () => ({ zh: '同一批次填了两次，请合并', en: 'Is given twice: put them together' }),
  cycle: () => ({
    zh: '批次不能由自身产出，也不能经由其他批次绕回自身',
    en: 'A batch cannot be made from itself, neither at once nor by way of others',
  }),
  'mixed-elsewhere': () => ({
    zh: '从混合批次（仓、罐）取料，须记在该混合批次自己的链上，一次一个',
    en: 'What is drawn from a mixed lot (a bin, a tank) is recorded on its own chain, one lot at a time',
  }),
  'home-missing': () => ({
    zh: '本批次应是来源或产出之一',
    en: 'This batch must be one of the inputs or outputs',
  }),
  'not-addressed': () => ({
    zh: '那条记录不是发给本方或本批次的',
    en: 'That entry is not addressed to you or this batch',
  }),
  exceeds: (given) => ({
    zh: `超过了所指的数量 ${first(given)}`,
    en: `Exceeds what it refers to: ${first(given)}`,
  }),
  'not-issuer': () => ({
    zh: '只有作出那条记录的一方可以这样做',
    en: 'Only who said that entry may do this',
  }),
  'own-finding': () => ({
    zh: '规则的结论要由监管机构解除；如果记错了，请更正那条记录',
    en: 'What a rule found is lifted by an authority; where an entry is wrong, correct it',
  }),
  'own-promise': () => ({
    zh: '承诺达标合格证只能由批次所属的组织自己开具',
    en: 'Only the organization whose batch it is can give this promise',
  }),
  'fixed-text': (given) => ({
    zh: `承诺内容由样式规定，不用填写；如填写须与规定一致：${first(given)}`,
    en: `The style fixes this text: leave it out, or give exactly: ${first(given)}`,
  }),
  'not-passed': () => ({
    zh: '所指的检测结论不是“合格”',
    en: 'The inspection that is named does not say “pass”',
  }),
  'other-test': () => ({
    zh: '所指的检测不是这种方式：自行检测与委托检测要分别有本批次的报告',
    en: 'No inspection that is named is of this kind: an own test and a commissioned test each need a report of this batch',
  }),
  'other-batch': () => ({
    zh: '所指的检测不是本批次的，也没有覆盖本批次的全部来源批次',
    en: 'The inspections named are not of this batch, nor of everything that it was made from',
  }),
  'own-retest': () => ({
    zh: '复检结果由监管机构或检测机构记录，不能由受检的组织自己记录',
    en: 'The result of a retest is stated by an authority or a laboratory, not by the organization that was inspected',
  }),
  'rapid-retest': () => ({
    zh: '复检不得采用快速检测方法（农产品质量安全法 第五十一条）',
    en: 'A retest is not done by a rapid method (Law on the quality and safety of farm products, art. 51)',
  }),
  'first-body': () => ({
    zh: '复检机构不能是初检机构（农产品质量安全法 第五十一条）',
    en: 'A retest is done by another body than the first (Law on the quality and safety of farm products, art. 51)',
  }),
  'other-objection': () => ({
    zh: '这份异议不是对所指的检测提出的',
    en: 'This objection is to another inspection',
  }),
  'other-sample': (given) => ({
    zh: `与所指的抽样记录不同，那里是 ${first(given)}`,
    en: `Differs from the sample that is named, which says ${first(given)}`,
  }),
  'first-sample': () => ({
    zh: '复检要用初检的同一份抽样',
    en: 'A retest is of the sample of the first test',
  }),
  'unknown-part': () => ({
    zh: '所指的抽样没有这份封样',
    en: 'The sample that is named has no such sealed part',
  }),
  'reserve-part': () => ({
    zh: '备样只用于复检，复检要用备样',
    en: 'The reserve is kept for a retest, and a retest is of the reserve',
  }),
  'part-twice': () => ({ zh: '同一个封样号填了两次', en: 'The same part is given twice' }),
  'unknown-task': () => ({
    zh: '没有这个抽检任务，或者它已撤回、不由您的机构下达、不针对本批次',
    en: 'There is no such task, or it was withdrawn, ordered by another body, or is about something else',
  }),
  'no-objection': () => ({
    zh: '只能对监督抽查或快速检测的结果提出异议（农产品质量安全法 第五十一条）',
    en: 'Only the result of a supervisory sampling or a rapid test can be objected to (Law on the quality and safety of farm products, art. 51)',
  }),
  'objection-late': (given) => ({
    zh: `异议期已过，期限到 ${first(given)} 为止（${second(given)}）`,
    en: `The time to object has run out: it ended at ${first(given)} (${third(given)})`,
  }),
  'other-report': () => ({
    zh: '所指的检测没有这个报告编号',
    en: 'No inspection that is named has this report number',
  }),
  'unknown-finding': () => ({
    zh: '这个批次现在没有这条结论，请先查看最新的结论',
    en: 'The batch has no such finding now: look at what was found last',
  }),
  rule: () => ({ zh: '应为规则编号，例如 R27', en: 'Must be the number of a rule, for example R27' }),
  'not-correctable': () => ({
    zh: '这里不能更正，请另行登记',
    en: 'Cannot be corrected: record a new event instead',
  }),
  uscc: () => ({ zh: '不是有效的统一社会信用代码', en: 'Is not a unified social credit code' }),
  gtin: () => ({ zh: '应为 14 位 GTIN', en: 'Must be a GTIN of 14 digits' }),
  lot: () => ({ zh: '应为 1 至 20 个字母、数字或“-”', en: 'Must be 1 to 20 letters, digits or "-"' }),
  licence: () => ({ zh: '不是有效的食品生产许可证编号', en: 'Is not a food production licence number' }),
  'organic-code': () => ({
    zh: '应为 17 或 18 位数字的有机码',
    en: 'Must be an organic code of 17 or 18 digits',
  }),
  code: () => ({ zh: '不是有效的追溯码', en: 'Is not one of our codes' }),
  key: () => ({ zh: '不是可用的公钥', en: 'Is not a public key that can be used' }),
  'key-thumbprint': () => ({ zh: '与公钥的指纹不符', en: 'Is not the thumbprint of the key' }),
} as const satisfies Record<string, Sentence>;

/** A stable code of a bad field. */
export type FaultCode = keyof typeof sentences;

/** True for a code of the table. */
export function isFaultCode(code: string): code is FaultCode {
  return Object.hasOwn(sentences, code);
}

/** Code and sentence as the `context` of a class-validator rule: what http's own check says of a field of ours. */
export function spoken(
  code: FaultCode,
  constraints: readonly unknown[] = none,
): { readonly code: string; readonly words: Words } {
  const sentence: Sentence = sentences[code];
  return { code, words: ended(sentence(constraints)) };
}

/** A fault with the sentence of its code. */
export function fault(pointer: string, code: FaultCode, constraints: readonly unknown[] = none): FieldFault {
  const sentence: Sentence = sentences[code];
  return { pointer, code, detail: ended(sentence(constraints)) };
}
