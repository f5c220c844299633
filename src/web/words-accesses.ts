import type { Words } from '../gs1/words.js';

/** What the console says of the uses of power over an organization. Braces hold figures. */
export const accessWords = {
  title: { zh: '谁看过资料', en: 'Who looked at data' },
  told: {
    zh: '这里列出记在组织账本里的：检查员、监管人员和系统管理员看过哪些不公开的内容；谁给出或收回了身份、密码、签名钥匙和机器客户端；谁导出了资料；谁申请和决定了应急查看。',
    en: 'Listed here is what stands in the ledger of the organization: what is not public and was looked at by inspectors, regulators and admins; who gave or took away roles, passwords, signing keys and machine clients; who took data out; who asked for a break-glass access, and who decided.',
  },
  first: {
    zh: '每一件都是先入账，后办事；入不了账，就看不到，也办不成。所以这里可能有最后没有办成的。',
    en: 'Each is stated first and done afterwards; what cannot be stated is not shown or done. So something may stand here that did not follow.',
  },
  untold: {
    zh: '这几样不记：本组织的人自己查看，合作社查看所属农户；任何人查看公开的扫码页；同一个人在一小时内再看同一样东西；在服务自己的机器上离线取出数据。',
    en: 'Not stated: looks of the organization’s own people, and of a cooperative at its households; looks of anybody at public pages; another look of the same person at the same thing within the hour; data taken out offline on the service’s own machine.',
  },
  elsewhere: {
    zh: '这几样记在别处：导出整个地区的资料、审阅和决定入驻申请、查看公开日志，记在服务运营方的账本里；抽检任务，记在下达机关的账本里。',
    en: 'Stated elsewhere: exports of a whole region, looks at applications and decisions about them, and looks at the log in the ledger of the operator; orders of inspections in that of the authority.',
  },
  names: {
    zh: '经办人的姓名只告诉系统管理员和其所代表机构的人；其他人只看得到身份。',
    en: 'What the person is called is told to admins and to those of the body the person acted for; others read the role.',
  },
  none: { zh: '账本里还没有这样的记录。', en: 'Nothing of the kind stands in the ledger yet.' },
  list: { zh: '记录，新的在前', en: 'The records, newest first' },
  what: { zh: '做了什么', en: 'What was done' },
  about: { zh: '涉及', en: 'About what' },
  who: { zh: '经办人的身份', en: 'In which role' },
  reason: { zh: '理由', en: 'Reason' },
  at: { zh: '入账', en: 'Recorded' },
  entry: { zh: '账本里的条目', en: 'Entry of the ledger' },
  number: { zh: '第 {n} 条', en: 'no. {n}' },
  machine: { zh: '服务自己', en: 'the service itself' },
  until: { zh: '有效到', en: 'until' },
  notAll: {
    zh: '记录太多，这里只读到第 {n} 条为止，后面还有。',
    en: 'There are too many: these were read up to entry no. {n}, and more follow.',
  },
  goOn: { zh: '看后面的', en: 'See those that follow' },
  ofOthers: { zh: '看哪家组织的', en: 'Of which organization' },
  back: { zh: '换一家组织', en: 'Another organization' },
} as const satisfies Readonly<Record<string, Words>>;

/** What was looked at. */
export const lookedAtWords: Readonly<Record<string, Words>> = {
  batch: { zh: '查看批次记录', en: 'Looked at the record of a batch' },
  members: { zh: '查看成员名单', en: 'Looked at the members' },
  sites: { zh: '查看地块的位置和范围', en: 'Looked at where sites lie' },
  recall: {
    zh: '查看召回涉及的批次和联系方式',
    en: 'Looked at what a recall reaches, and how to reach whom it concerns',
  },
  application: { zh: '查看入驻申请和材料', en: 'Looked at an application and its documents' },
  log: { zh: '查看公开日志的条目内容', en: 'Looked at entries of the log' },
};

