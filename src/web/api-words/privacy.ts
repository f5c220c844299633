/** People that private fields name, consent and erasure. */
export const privacy: Readonly<Record<string, string>> = {
  'Take a person in, so that private fields can name them': '登记一个人，以便非公开字段引用',
  'List the people of an organization': '列出组织登记的人员',
  'Read a person': '查看一个人的信息',
  'Put right what is known of a person; the old is gone': '更正一个人的信息；旧内容不再保留',
  'Erase where an entry was recorded, for good; the entry stays': '永久删除条目的记录位置；条目本身仍在',
  'Everything that is held of the own account, as one JSON file':
    '本服务保存的本账号的全部信息，一个 JSON 文件',
  'Erase the own account, at once and for good': '立即永久删除本账号',
  'Erase the account of an official that was ended': '删除已停用的检查、监管、认证人员或管理员账号',
  'Erase the account of a member whose memberships have all ended': '删除已移出所有组织的成员的账号',
  'Whether a person consents to have their name shown on public pages': '一个人是否同意在公开页面显示姓名',
  'Record that a person consents': '记录一个人的同意',
  'Record that a person withdraws the consent': '记录一个人撤回同意',
  'Ask for the erasure of a person’s data; answers what must be kept, until when and why':
    '申请删除一个人的信息；回答哪些必须保存、到什么时候、为什么',
  'How far an erasure is': '删除进行到哪一步',
  'Everything that is held about one person, as one JSON file':
    '本服务保存的一个人的全部信息，一个 JSON 文件',
  'Name of the person.': '姓名。',
  'How to reach the person.': '联系方式。',
  'The member of the organization who is this person: its account may then decide for itself. See `GET /members`.':
    '组织成员中的此人：登记后可由本人的账号自己决定。见 `GET /members`。',
  'How private fields of statements name the person.': '声明的非公开字段怎样引用此人。',
  '`restricted`: erasure was asked for; nothing of the person is shown or used any more.':
    '`restricted`：已申请删除，此人的信息不再展示或使用。',
  'Null while restricted.': '停止展示期间为 null。',
  'Also those that ended, until they would have run out.': '也包括已结束的会话，列到原定的到期时间为止。',
  'Links that work once, made by or for the account.': '由本账号生成或为本账号生成的一次性链接。',
  'Devices whose keys were enrolled.': '申请过密钥的设备。',
  'Looks beyond the own that were asked for.': '申请过的应急查看。',
  'When it ended; null while it is in force.': '结束的时间；仍有效时为 null。',
  'The account made it; else it is for the account.': '是由本账号生成的；否则是为本账号生成的。',
  'The person that the account is: see `…/people/{person}/export`.':
    '本账号对应的人员：见 `…/people/{person}/export`。',
  'The password of the account.': '账号的密码。',
  'The last statement about it, on the organization’s chain; null when there never was one.':
    '最近一次关于同意的声明在组织的链上的序号；从未有过时为 null。',
  '`restricted`: kept, and shown to nobody; `erased`: key and disclosures are destroyed.':
    '`restricted`：仍保存，但不给任何人看；`erased`：密钥和披露内容已销毁。',
  'The statement that says it was done, on the organization’s chain.': '写明已删除的声明在组织的链上的序号。',
  'How the account of the same person is erased; null where there is none.':
    '怎样删除同一人的账号；没有账号时为 null。',
  'What must be kept, until when and by which law. Empty: it is destroyed within minutes.':
    '哪些必须保存、到什么时候、依据哪部法律。空：几分钟内销毁。',
  'Kinds of events.': '事件种类。',
  'How many name the person.': '有多少条提到此人。',
  'Until when, if nothing is added to their batches; null while the end is not known.':
    '所在批次不再增加记录时，保存到什么时候；到期时间未知时为 null。',
  'By which law.': '依据哪部法律。',
  'Below `data` (RFC 6901).': '在 `data` 之内的位置（RFC 6901）。',
  'The same request had taken the person in before.': '同一个请求以前已经登记了这个人。',
};
