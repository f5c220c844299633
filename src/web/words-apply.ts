import type { Words } from '../gs1/words.js';

/** What the console says to who applies to take part; words-applications.ts has what is said to who decides, too. */
export const applyWords = {
  apply: { zh: '申请加入', en: 'Apply to take part' },
  intro: {
    zh: '不需要账号。提交之后会得到一个地址，用它补充材料、查看结果。监管机关不在这里申请，由管理员登记。',
    en: 'You need no account. Once it is sent you get an address by which you add documents and see what is decided. An authority does not apply here: an admin registers it.',
  },
  whoSees: {
    zh: '负责人、联系方式和您上传的材料都加密保存，不公开，也不写进账本。能看到的是管这个地区的检查员和监管人员，以及本服务的系统管理员，他们打开查看会留下记录。批准之后，类型、名称、信用代码和地区写进账本，不能再删。',
    en: 'Who answers for it, how to reach that person, and the documents you add are stored encrypted; they are not public and not in the ledger. Inspectors and regulators of the region and admins of this service can read them, and each such look is recorded. After an approval kind, name, credit code and region stand in the ledger for good.',
  },
  nameHint: {
    zh: '按登记的写。农户和家庭农场的名称请不要含人名，因为名称会留在账本里。',
    en: 'As it is registered. That of a household or family farm should name no person, because it stays in the ledger.',
  },
  usccHint: {
    zh: '18 位，见营业执照。农户和家庭农场没有的可以不填。',
    en: '18 characters, on the business licence. A household or family farm without one leaves it empty.',
  },
  region: { zh: '登记地的县级区划代码', en: 'County code of where it is registered (GB/T 2260)' },
  regionHint: {
    zh: '6 位数字，例如 370686。由管这个地区的人决定。',
    en: 'Six digits, such as 370686. Those who oversee this region decide.',
  },
  send: { zh: '提交申请', en: 'Send the application' },
  own: { zh: '我的申请', en: 'Your application' },
  standing: { zh: '现在的状态', en: 'Where it stands' },
  reason: { zh: '原因：', en: 'Reason: ' },
  look: { zh: '再看一次结果', en: 'Look again' },
  keep: { zh: '请保存这个地址', en: 'Keep this address' },
  keepWhy: {
    zh: '只有用这个地址才能回到这份申请，丢了找不回来。请保存好，不要转给别人：谁有它，谁就能查看、修改和撤回这份申请，批准之后还能成为负责人。它也会留在这台设备的浏览记录里。',
    en: 'This address is the only way back to the application; if it is lost, nobody can find it for you. Keep it, and do not pass it on: whoever has it can read, change and withdraw the application, and become the owner after an approval. It also stays in the history of this browser.',
  },
  noDocuments: { zh: '还没有材料。', en: 'No documents yet.' },
  format: { zh: '格式', en: 'Format' },
  file: { zh: '文件', en: 'File' },
  fileHint: {
    zh: 'PDF、JPG 或 PNG，每份不超过 5 MB，最多 5 份。添加之后不能删除。',
    en: 'PDF, JPG or PNG, up to 5 MB each, at most 5 of them. What was added cannot be removed.',
  },
  addDocument: { zh: '添加材料', en: 'Add the document' },
  documentAdded: { zh: '材料已添加。', en: 'The document was added.' },
  documentsFull: {
    zh: '已有 5 份材料，不能再添加。',
    en: 'There are 5 documents; no more can be added.',
  },
  notSent: { zh: '没有添加这份材料。', en: 'The document was not added.' },
  noFile: { zh: '请先选择一份文件。', en: 'Choose a file first.' },
  wrongFile: {
    zh: '这份文件不是 PDF、JPG 或 PNG，请换一份。',
    en: 'This file is no PDF, JPG or PNG. Choose another one.',
  },
  largeFile: {
    zh: '这份文件超过 5 MB，请换一份小一些的。',
    en: 'This file is larger than 5 MB. Choose a smaller one.',
  },
  change: { zh: '修改申请', en: 'Change the application' },
  changeHint: {
    zh: '为了保密，这里不显示原来的负责人和联系方式，请重新填写。',
    en: 'Who answers for it and how to reach that person are not shown again; please give both anew.',
  },
  saveChange: { zh: '保存修改', en: 'Save the change' },
  resend: { zh: '重新提交', en: 'Send it again' },
  changed: { zh: '已提交，等待决定。', en: 'Sent; it waits for a decision.' },
  withdraw: { zh: '撤回申请', en: 'Withdraw the application' },
  withdrawSure: {
    zh: '撤回之后不能恢复，要加入须另填一份。',
    en: 'This cannot be taken back; to take part you would apply anew.',
  },
  applyAnew: { zh: '另填一份申请', en: 'Apply anew' },
  owner: { zh: '负责人账号', en: 'Account of the owner' },
  ownerWhat: {
    zh: '请建一个账号。它是这家的负责人，能邀请成员、批准手机、开批次。',
    en: 'Make an account. It owns the organization: it invites members, approves phones and opens batches.',
  },
  makeOwner: { zh: '建立账号', en: 'Make the account' },
  ownerByOwn: {
    zh: '您已登录为 {login}。这个账号将成为这家的负责人。',
    en: 'You are signed in as {login}. This account will own the organization.',
  },
  takeOwn: { zh: '用现在的账号', en: 'Use the present account' },
  ownerSignIn: {
    zh: '已有账号？先登录，再打开这个地址。',
    en: 'You have an account? Sign in first, then open this address again.',
  },
  ownerMade: {
    zh: '账号已建好。现在可以登录。',
    en: 'The account is made. You can sign in now.',
  },
  hasOwner: { zh: '这家已经有负责人。', en: 'The organization has its owner.' },
  ownerBroken: { zh: '上次没有建成？', en: 'It was not completed?' },
} as const satisfies Readonly<Record<string, Words>>;

/** What follows for the applicant, by how far the application is. */
export const applyNextWords = {
  applied: {
    zh: '由管这个地区的检查员或监管人员决定，系统管理员也可以决定。',
    en: 'An inspector or regulator of the region decides, or an admin of this service.',
  },
  returned: {
    zh: '请按原因补充材料或修改内容，然后在下面重新提交。',
    en: 'Add or change what the reason asks for, then send it again below.',
  },
  approved: { zh: '这家已经登记。', en: 'The organization is registered.' },
  refused: { zh: '这份申请不能再改。', en: 'This application cannot be changed any more.' },
  withdrawn: { zh: '这份申请不能再改。', en: 'This application cannot be changed any more.' },
} as const satisfies Readonly<Record<string, Words>>;
