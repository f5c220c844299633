import type { Words } from '../gs1/words.js';

/** What the console says of what organizations are certified for. Braces hold figures. */
export const certificationWords = {
  title: { zh: '认证', en: 'Certifications' },
  what: {
    zh: '有机、绿色食品、地理标志和良好农业规范。这里写的是账上的记录，没有向国家认证信息系统核对。',
    en: 'Organic, green food, geographical indication and GAP. What stands here is on record in the ledger; the national register was not asked.',
  },
  none: { zh: '账上还没有这家的认证。', en: 'No certification of this organization is on record.' },
  cannotLook: {
    zh: '这个账号不属于任何一家，也没有认证或监管身份，看不到认证。',
    en: 'This account belongs to no organization, and certifies or oversees none, so there is nothing to show.',
  },
  choose: { zh: '哪家组织', en: 'Which organization' },
  find: { zh: '名称、统一社会信用代码或主体码', en: 'Name, unified social credit code or subject code' },
  findHint: { zh: '写一部分就行；不填列出全部。', en: 'A part will do; empty lists all.' },
  findNow: { zh: '查找', en: 'Find' },
  nobodyFound: {
    zh: '没有找到。这里只有您可以看到的组织。',
    en: 'None found among the organizations that you may see.',
  },
  moreFound: {
    zh: '还有 {n} 家没有列出，请写得更具体。',
    en: '{n} more are not listed: write more of it.',
  },
  notAllRead: {
    zh: '组织太多，只在前 {n} 家里找过。',
    en: 'There are too many to read: only the first {n} were looked through.',
  },
  organization: { zh: '组织', en: 'Organization' },
  kind: { zh: '是什么', en: 'What it is' },
  region: { zh: '行政区划代码', en: 'Region code' },
  uscc: { zh: '统一社会信用代码', en: 'Unified social credit code' },
  otherOrganization: { zh: '换一家组织', en: 'Another organization' },
  back: { zh: '返回认证', en: 'Back to certifications' },
  notHere: { zh: '这家组织没有这项认证。', en: 'This organization has no such certification.' },

  certification: { zh: '认证', en: 'Certification' },
  state: { zh: '状态', en: 'State' },
  valid: { zh: '有效', en: 'valid' },
  'not-yet': { zh: '尚未生效', en: 'not valid yet' },
  expired: { zh: '已过期', en: 'expired' },
  suspended: { zh: '已暂停', en: 'suspended' },
  revoked: { zh: '已撤销', en: 'revoked' },
  who: { zh: '谁说的', en: 'Who says so' },
  confirmed: { zh: '机构登记', en: 'stated by a body' },
  declared: { zh: '自己声明', en: 'declared by itself' },
  confirmedWhat: {
    zh: '由认证机构或监管机关以自己的名义登记。',
    en: 'A certification body or an authority states it in its own name.',
  },
  declaredWhat: {
    zh: '持证组织自己声明，没有机构在这里确认，不能据此加施标识。',
    en: 'The holder itself says so; no body has confirmed it here, and nothing is marked under it.',
  },
  standard: { zh: '标准', en: 'Standard' },
  scope: { zh: '范围', en: 'Scope' },
  moreProducts: { zh: '共 {n} 种产品', en: '{n} products in all' },
  sitesCount: { zh: '{n} 处地块', en: 'sites: {n}' },
  validity: { zh: '有效期', en: 'Validity' },
  holder: { zh: '持证组织', en: 'Holder' },
  number: { zh: '证书编号', en: 'Number' },
  body: { zh: '发证机构', en: 'Body' },
  bodyUscc: { zh: '发证机构代码', en: 'Code of the body' },
  products: { zh: '产品', en: 'Products' },
  sites: { zh: '地块', en: 'Sites' },
  noSites: { zh: '没有写明', en: 'none named' },
  unknownProduct: { zh: '看不到的产品', en: 'a product that is not shown to you' },
  area: { zh: '面积', en: 'Area' },
  quantity: { zh: '核定数量', en: 'Certified quantity' },
  noQuantity: { zh: '没有写明，不能加标', en: 'none stated, so nothing is marked' },
  marked: { zh: '已加标', en: 'Marked so far' },
  yieldMax: { zh: '单位面积最多产', en: 'Most that one unit of area yields' },
  rateMax: { zh: '加工后剩下的比例', en: 'Share left after processing' },
  recorded: { zh: '入账', en: 'Recorded' },
  entry: { zh: '账上第几条', en: 'Entry' },
  converting: { zh: '自 {day} 起转换', en: 'in conversion from {day}' },
  annual: { zh: '一年生作物', en: 'annual crops' },
  perennial: { zh: '多年生作物', en: 'perennial crops' },

  history: { zh: '经过', en: 'What became of it' },
  granted: { zh: '登记', en: 'Stated' },
  'suspended-step': { zh: '暂停', en: 'Suspended' },
  'resumed-step': { zh: '恢复', en: 'Resumed' },
  'revoked-step': { zh: '撤销', en: 'Revoked' },
  from: { zh: '自', en: 'From' },
  reason: { zh: '为什么', en: 'Why' },
} as const satisfies Readonly<Record<string, Words>>;

