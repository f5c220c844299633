import type { Words } from '../gs1/words.js';
import type { JsonObject } from '../ledger/json.js';

/** One row of the problem table: RFC 9457 `type` is `/problems/<slug>`. */
export interface ProblemKind {
  readonly status: number;
  readonly title: Words;
}

/**
 * Every refusal the service can answer with, by slug (RFC 9457; docs/problems.md lists the same).
 * A slug, once released, keeps its meaning and status.
 */
export const problems = {
  malformed: { status: 400, title: { zh: '请求内容不合格式', en: 'The request is malformed' } },
  validation: { status: 422, title: { zh: '有字段不合要求', en: 'Some fields are not acceptable' } },
  unauthenticated: { status: 401, title: { zh: '请先登录', en: 'Sign in first' } },
  'login-failed': { status: 401, title: { zh: '账号或密码不对', en: 'Login or password is wrong' } },
  'second-factor-required': { status: 401, title: { zh: '需要验证码', en: 'A code is needed' } },
  forbidden: { status: 403, title: { zh: '没有权限', en: 'Not allowed' } },
  'scope-missing': { status: 403, title: { zh: '权限范围不够', en: 'The scope is missing' } },
  'identity-refused': { status: 401, title: { zh: '身份未被接受', en: 'The identity is not accepted' } },
  'identity-not-linked': {
    status: 403,
    title: { zh: '身份没有关联账号', en: 'The identity has no account' },
  },
  'identity-taken': { status: 409, title: { zh: '身份已关联账号', en: 'The identity is linked already' } },
  'passkey-refused': { status: 401, title: { zh: '通行密钥未被接受', en: 'The passkey is not accepted' } },
  'passkey-not-accepted': {
    status: 422,
    title: { zh: '通行密钥未能登记', en: 'The passkey is not registered' },
  },
  'passkey-taken': { status: 409, title: { zh: '通行密钥已登记', en: 'This passkey is registered' } },
  'provider-away': { status: 503, title: { zh: '身份系统无法访问', en: 'The identity provider is away' } },
  'second-factor-needed': {
    status: 403,
    title: { zh: '请先启用第二重验证', en: 'Set up a second factor first' },
  },
  'not-found': { status: 404, title: { zh: '没有找到', en: 'Not found' } },
  'method-not-allowed': { status: 405, title: { zh: '不支持这种请求方法', en: 'Method not allowed' } },
  'not-acceptable': { status: 406, title: { zh: '没有这种表示形式', en: 'No such representation' } },
  timeout: { status: 408, title: { zh: '请求发送得太慢', en: 'The request came too slowly' } },
  'login-taken': { status: 409, title: { zh: '账号名已被使用', en: 'This login is in use' } },
  'second-factor-exists': {
    status: 409,
    title: { zh: '已启用第二重验证', en: 'There is a second factor' },
  },
  'uscc-taken': {
    status: 409,
    title: { zh: '统一社会信用代码已登记', en: 'This credit code is registered' },
  },
  'gtin-taken': { status: 409, title: { zh: 'GTIN 已被使用', en: 'This GTIN is in use' } },
  'key-taken': { status: 409, title: { zh: '密钥已被登记', en: 'This key is registered elsewhere' } },
  'key-in-service': { status: 409, title: { zh: '密钥由服务代管', en: 'The service holds this key' } },
  'application-closed': {
    status: 409,
    title: { zh: '申请已经结束', en: 'The application is closed' },
  },
  'break-glass-closed': {
    status: 409,
    title: { zh: '应急申请已经结束', en: 'The break-glass request is closed' },
  },
  'enrolment-decided': {
    status: 409,
    title: { zh: '申请已有决定', en: 'The enrolment was decided' },
  },
  'last-owner': { status: 409, title: { zh: '唯一的负责人', en: 'The only owner' } },
  'last-admin': { status: 409, title: { zh: '唯一的管理员', en: 'The only admin' } },
  'account-in-use': { status: 409, title: { zh: '账号还在使用', en: 'The account is in use' } },
  'event-conflict': {
    status: 409,
    title: { zh: '同一事件号已有不同内容', en: 'This event id already has other content' },
  },
  'uri-too-long': { status: 414, title: { zh: '网址过长', en: 'The address is too long' } },
  'headers-too-large': { status: 431, title: { zh: '请求头过大', en: 'The request headers are too large' } },
  'insufficient-quantity': { status: 409, title: { zh: '数量不足', en: 'Not enough quantity' } },
  'on-hold': { status: 409, title: { zh: '批次已冻结', en: 'The batch is on hold' } },
  'refused-by-rule': { status: 409, title: { zh: '规则不允许', en: 'A rule refuses it' } },
  'list-version-taken': {
    status: 409,
    title: { zh: '清单的这一版已发布', en: 'This version of the list is published' },
  },
  'lot-taken': { status: 409, title: { zh: '批号已存在', en: 'The lot number is taken' } },
  'already-released': { status: 409, title: { zh: '冻结已解除', en: 'The hold is already released' } },
  'already-withdrawn': { status: 409, title: { zh: '召回已解除', en: 'The recall is already withdrawn' } },
  'already-revoked': { status: 409, title: { zh: '合格证已撤销', en: 'The certificate is revoked' } },
  'certificate-not-valid': {
    status: 409,
    title: { zh: '合格证现在无效', en: 'The certificate does not hold' },
  },
  'inspection-task-closed': {
    status: 409,
    title: { zh: '抽检任务已开始或已撤回', en: 'The task is under way or withdrawn' },
  },
  'case-not-open': { status: 409, title: { zh: '没有正在进行的核查', en: 'No inquiry is under way' } },
  'finding-gone': { status: 409, title: { zh: '疑点已不存在', en: 'The finding is gone' } },
  'certification-overlaps': {
    status: 409,
    title: { zh: '认证的有效期重叠', en: 'The certification overlaps another' },
  },
  'code-taken': { status: 409, title: { zh: '有机码已绑定', en: 'The organic code is bound' } },
  'certification-state': {
    status: 409,
    title: { zh: '认证现在的状态不允许', en: 'The certification does not stand so' },
  },
  'beyond-shipment': { status: 409, title: { zh: '超过发货数量', en: 'More than was shipped' } },
  'beyond-source': { status: 409, title: { zh: '超过来源数量', en: 'More than the source gave' } },
  'delivery-closed': { status: 409, title: { zh: '没有待确认的数量', en: 'Nothing is left to confirm' } },
  'corrected-meanwhile': { status: 409, title: { zh: '记录刚被更正', en: 'Corrected meanwhile' } },
  'warning-closed': { status: 409, title: { zh: '提醒已关闭', en: 'The warning is closed' } },
  'labels-void': { status: 409, title: { zh: '标签已作废', en: 'Labels are void' } },
  'label-key-revoked': {
    status: 409,
    title: { zh: '标签密钥已撤销', en: 'The label key is revoked' },
  },
  'person-restricted': {
    status: 409,
    title: { zh: '已申请删除此人信息', en: 'Erasure of this person was asked for' },
  },
  'evidence-too-large': {
    status: 409,
    title: { zh: '证明文件放不下', en: 'Too much for one evidence file' },
  },
  'key-not-accepted': { status: 422, title: { zh: '密钥不被接受', en: 'The key is not accepted' } },
  'statement-not-accepted': {
    status: 422,
    title: { zh: '签名内容不被接受', en: 'The statement is not accepted' },
  },
  'attachment-missing': { status: 404, title: { zh: '照片还没有传来', en: 'The photo has not come yet' } },
  'attachment-deleted': { status: 410, title: { zh: '照片已删除', en: 'The photo was deleted' } },
  'too-large': { status: 413, title: { zh: '内容过大', en: 'The content is too large' } },
  'media-type': { status: 415, title: { zh: '不支持这种内容类型', en: 'Unsupported media type' } },
  'rate-limited': { status: 429, title: { zh: '请求太频繁', en: 'Too many requests' } },
  'log-damaged': { status: 500, title: { zh: '公开日志已损坏', en: 'The public log is damaged' } },
  internal: { status: 500, title: { zh: '服务内部出错', en: 'Internal error' } },
  unavailable: {
    status: 503,
    title: { zh: '暂时无法记录，内容没有保存', en: 'Not recorded: the service is briefly unavailable' },
  },
  'recalled-unchecked': {
    status: 503,
    title: { zh: '已召回，别的暂时查不了', en: 'Recalled; nothing else can be looked up now' },
  },
  'log-behind': {
    status: 503,
    title: { zh: '公开日志尚未跟上', en: 'The public log has fallen behind' },
  },
  'not-in-log': {
    status: 503,
    title: { zh: '还没有进入公开日志', en: 'Not in the public log yet' },
  },
  ambiguous: {
    status: 503,
    title: {
      zh: '结果尚未确定，请用同一事件号重试',
      en: 'The outcome is not known yet: retry with the same event id',
    },
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemSlug = keyof typeof problems;

/** One bad field: RFC 6901 pointer into the request, a stable code, a sentence in both languages. */
export interface FieldFault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: Words;
}

/** An expected refusal: a key of the problem table, a sentence for people, and the fields at fault. */
export class DomainError extends Error {
  constructor(
    readonly slug: ProblemSlug,
    readonly words: Words,
    readonly faults: readonly FieldFault[] = [],
    readonly retryAfterS?: number,
    /** Further members of the document that this kind of problem has (RFC 9457 §3.2). */
    readonly members: JsonObject = {},
  ) {
    super(`${slug}: ${words.en}`);
    this.name = 'DomainError';
  }
}

/** A refusal that names the fields at fault. */
export function refused(...faults: readonly FieldFault[]): DomainError {
  return new DomainError(
    'validation',
    { zh: '请按提示修改下列字段。', en: 'Please correct the fields listed.' },
    faults,
  );
}
