import type { Words } from '../gs1/words.js';

/** The pages of the interface. What the OpenAPI document says has its words in api-words.ts. */
export const docsWords = {
  title: { zh: '接口说明', en: 'Interface documentation' },
  what: {
    zh: '本服务对程序开放的全部操作，按类列出；每个操作有自己的页。这些页由服务自己的 OpenAPI 3.1 描述生成。',
    en: 'Every operation that the service offers to programs, by subject; each has a page of its own. The pages are made from the OpenAPI 3.1 description that the service gives of itself.',
  },
  begin: { zh: '怎样开始', en: 'How to begin' },
  signInWhat: {
    zh: '人用账号和密码登录，得到访问令牌。',
    en: 'A person signs in with login and password and gets an access token.',
  },
  registerWhat: {
    zh: '程序不用人的账号：组织的负责人先登记一个机器客户端，只给它用得到的权限范围。',
    en: 'A program does not use a person’s account: an owner of the organization registers a machine first, with the scopes it needs and no more.',
  },
  tokenWhat: {
    zh: '机器客户端凭编号和密钥换取访问令牌。',
    en: 'The machine exchanges its id and secret for an access token.',
  },
  sendWhat: {
    zh: '之后的每个请求都带上访问令牌：',
    en: 'Every request from then on brings the access token:',
  },
  problemsWhat: {
    zh: '被拒绝的请求得到 RFC 9457 的 problem 文档，type 指向说明该怎么办的页。',
    en: 'A refused request gets an RFC 9457 problem document, whose type leads to a page that says what to do.',
  },
  problemFields: { zh: 'problem 文档的字段', en: 'Fields of a problem document' },
  document: { zh: 'OpenAPI 文档（openapi.json）', en: 'The OpenAPI document (openapi.json)' },
  documentWhat: {
    zh: '可以用它生成客户端代码。',
    en: 'For tools that write clients.',
  },
  subjects: { zh: '分类', en: 'Subjects' },
  back: { zh: '同类的其他操作：{tag}', en: 'Others of this subject: {tag}' },
  access: { zh: '谁可以用', en: 'Who may use it' },
  open: { zh: '不需要登录。', en: 'No sign-in needed.' },
  signedIn: {
    zh: '需要登录：在 Authorization 头中发送访问令牌。',
    en: 'Signed in: send the access token in the Authorization header.',
  },
  machine: {
    zh: '机器客户端也可以用，须有权限范围：',
    en: 'Open to machines, too, with the scope:',
  },
  noMachine: { zh: '不对机器客户端开放。', en: 'Not open to machines.' },
  parameters: { zh: '参数', en: 'Parameters' },
  inPath: { zh: '在路径中', en: 'in the path' },
  inQuery: { zh: '在查询串中', en: 'in the query' },
  inHeader: { zh: '请求头', en: 'a header' },
  required: { zh: '必需', en: 'required' },
  optional: { zh: '可选', en: 'optional' },
  body: { zh: '请求正文', en: 'Request body' },
  answers: { zh: '回答', en: 'Answers' },
  sameAs: { zh: '内容同 {status}。', en: 'The content is that of {status}.' },
  noContent: { zh: '没有正文。', en: 'Without a body.' },
  problems: { zh: '可能的拒绝', en: 'Refusals' },
  structures: { zh: '用到的数据结构', en: 'Structures' },
  example: { zh: '例', en: 'Example' },
} as const satisfies Record<string, Words>;

/** What a status of success means, by its number. */
export const statusNames: Readonly<Record<string, Words>> = {
  200: { zh: '成功', en: 'OK' },
  201: { zh: '已新建', en: 'Created' },
  202: { zh: '已受理', en: 'Accepted' },
  204: { zh: '成功', en: 'Done' },
  302: { zh: '转到另一个网址', en: 'Go to another address' },
  303: { zh: '转到另一个网址', en: 'Go to another address' },
};

/** How the value of a field is described. */
export const typeWords = {
  string: { zh: '字符串', en: 'string' },
  integer: { zh: '整数', en: 'integer' },
  number: { zh: '数', en: 'number' },
  boolean: { zh: '布尔值', en: 'boolean' },
  object: { zh: '对象', en: 'object' },
  array: { zh: '数组', en: 'array' },
  any: { zh: '任意值', en: 'any value' },
  or: { zh: '或', en: 'or' },
  nullable: { zh: '可为 null', en: 'may be null' },
  each: { zh: '每项：', en: 'of:' },
  eachMember: { zh: '成员名任意，值：', en: 'members by any name, each:' },
  anyMembers: { zh: '成员不限', en: 'any members' },
  characters: { zh: '{range} 个字符', en: '{range} characters' },
  items: { zh: '{range} 项', en: '{range} items' },
  between: { zh: '{least} 到 {most}', en: '{least} to {most}' },
  atLeast: { zh: '至少 {least}', en: 'at least {least}' },
  atMost: { zh: '最多 {most}', en: 'at most {most}' },
  exactly: { zh: '正好 {most}', en: 'exactly {most}' },
  format: { zh: '格式', en: 'format' },
  pattern: { zh: '正则', en: 'pattern' },
  oneOf: { zh: '取值', en: 'one of' },
  usually: { zh: '默认', en: 'default' },
} as const satisfies Record<string, Words>;