/** What stands over and in the form that states a certification. Braces hold figures and names of units. */
export const grantWords = {
  declare: { zh: '声明一项认证', en: 'Declare a certification' },
  declareWhat: {
    zh: '这是贵组织自己的话，到处都会显示为“自己声明”，不能据此加施标识。要加施标识，请认证机构在这里登记。',
    en: 'This is your organization’s own word and is shown as declared by itself everywhere. Nothing is marked under it: for marks, ask the body to state it here.',
  },
  state: { zh: '登记一项认证', en: 'State a certification' },
  stateWhat: {
    zh: '登记写进这家组织的账，不能删除，只能暂停、恢复或撤销。证书跨几年的，一年登记一次。',
    en: 'It becomes an entry in the ledger of this organization. It cannot be deleted, only suspended, resumed or revoked. A certificate of several years is stated once for each year.',
  },
  inNameOf: { zh: '以谁的名义', en: 'In the name of' },
  type: { zh: '什么认证', en: 'What it is certified for' },
  number: { zh: '证书编号', en: 'Number of the certificate' },
  body: { zh: '发证机构', en: 'The body that certifies' },
  bodyUscc: {
    zh: '发证机构的统一社会信用代码（可不填）',
    en: 'Unified social credit code of the body (optional)',
  },
  standard: { zh: '标准（可不填）', en: 'Standard (optional)' },
  standardHint: { zh: '例如 GB/T 19630', en: 'Such as: GB/T 19630' },
  validFrom: { zh: '有效期从哪一天起', en: 'First day of validity' },
  validTo: { zh: '有效期到哪一天止', en: 'Last day of validity' },
  products: { zh: '认证了哪些产品', en: 'Which products are certified' },
  noProducts: {
    zh: '这家组织还没有产品。先要有产品，才能登记认证。',
    en: 'This organization has no products yet. A certification names at least one.',
  },
  addSite: { zh: '添加一处认证的地块', en: 'Add a certified site' },
  dropSite: { zh: '去掉最后一处地块', en: 'Remove the last site' },
  site: { zh: '第 {n} 处地块', en: 'Site {n}' },
  siteChoice: { zh: '哪一处', en: 'Which one' },
  siteNumber: { zh: '地块编号', en: 'Number of the site' },
  siteNumberHint: {
    zh: '地块的名称只有本组织和监管机关看得到。请向对方要编号，在“地块与场所”页上。',
    en: 'Names of sites are for the organization and authorities alone. Ask it for the number, shown under “Plots and sites”.',
  },
  conversionFrom: {
    zh: '转换期从哪一天起（不知道不填）',
    en: 'First day of conversion (empty when not known)',
  },
  crop: { zh: '种什么', en: 'What grows there' },
  cropUnknown: { zh: '没有写明', en: 'not said' },
  annual: { zh: '一年生（转换 24 个月）', en: 'annual crops (24 months of conversion)' },
  perennial: { zh: '多年生（转换 36 个月）', en: 'perennial crops (36 months of conversion)' },
  area: { zh: '认证面积（可不填）', en: 'Certified area (optional)' },
  areaUnit: { zh: '面积单位', en: 'Unit of the area' },
  quantity: { zh: '核定数量（可不填）', en: 'Certified quantity (optional)' },
  quantityHint: {
    zh: '有效期内最多可以加标多少。不填就不能据此加标。',
    en: 'The most that may be marked from the first day to the last. Without it nothing is marked.',
  },
  quantityUnit: { zh: '数量单位', en: 'Unit of the quantity' },
  yieldMax: {
    zh: '每{area}最多产多少{unit}（可不填）',
    en: 'Most that one {area} yields, in {unit} (optional)',
  },
  rateMax: { zh: '加工后剩下的比例（可不填）', en: 'Share left after processing (optional)' },
  rateMaxHint: { zh: '例如碾米 0.72', en: 'Such as 0.72 of milled rice' },
  membersDeclare: {
    zh: '您的身份只能查看。负责人和记录员可以声明认证。',
    en: 'Your role looks only. Owners and recorders declare certifications.',
  },
  onlyLook: {
    zh: '您的身份只能查看。本组织自己、认证机构和该地区的监管机关可以登记认证。',
    en: 'Your role looks only. The organization itself, certification bodies and regulators of the region state certifications.',
  },
  noBody: {
    zh: '您还没有加入认证机构或监管机关，不能以机构名义登记。请联系服务的管理员。',
    en: 'You belong to no certification body or authority in whose name this could be stated. Ask the admin of the service.',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** What stands over and in the form that suspends, resumes or revokes a certification. */
export const changeWords = {
  change: { zh: '暂停、恢复或撤销', en: 'Suspend, resume or revoke' },
  inForce: {
    zh: '现在没有暂停，所以只能暂停或撤销，没有什么可恢复的。',
    en: 'It is not suspended now: it can be suspended or revoked, and there is nothing to resume.',
  },
  isSuspended: {
    zh: '现在已经暂停，所以只能恢复或撤销，不能再暂停一次。',
    en: 'It is suspended now: it can be resumed or revoked, and not suspended once more.',
  },
  isRevoked: {
    zh: '已经撤销，不能再改变。要重新认证，就登记一项新的。',
    en: 'It was revoked and does not change any more. To certify anew, state a new one.',
  },
  notYours: {
    zh: '只有登记它的一方，或者该地区的监管机关，可以暂停、恢复或撤销它。',
    en: 'Only who stated it, or a regulator of the region, can suspend, resume or revoke it.',
  },
  action: { zh: '怎么做', en: 'What happens' },
  suspended: { zh: '暂停', en: 'Suspend' },
  resumed: { zh: '恢复', en: 'Resume' },
  revoked: { zh: '撤销', en: 'Revoke' },
  suspendedWhat: {
    zh: '从这一天起采收的产品不得作此声明，也不能再加标；此前采收的保留声明。以后可以恢复。',
    en: 'Goods harvested from that day on must not make the claim, and nothing more is marked. Goods harvested before keep it. It can be resumed later.',
  },
  resumedWhat: {
    zh: '从这一天起又可以作此声明。暂停期间采收的仍然不行。',
    en: 'From that day on the claim can be made again. Goods harvested meanwhile still must not make it.',
  },
  revokedWhat: {
    zh: '从这一天起采收的产品不得作此声明；此前采收的保留声明。撤销以后不能恢复。',
    en: 'Goods harvested from that day on must not make the claim. Goods harvested before keep it. It cannot be taken back.',
  },
  on: { zh: '从哪一天起', en: 'From which day on' },
  onHint: {
    zh: '不能早于有效期的第一天和上一步，也不能是将来的日子。',
    en: 'Not before the first day of validity or the step before, and not in the future.',
  },
  reason: { zh: '为什么', en: 'Why' },
  reasonHint: {
    zh: '最多 200 字，谁都看得到，不要写个人信息。例如：年度检查未通过',
    en: 'At most 200 characters, seen by everybody, nothing personal. Such as: failed the yearly inspection',
  },
  done: { zh: '已入账。', en: 'It is recorded.' },
} as const satisfies Readonly<Record<string, Words>>;