/** What was done, where it was no look. Kinds and steps first, then acts. */
export const powerWords: Readonly<Record<string, Words>> = {
  'role-granted': { zh: '给出身份', en: 'Role given' },
  'role-ended': { zh: '收回身份', en: 'Role taken away' },
  'account-ended': { zh: '停用账号', en: 'Account ended' },
  'application-decided': { zh: '决定入驻申请', en: 'Application decided' },
  'list-published': { zh: '发布参考清单', en: 'Reference list published' },
  requested: { zh: '申请应急查看', en: 'Break-glass access asked for' },
  approved: { zh: '批准应急查看', en: 'Break-glass access approved' },
  refused: { zh: '拒绝应急查看', en: 'Break-glass access refused' },
  ordered: { zh: '下达抽检任务', en: 'Inspection ordered' },
  withdrawn: { zh: '撤回抽检任务', en: 'Order of an inspection withdrawn' },
  'client-registered': { zh: '新建机器客户端', en: 'Machine client made' },
  'client-rotated': { zh: '更换机器客户端的密钥', en: 'Secret of a machine client replaced' },
  'client-revoked': { zh: '停用机器客户端', en: 'Machine client ended' },
  'key-registered': { zh: '决定启用一把签名钥匙', en: 'Decided that a key counts' },
  'key-approved': { zh: '批准设备的签名钥匙', en: 'Key of a device approved' },
  'key-refused': { zh: '拒绝设备的签名钥匙', en: 'Key of a device refused' },
  'key-revoked': { zh: '决定停用一把签名钥匙', en: 'Decided that a key ends' },
  'password-reset': { zh: '发出设置新密码的链接', en: 'Link to a new password made' },
  'factor-reset': { zh: '解除别人的两步验证', en: 'Second factor of somebody taken away' },
  'webhook-registered': { zh: '登记召回通知的接收地址', en: 'Address for recall notices registered' },
  'webhook-removed': { zh: '取消召回通知的接收地址', en: 'Address for recall notices removed' },
  'person-exported': { zh: '导出一个人的信息', en: 'Data of a person taken out' },
  'account-erased': { zh: '删除一个账号', en: 'Account erased' },
  'data-exported': { zh: '导出辖区的资料', en: 'Data of a region taken out' },
  'password-changed': { zh: '更改自己的密码', en: 'Own password changed' },
  'factor-enabled': { zh: '开启自己的两步验证', en: 'Own second factor turned on' },
  'factor-disabled': { zh: '关闭自己的两步验证', en: 'Own second factor turned off' },
  'passkey-registered': { zh: '登记自己的通行密钥', en: 'Own passkey registered' },
  'passkey-removed': { zh: '删除自己的通行密钥', en: 'Own passkey removed' },
  'identity-linked': { zh: '关联自己的外部登录', en: 'Own outside sign-in linked' },
  'identity-unlinked': { zh: '解除自己的外部登录', en: 'Own outside sign-in unlinked' },
};

/** What gave the right to look. */
export const purposeWords: Readonly<Record<string, Words>> = {
  supervision: { zh: '监管本地区', en: 'supervision of the region' },
  administration: { zh: '管理服务', en: 'administration of the service' },
  'break-glass': { zh: '获批的应急查看', en: 'an approved break-glass access' },
};

/** Ways to what a look or an act was about. */
export const accessWayWords = {
  batch: { zh: '这个批次', en: 'the batch' },
  members: { zh: '成员', en: 'members' },
  sites: { zh: '地块', en: 'sites' },
  recalls: { zh: '召回', en: 'recalls' },
  applications: { zh: '入驻申请', en: 'applications' },
  inspections: { zh: '抽检任务', en: 'inspections' },
  devices: { zh: '设备和密钥', en: 'devices and keys' },
  people: { zh: '记录里的人', en: 'people in records' },
  exports: { zh: '导出', en: 'exports' },
} as const satisfies Readonly<Record<string, Words>>;