/** What the operations of each tag are about, in the order of the page. */
export const tagWords: Readonly<Record<string, { readonly name: Words; readonly what: Words }>> = {
  accounts: {
    name: { zh: '账号与登录', en: 'Accounts and signing in' },
    what: {
      zh: '登录、第二重验证、通行密钥、会话、邀请，以及主管部门人员的账号。',
      en: 'Signing in, second factors, passkeys, sessions and invitations, and the accounts of officials.',
    },
  },
  parties: {
    name: { zh: '组织与主数据', en: 'Organizations and master data' },
    what: {
      zh: '组织、成员、密钥、机器客户端、产品和地点。',
      en: 'Organizations with their members, keys, machines, products and sites.',
    },
  },
  onboarding: {
    name: { zh: '入驻申请', en: 'Applications' },
    what: {
      zh: '生产经营者申请开设组织，主管部门审核。',
      en: 'A producer applies for an organization; the authority decides.',
    },
  },
  recording: {
    name: { zh: '批次与记录', en: 'Batches and events' },
    what: {
      zh: '开批次，记录投入品、采收、加工、发货等事件，附上照片和文件。',
      en: 'Open batches and record what happens to them: inputs, harvests, processing, shipments, with photos and papers.',
    },
  },
  labels: {
    name: { zh: '标签', en: 'Labels' },
    what: {
      zh: '按批次余量签发标签，下载 PDF、ZPL、CSV、SVG 或 PNG 排版。',
      en: 'Issue labels against the balance of a batch, and take their sheets as PDF, ZPL, CSV, SVG or PNG.',
    },
  },
  deliveries: {
    name: { zh: '交接', en: 'Deliveries' },
    what: {
      zh: '发货的送货单，以及收货方的确认。',
      en: 'Delivery notes of shipments, and their confirmation by who receives the goods.',
    },
  },
  certificates: {
    name: { zh: '合格证', en: 'Compliance certificates' },
    what: {
      zh: '查看和打印批次的承诺达标合格证。',
      en: 'Read and print the compliance certificates of a batch.',
    },
  },
  certifications: {
    name: { zh: '认证', en: 'Certifications' },
    what: {
      zh: '有机、绿色食品等认证的登记、暂停、恢复和撤销。',
      en: 'Certifications such as organic: stated, suspended, resumed, revoked and looked up.',
    },
  },
  inspections: {
    name: { zh: '检测与抽检', en: 'Inspections' },
    what: {
      zh: '下达抽检任务，查看检测结果和异议期限。',
      en: 'Order inspections, and read their results and until when each can be objected to.',
    },
  },
  recalls: {
    name: { zh: '召回', en: 'Recalls' },
    what: {
      zh: '发起、演练和撤回召回，确认召回通知，订阅推送。',
      en: 'Open, rehearse and withdraw recalls, acknowledge notices, and have notices sent to a webhook.',
    },
  },
  scanning: {
    name: { zh: '扫码', en: 'Scanning' },
    what: {
      zh: '码的公开结果，核验码的签名，以及异常扫码的提醒。',
      en: 'What is public about a code, the check of its signature, and warnings of unusual scans.',
    },
  },
  trace: {
    name: { zh: '追溯', en: 'Traces' },
    what: {
      zh: '一个批次的来源和去向。',
      en: 'What a batch was made from, and where it went.',
    },
  },
  cases: {
    name: { zh: '异常与核查', en: 'Findings and inquiries' },
    what: {
      zh: '规则在辖区批次中发现的问题、对它们的核查，以及统计。',
      en: 'What the rules found in the batches of a region, the inquiries into it, and figures.',
    },
  },
  oversight: {
    name: { zh: '查阅监督', en: 'Oversight' },
    what: {
      zh: '谁看过不公开的资料；紧急查阅的申请和批准。',
      en: 'Who looked at what is not public, and requests to read it in an emergency.',
    },
  },
  privacy: {
    name: { zh: '个人信息', en: 'Personal data' },
    what: {
      zh: '记录中提到的人：同意、导出和删除。',
      en: 'The people that records name: consent, export and erasure.',
    },
  },
  lists: {
    name: { zh: '参考清单', en: 'Reference lists' },
    what: {
      zh: '农药登记等参考清单的发布和查阅。',
      en: 'Reference lists, such as registered pesticides: published and read.',
    },
  },
  exports: {
    name: { zh: '导出', en: 'Exports' },
    what: {
      zh: '主管部门导出辖区数据，后台生成文件。',
      en: 'Files with the data of a region for its authorities, made in the background.',
    },
  },
  evidence: {
    name: { zh: '证明文件', en: 'Evidence' },
    what: {
      zh: '可以离线核对的证明文件。',
      en: 'Files that prove a record without the service.',
    },
  },
  log: {
    name: { zh: '公开日志', en: 'The log' },
    what: {
      zh: '检查点、哈希块和包含证明，供见证方和核查者使用。',
      en: 'Checkpoints, tiles and proofs, for witnesses and auditors.',
    },
  },
  audit: {
    name: { zh: '全链核查', en: 'Audits' },
    what: {
      zh: '按存储的字节重新核对所有链，下载签名的报告。',
      en: 'Check all chains from the stored bytes again, and take the signed report.',
    },
  },
  trust: {
    name: { zh: '公钥与信任', en: 'Keys and trust' },
    what: {
      zh: '核对标签、记录和日志要用的公钥；标签密钥的更换。',
      en: 'The public keys by which labels, entries and the log are checked, and the change of label keys.',
    },
  },
  operation: {
    name: { zh: '服务状态', en: 'The service itself' },
    what: {
      zh: '服务是否在运行，能不能工作，以及 Prometheus 指标。',
      en: 'Whether the service runs and can work, and its measurements for Prometheus.',
    },
  },
};
