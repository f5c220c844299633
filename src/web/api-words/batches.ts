/** Batches, how events are recorded on them and listed. */
export const batches: Readonly<Record<string, string>> = {
  'Batches of an organization, or those that are found by what is known of them, newest first':
    '一个组织的批次，或按已知信息查到的批次，新的在前',
  'Whose batches; needed unless `find` says which.': '哪个组织的批次；`find` 没有指明时必填。',
  'Batches that you may see, of every organization unless one is named: by a code as printed (of a batch or of one label), a lot, a GTIN or the code on an input’s package, each in whole; or by an organization (its name or a part of it, its USCC or id) or a site (its name or a part of it, its id).':
    '在您可以查看的批次里查找；没有指明组织时，所有组织都查。编码（印出的批次码或标签码）、批号、GTIN、投入品包装码须写全；组织可写名称或名称的一部分、统一社会信用代码、编号；地点可写名称或名称的一部分、编号。',
  'By what `find` looks, with commas between; by all of it unless told.':
    '`find` 按什么查找，用逗号分开；不填就是全部。',
  'From the `Link` header of the page before.': '取自上一页的 `Link` 头。',
  'Open a batch': '建立批次',
  '`wait=included`: the answer waits until a published checkpoint covers the entry, a second and a half at most, and brings the proof.':
    '`wait=included`：等到已发布的检查点覆盖这个条目再回答，最多等一秒半，并附上证明。',
  'The same request had opened it before.': '同样的请求以前已经建立了它。',
  'State and balance of a batch': '批次的状态和数量',
  'Record an event, plain or signed by the participant': '记录一个事件：普通的，或参与方签名的',
  'Decides what `data` holds.': '决定 `data` 里有哪些字段。',
  'When it happened, as the participant says: RFC 3339 with its offset.':
    '发生的时间，由参与方写明：RFC 3339，含时区。',
  'A statement signed by the participant: SD-JWT in combined form (docs/spec/statement.md).':
    '参与方签名的声明：组合格式的 SD-JWT（docs/spec/statement.md）。',
  'The same event had been recorded before.': '同一事件以前已经记录。',
  'Events of a batch, oldest first': '批次的事件，早的在前',
  'Record up to 1,000 events of any batches, a line each; the good ones are kept':
    '成批记录最多 1,000 个事件，批次不限，每行一个；合格的都会保存',
  'At most 1,000 lines and 8 MiB. Each is a `PlainEventLine` or a `SignedEventLine`, at most 64 KiB.':
    '最多 1,000 行、8 MiB。每行是一个 `PlainEventLine` 或 `SignedEventLine`，最多 64 KiB。',
  'Whatever became of the lines.': '每行的结果，不论成败。',
  'Each line is `{"status":201,"event":{…}}` for what was recorded, `{"status":200,"event":{…}}` for what had been before (both a `RecordedEventDto`), or `{"status":4xx or 5xx,"problem":{…}}` (a `Problem`) for what is not recorded.':
    '每行是以下之一：`{"status":201,"event":{…}}`，已记录；`{"status":200,"event":{…}}`，以前已经记录（两种都是 `RecordedEventDto`）；`{"status":4xx or 5xx,"problem":{…}}`（一个 `Problem`），没有记录。',
  'Send the bytes of a photo or paper that an entry names': '上传条目所指的照片或单据的内容',
  'They were here before.': '内容以前已经上传。',
  'The bytes of a photo or paper (the look of an official is traced)':
    '照片或单据的内容（管理和监管人员的查看会记入账本）',
  'Delete the bytes of a photo or paper for good; the entry stays': '永久删除照片或单据的内容；条目仍在',
  'Kind of event': '事件种类',
  'When it happened, as the participant says': '发生的时间，由参与方写明',
  'Fields of the kind': '这种事件的字段',
  'Batch it happened to': '发生在哪个批次上',
  'Event id, the idempotency key. Drawn when absent: then a line sent again is another event':
    '事件号，也是幂等键。不填则由服务生成：这样的行重发一次就是另一个事件',
  'Batch it is about': '所说的批次',
  'SD-JWT in combined form': '组合格式的 SD-JWT',
  'False: more than ten organizations or sites have the text in their names, and ten were looked through. Type more of the name.':
    'false：名称里有这几个字的组织或地点超过十个，只查了十个。请把名称写长一点。',
  'Public code: 16 Crockford characters and a check symbol.': '公开编码：16 位 Crockford 字符和一位校验符。',
  'The organization that opened the batch.': '建立批次的组织。',
  'The organization’s own lot number.': '组织自己的批号。',
  'Base unit of the balance.': '数量所用的计量单位。',
  'How it is drawn from when it is a mixed lot (a bin, a tank); else null.':
    '混合批次（料仓、储罐）怎样出库；其他批次为 null。',
  '`held`: no certificate, label or shipment until released.':
    '`held`：已冻结，解除之前不能出证、贴标或发货。',
  'Why it is held, nearest first: by itself, or by a batch that it was made from.':
    '为什么冻结，近的在前：因为它自己，或因为它的来源批次。',
  'Number of the newest entry.': '最新条目的序号。',
  'Leaf hash of the newest entry, base64url.': '最新条目的叶哈希，base64url。',
  'What the rules found in its record; empty when nothing was. Null while it is not judged yet, which takes seconds.':
    '规则在它的记录里发现了什么；没有发现时为空。还没有判定时为 null，一般要几秒。',
  'Why `find` found it; empty without `find`.': '`find` 为什么找到它；没有用 `find` 时为空。',
  'The batch on which it lies.': '冻结的原因在哪个批次上。',
  'A hold that was stated, a recall, what a rule found, or too many sources to tell.':
    '有人记录的冻结、召回、规则发现的问题，或来源太多、无法判断。',
  'Harvested, made or received: the sum of the five that follow.': '采收、加工或收货所得：等于以下五项之和。',
  'Here and free.': '在库，可以使用。',
  'Under way, not yet confirmed by the consignee.': '在途，收货方还没有确认。',
  'Confirmed by consignees.': '收货方已确认。',
  'Used up in processing.': '已投入加工。',
  'Lost, with a recorded reason.': '损耗，原因有记录。',
  'Covered by label sets that are not void; stands beside the sum.':
    '未作废的标签所覆盖的数量；不计入上述合计。',
  'UN/CEFACT Rec 20 code.': 'UN/CEFACT Rec 20 代码。',
  'Rule: docs/rules.md.': '规则编号：见 docs/rules.md。',
  '`unknown`: it cannot be decided with what is known; never a pass.':
    '`unknown`：凭现有资料未能判定；绝不算通过。',
  '`hold` stops the batch and what is made of it while it fails and is not lifted.':
    '`hold`：不符合规则且没有解除期间，停下这个批次和由它做成的批次。',
  'One sentence in the reader’s language.': '一句话，用读者的语言。',
  'Law or standard.': '法律或标准。',
  'Lists that it rests on.': '所依据的参考清单。',
  'Number of the entry by which an authority lifted it.': '监管机构解除它的条目的序号。',
  'Number of the entry in the batch’s chain.': '条目在批次的链上的序号。',
  'Leaf hash of the entry, base64url.': '条目的叶哈希，base64url。',
  'What that is called.': '这一项叫什么。',
  'What it was found by, as it is looked up by: the lot, the name of the organization …':
    '凭什么找到它，按查找时的写法：批号、组织名称等',
  'Product: decides the organization': '产品：决定属于哪个组织',
  'Your own lot number (GS1 AI 10)': '自己的批号（GS1 AI 10）',
  'Site where it is grown or made': '种植或制作的地点',
  'Base unit of the balance; the product’s when absent': '数量所用的计量单位；不填就用产品的',
  'For a mixed lot (a bin, a tank) into which many lots go: how what is drawn is told to come from them':
    '由许多批次混成的混合批次（料仓、储罐）填写：出库的货怎样算作来自各批',
  'Leaf hash of the opening entry, base64url.': '建立批次的条目的叶哈希，base64url。',
  'The log’s promise: a compact JWS by its key over leaf hash, log and the latest time of inclusion.':
    '日志回执，即日志的承诺：日志密钥签的紧凑格式 JWS，写明叶哈希、日志和最迟收入的时间。',
  'With `Prefer: wait=included`: the proof that the log holds the entry (C2SP tlog-proof); else null.':
    '用了 `Prefer: wait=included` 时：日志里有这个条目的证明（C2SP tlog-proof）；否则为 null。',
  'Event id, the idempotency key.': '事件号，也是幂等键。',
  'Said by the participant.': '由参与方写明。',
  'The service’s clock.': '以服务的时钟为准。',
  'What the rules found that rests on this entry; empty when nothing was. Null while it is not judged yet: the batch tells within seconds.':
    '规则依据这个条目发现了什么；没有发现时为空。还没有判定时为 null：几秒之内可在批次里看到。',
  'Leaf hash of the entry before. With it, whoever has the statement makes the entry and its leaf hash anew.':
    '前一条目的叶哈希。有了它，持有声明的人可以重新算出这个条目和它的叶哈希。',
  'Which member’s device signed it; null for everyone outside the organization that says it.':
    '由哪个成员的设备签名；对声明方以外的人为 null。',
  'Organization that says it: org/<uuid>.': '声明方：org/<uuid>。',
  'Fields of the kind that this reader may see.': '这种事件的字段，只列读者可以看到的。',
  'How it reads, in the reader’s language.': '写成一句话，用读者的语言。',
  'Photos and papers that it names.': '它所指的照片和单据。',
  'Of a shipment; null for others.': '发货才有；其他为 null。',
  'Null for who has left.': '已离开组织的为 null。',
  'The field, below `data` (RFC 6901).': '字段在 `data` 之内的位置（RFC 6901）。',
  'Which, below `data` (RFC 6901); null when that is not to be told, or not known any more.':
    '哪个字段，写在 `data` 之内的位置（RFC 6901）；不能告知或已无从知道时为 null。',
  '`private`: for others; `restricted`: erasure was asked for, or a correction took its place; `erased`: destroyed.':
    '`private`：只给别的读者看；`restricted`：已申请删除，或已更正；`erased`：已销毁。',
  'Who sees it: the organization that says it, regulators of the region, the other side of the trade.':
    '谁可以看：声明方、本地区的监管人员、交易对方。',
  '`missing`: the bytes have not come yet; `deleted`: they were taken out.':
    '`missing`：内容还没有传来；`deleted`：内容已删除。',
  'By what it is confirmed: a receipt of the consignee’s own, the code of its delivery note, both, nothing yet.':
    '由什么确认：收货方自己的收货记录、送货单上的码、两者都有，或还没有确认。',
  'Whether some of it is neither confirmed nor back.': '是否还有既没有确认、也没有退回的数量。',
  'In the reader’s language.': '用读者的语言。',
};
