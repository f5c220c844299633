import type { Words } from '../gs1/words.js';

/** What the console says of applications of organizations to take part. */
export const applicationWords = {
  title: { zh: '入驻申请', en: 'Applications' },
  intro: {
    zh: '想加入的组织提交的申请，由所在地区的检查员、监管人员或系统管理员决定。这里不显示个人信息。',
    en: 'Organizations that want to take part apply; an inspector or regulator of their region, or an admin, decides. Nothing personal is shown here.',
  },
  which: { zh: '显示哪些申请', en: 'Which applications' },
  every: { zh: '全部', en: 'All' },
  show: { zh: '查看', en: 'Show' },
  none: { zh: '这里没有申请。', en: 'There is no application here.' },
  one: { zh: '一份入驻申请', en: 'An application' },
  back: { zh: '返回入驻申请', en: 'Back to all applications' },
  notHere: {
    zh: '没有这份申请，或者它不在您所管的地区。',
    en: 'There is no such application, or it is not of your region.',
  },
  name: { zh: '名称', en: 'Name' },
  kind: { zh: '类型', en: 'Kind' },
  uscc: { zh: '统一社会信用代码', en: 'Unified social credit code' },
  region: { zh: '行政区划代码', en: 'Region (code)' },
  state: { zh: '状态', en: 'State' },
  sent: { zh: '提交', en: 'Sent' },
  changed: { zh: '最近变动', en: 'Last change' },
  reason: { zh: '原因', en: 'Reason' },
  personal: { zh: '负责人、联系方式和材料', en: 'Responsible person, contact and documents' },
  lookHint: {
    zh: '这些是个人信息。您按下按钮，账本里就会先记下：这份申请被查看过，以及查看的人是什么身份。您是谁密封保存，不写在条目里。下载材料也是查看。同一小时内只记一次。',
    en: 'This is personal. When you press the button, the ledger first states that this application was looked at, and in which role. Who you are is kept sealed, not in the entry. Keeping a document is a look, too. It is stated once an hour.',
  },
  look: { zh: '查看，并记入账本', en: 'Look, and have it stated' },
  responsible: { zh: '负责人', en: 'Responsible person' },
  contact: { zh: '联系方式', en: 'Contact' },
  documents: { zh: '材料', en: 'Documents' },
  noDocuments: { zh: '申请人没有上传材料。', en: 'The applicant added no documents.' },
  documentsHint: {
    zh: '材料是申请人上传的。服务只检查文件格式，不检查内容。',
    en: 'The applicant added these files. The service checks their format only, not what they say.',
  },
  document: { zh: '是什么材料', en: 'Document' },
  added: { zh: '上传', en: 'Added' },
  size: { zh: '大小', en: 'Size' },
  keep: { zh: '下载', en: 'Keep' },
  approve: { zh: '批准', en: 'Approve' },
  approveWhat: {
    zh: '批准以后，它就登记为组织，有自己的链和由服务保管的签名钥匙；申请人可以为它建立负责人账号。批准不能撤回。',
    en: 'After that it is registered as an organization, with a chain of its own and a signing key in custody of the service; the applicant can make the account of its owner. An approval cannot be taken back.',
  },
  approveSure: {
    zh: '批准并登记这家组织？不能撤回。',
    en: 'Approve it and register the organization? It cannot be taken back.',
  },
  notApprove: { zh: '退回补充，或者不予批准', en: 'Return or refuse' },
  decision: { zh: '您的决定', en: 'Your decision' },
  return: { zh: '退回补充', en: 'Return it' },
  returnWhat: {
    zh: '退回以后，申请人可以补充或更正，再交给您决定。',
    en: 'The applicant can then complete or correct it; after that it waits for a decision again.',
  },
  refuse: { zh: '不予批准', en: 'Refuse it' },
  refuseWhat: {
    zh: '不予批准以后，这份申请就结束了，不能恢复。申请人可以另交一份。',
    en: 'The application then ends for good. The applicant can send another one.',
  },
  why: { zh: '为什么', en: 'Why' },
  whyHint: {
    zh: '必填，最多 400 字。申请人会看到，能决定这份申请的人员也会看到。不要写身份证号、手机号。',
    en: 'Needed, at most 400 characters. The applicant reads it, and so does everybody who may decide this application. No citizen ids, no phone numbers.',
  },
  stated: {
    zh: '决定会记入账本。您是谁密封保存，不写在条目里；退回或不予批准的原因不记入账本。',
    en: 'The decision is stated in the ledger. Who you are is kept sealed, not in the entry; why it is returned or refused is not stated at all.',
  },
  subjectCode: { zh: '主体码', en: 'Subject code' },
} as const satisfies Readonly<Record<string, Words>>;

/** How far an application is. */
export const applicationStateWords = {
  applied: { zh: '等待决定', en: 'Waits for a decision' },
  returned: { zh: '已退回补充', en: 'Returned' },
  approved: { zh: '已批准', en: 'Approved' },
  refused: { zh: '未获批准', en: 'Refused' },
  withdrawn: { zh: '申请人已撤回', en: 'Taken back' },
} as const satisfies Readonly<Record<string, Words>>;

/** What is said after a decision. */
export const decidedWords = {
  approved: {
    zh: '已经批准，这家组织登记好了。',
    en: 'It is approved, and the organization is registered.',
  },
  returned: {
    zh: '已经退回，等申请人补充。',
    en: 'It is returned, and waits for its applicant.',
  },
  refused: { zh: '已经决定不予批准。', en: 'It is refused.' },
} as const satisfies Readonly<Record<string, Words>>;

/** Kinds of documents of an application. */
export const applicationDocumentWords: Readonly<Record<string, Words>> = {
  'business-licence': { zh: '营业执照', en: 'Business licence' },
  qualification: { zh: '资质证明', en: 'Proof of qualification' },
  authorization: { zh: '授权委托书', en: 'Authorization' },
  other: { zh: '其他材料', en: 'Another document' },
};
