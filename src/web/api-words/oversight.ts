/** Who looked at what, break-glass access, applications of organizations. */
export const oversight: Readonly<Record<string, string>> = {
  'Who looked at what is not public of an organization, and who got a role in it':
    '谁查看过组织不公开的内容，谁得到过组织里的身份',
  'Entries after this number.': '这个序号之后的条目。',
  'Ask to read the data of an organization that is not yours to read': '申请应急查看本来无权查看的组织的资料',
  'Your requests, and those that you may decide': '您提出的申请，以及可以由您决定的申请',
  'Approve or refuse the request of another person': '批准或拒绝别人的申请',
  'Read a request': '查看一份申请',
  'Its number on the chain of the organization.': '它在组织的链上的序号。',
  'Role in which it was done.': '以什么身份做的。',
  'Body the person acted for.': '此人代表的机构。',
  'What was done, of `power-used`.': '`power-used` 的条目：做了什么。',
  'What was looked at.': '查看了什么。',
  'Batch that was looked at.': '查看的批次。',
  'What gave the right to look.': '凭什么有权查看。',
  'Step of a break-glass access, or of a task to inspect.': '应急查看或抽检任务进行到哪一步。',
  'Why a break-glass access was asked for or refused, or an inspection ordered.':
    '申请或拒绝应急查看的理由，或下达抽检的理由。',
  'When an approved break-glass access ends.': '批准的应急查看到什么时候为止。',
  'Role that was given or taken away.': '授予或取消的身份。',
  'What the person is called; for an admin and those of the body the person acted for.':
    '此人的称呼；只给管理员和此人所代表机构的人看。',
  'Whose data is to be read. This or `batch`.': '要查看哪个组织的资料。与 `batch` 填其中一项。',
  'A batch of the organization, where that is not known. This or `organization`.':
    '不知道是哪个组织时，填它的一个批次。与 `organization` 填其中一项。',
  'Why: the organization reads it, and the one who decides. No personal data.':
    '理由：该组织和作出决定的人都会看到。不要写个人信息。',
  'Who asked.': '申请人。',
  'What the organization is called.': '该组织的名称。',
  'That you asked: another person decides.': '是否您自己提出的；由另一个人决定。',
  '`pending` until `expiresAt`; `open` from its approval until `until`, then `ended`.':
    '到 `expiresAt` 为止是 `pending`（待决定）；批准后到 `until` 为止是 `open`（有效），之后是 `ended`（已结束）。',
  'What is decided.': '作出的决定。',
  'Apply for an organization': '申请组织入驻',
  'List the applications of your region': '列出本辖区的入驻申请',
  'In which state; all when absent.': '处于哪种状态；不填就是全部。',
  'Follow your application': '查看自己申请的进展',
  'What was told when the application was filed. Never part of an address.':
    '提交申请时给出的凭据。绝不要写进网址。',
  'Complete or correct your application': '补充或更正自己的申请',
  'Read an application (traced)': '查看一份申请（查看会记入账本）',
  'Add a document to your application': '为自己的申请添加材料',
  'What the document is.': '是什么材料。',
  'Withdraw your application': '撤回自己的申请',
  'Make the account that owns the approved organization': '为获批的组织新建负责人账号',
  'Own the approved organization with the account you are signed in with':
    '用现在登录的账号做获批组织的负责人',
  'Open a document of an application (traced)': '打开申请的一份材料（查看会记入账本）',
  'Approve, refuse or return an application': '批准、拒绝或退回申请',
  'What applies.': '申请方是什么类型。',
  'Who answers for it. Personal: sealed, and shown to those who decide only.':
    '负责的人。属于个人信息：加密保存，只给作决定的人看。',
  'How to reach that person. Personal, as `responsible`.':
    '怎样联系此人。属于个人信息，与 `responsible` 相同。',
  'Why it was refused or returned.': '拒绝或退回的原因。',
  'The organization, once approved.': '批准之后的组织。',
  'Its subject code (主体码), once approved.': '批准之后的主体码。',
  'Whether an account is its owner already.': '是否已有账号是它的负责人。',
  'Sent back as `Application-Secret`; shown this once.': '以后用 `Application-Secret` 头发回；只显示这一次。',
  'SHA-256 of its bytes, in hex: its name.': '文件内容的 SHA-256（十六进制），也是它的名称。',
  'In bytes.': '单位是字节。',
  '`returned`: the applicant is to complete it.': '`returned`：退回申请人补正。',
  'Why it is refused or returned; the applicant reads it.': '拒绝或退回的原因；申请人会看到。',
};
