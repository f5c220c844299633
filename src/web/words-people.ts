import type { Words } from '../gs1/words.js';

/** What the console says of the people whom records name. Braces hold figures. */
export const peopleWords = {
  title: { zh: '记录里的人', en: 'People in records' },
  what: {
    zh: '记录会说到人，比如谁采收、谁承运。先在这里登记，记录里只写编号；姓名和联系方式加密保存在别处，可以按本人的要求删除。直接写进记录的人名，以后不能单独删除。',
    en: 'Records speak of people: who harvested, who drove. Take them in here first, and records hold a number alone. Name and contact are kept sealed elsewhere and can be erased when the person asks. A name typed into a record cannot be erased by itself.',
  },
  none: { zh: '还没有登记任何人。', en: 'Nobody is taken in yet.' },
  cannot: {
    zh: '这里是各家自己的人员。您现在不替任何一家办理。',
    en: 'This is of the people of organizations. You act for none now.',
  },
  name: { zh: '姓名', en: 'Name' },
  contact: { zh: '联系方式', en: 'Contact' },
  contactAsked: { zh: '联系方式（可不填）', en: 'Contact (may stay empty)' },
  since: { zh: '登记', en: 'Taken in' },
  state: { zh: '状态', en: 'State' },
  'in-use': { zh: '使用中', en: 'in use' },
  restricted: { zh: '已申请删除，停止使用', en: 'erasure asked for, not used' },
  erased: { zh: '已销毁', en: 'destroyed' },
  notShown: { zh: '不再展示', en: 'Not shown any more' },
  takeIn: { zh: '登记一个人', en: 'Take a person in' },
  takenIn: { zh: '已登记：', en: 'Taken in:' },
  member: { zh: '本人的账号（可不填）', en: 'The person’s own account (may stay empty)' },
  memberHint: {
    zh: '选了账号，本人登录后可以自己查看、更正、同意公开姓名、要求删除。以后不能再改。',
    en: 'With it the person can look, put right, consent and ask for erasure. It cannot be changed later.',
  },
  noMember: { zh: '不指定', en: 'None' },
  back: { zh: '返回记录里的人', en: 'Back to the people in records' },
  one: { zh: '一个人的信息', en: 'One person' },
  reference: { zh: '记录里怎么写此人', en: 'How records name the person' },
  onlyDeciders: {
    zh: '更正、公开姓名、下载和删除，由负责人或本人办理。',
    en: 'The owner or the person puts right, consents, downloads and has erased.',
  },
  putRight: { zh: '更正', en: 'Put right' },
  putRightWhat: {
    zh: '改过之后，原来的内容就没有了。',
    en: 'What stood there before is gone afterwards.',
  },
  putRightDone: { zh: '已更正。', en: 'It is put right.' },
  consent: { zh: '公开姓名', en: 'Name on public pages' },
  consentGiven: { zh: '本人同意公开', en: 'consent is given' },
  consentNone: { zh: '没有同意公开', en: 'no consent' },
  consentWhat: {
    zh: '本人同意之后，扫码的人能在提到此人的每一步旁边看到姓名，以前入账的记录也一样。没有同意，公开页上就没有姓名。',
    en: 'With consent whoever scans a label sees the name beside each step that names the person, also of records made before. Without it public pages have no name.',
  },
  withdrawWhat: {
    zh: '撤回之后，十秒之内公开页上不再有姓名，以前入账的记录也一样；记录本身不变。别人已经截下或打印的，收不回来。',
    en: 'After a withdrawal the name is gone from public pages within ten seconds, also beside records made before; the records stay. What others have copied or printed cannot be called back.',
  },
  consentStated: {
    zh: '同意和撤回都会写进账本，账本里看不出是谁。',
    en: 'Consent and withdrawal are entries in the ledger, which do not tell whose they are.',
  },
  give: { zh: '记下本人的同意', en: 'Record the consent' },
  giveSure: {
    zh: '要由本人自愿同意。您问过本人了吗？',
    en: 'The person must agree of their own will. Did you ask?',
  },
  withdraw: { zh: '撤回同意', en: 'Withdraw the consent' },
  withdrawSure: {
    zh: '公开页上不再有此人的姓名。确定吗？',
    en: 'Public pages will not have the name any more. Are you sure?',
  },
  file: { zh: '关于此人的全部信息', en: 'Everything that is held of the person' },
  fileWhat: {
    zh: '一个 JSON 文件：姓名、联系方式、是否同意公开，以及每一条提到此人的记录。除了本人，谁下载都会记进账本。',
    en: 'One JSON file: name, contact, consent, and every record that names the person. Whoever takes it, other than the person, is stated in the ledger.',
  },
  keep: { zh: '下载', en: 'Download' },
  erasure: { zh: '删除', en: 'Erasure' },
  eraseNow: {
    zh: '马上生效：此人的姓名和联系方式不再给任何人看，新的记录也不能再写此人。',
    en: 'It holds at once: name and contact are shown to nobody any more, and no new record can name the person.',
  },
  eraseKept: {
    zh: '法律要求保存的记录先封存，到期再销毁；其他的几分钟之内销毁。办完会告诉您留下哪些、到什么时候、依据哪条法律。',
    en: 'What the law asks to keep is kept sealed until its time is over; all else is destroyed within minutes. You are told what is kept, until when and by which law.',
  },
  eraseStays: {
    zh: '入账的数量、日期和品种不变，照样能核对。',
    en: 'Quantities, days and products of the records stay, and can still be verified.',
  },
  eraseNotFound: {
    zh: '照片、位置和直接写成文字的人名不在其内：照片和位置要一条一条删，文字删不掉。',
    en: 'Photos, positions and names typed as text are not part of it: photos and positions are erased one by one, typed text cannot be.',
  },
  erase: { zh: '删除此人的信息', en: 'Erase this person’s data' },
  eraseSure: {
    zh: '不能恢复，也不能取消。确定删除吗？',
    en: 'It cannot be undone or called off. Erase?',
  },
  restrictedTold: {
    zh: '已经申请删除。此人的信息不再展示，也不再使用。',
    en: 'Erasure was asked for. Nothing of the person is shown or used any more.',
  },
  erasedTold: {
    zh: '此人的信息已经销毁，不能恢复。',
    en: 'The person’s data are destroyed and cannot be had back.',
  },
  requestedAt: { zh: '申请', en: 'Asked for' },
  destroyedAt: { zh: '销毁', en: 'Destroyed' },
  stated: { zh: '账本', en: 'Ledger' },
  statedAt: { zh: '本家的第 {n} 条', en: 'entry {n} of the organization' },
  kept: { zh: '必须保存的记录', en: 'Records that must be kept' },
  keptNone: {
    zh: '没有必须保存的记录，几分钟之内销毁。销毁之后，只有负责人能看到何时销毁。',
    en: 'Nothing must be kept: it is destroyed within minutes. After that only the owner sees when it was.',
  },
  keptMore: {
    zh: '这些批次如果再有新记录，期限会顺延。',
    en: 'Entries that are added to these batches move the end.',
  },
  keptKinds: { zh: '哪些', en: 'Which' },
  keptEntries: { zh: '条数', en: 'Entries' },
  keptUntil: { zh: '保存到', en: 'Kept until' },
  keptLaw: { zh: '依据', en: 'By which law' },
  keptOpen: { zh: '期限无法确定', en: 'The end is not known' },
  lookAgain: { zh: '看看现在怎样', en: 'See how it stands' },
} as const satisfies Readonly<Record<string, Words>>;
