/** Recalls with their notices and webhooks, and traces. */
export const recalls: Readonly<Record<string, string>> = {
  'Recall batches of your organization or region, or rehearse it': '召回本组织或本辖区的批次，或演练召回',
  'The same recall had been recorded before.': '同样的召回以前已经记录。',
  'Recalls of an organization, or all that you may see, newest first':
    '一个组织的召回，或您可以查看的全部召回，新的在前',
  'Recalls of whose batches; without it, all that you may see.': '召回谁的批次；不填就是您可以查看的全部。',
  'Everything that a recall reaches: batches, holders, quantities, labels':
    '召回涉及的一切：批次、持有者、数量、标签',
  'Withdraw a recall, by who opened it': '解除召回，由发起方操作',
  'Which batches of an organization are recalled, and what to do; newest first':
    '一个组织有哪些批次被召回、该怎么办；新的在前',
  'Who was told.': '通知了谁。',
  'Acknowledge a notice; the first time stays': '知悉召回通知；以第一次的时间为准',
  'Have recall notices sent to an address, signed': '设置接收召回通知的地址，通知带签名',
  'Where recall notices are sent': '召回通知发到哪里',
  'Have recall notices sent nowhere any more': '不再发送召回通知',
  'Suspect batches, of one organization or of your region': '涉嫌批次，须属于同一组织或在您的辖区内',
  'Why, in plain words; anyone may read it': '原因，用大家看得懂的话写；任何人都可以看到',
  'What whoever has it should do': '拿到货的人该怎么办',
  'Whom to call; a mobile number only masked': '联系电话；手机号须遮住一部分',
  'A rehearsal: found and timed like a recall; nothing is stopped, nobody is told, the public sees nothing.':
    '演练：照召回那样查找和计时；不停货，不通知任何人，公众看不到。',
  'Every suspect batch with its entry.': '每个涉嫌批次和它的召回条目。',
  'Number of the entry in its chain.': '条目在它的链上的序号。',
  'Leaf hash of the entry.': '条目的叶哈希。',
  'Who opened it, and alone withdraws it.': '发起方；只有它可以解除。',
  '`withdrawn`: for every suspect batch.': '`withdrawn`：所有涉嫌批次都已解除。',
  'False when it reaches more than is followed, or entries are missing.':
    '涉及的范围超出追踪的上限，或有条目缺失时为 false。',
  'The holder.': '持有者。',
  'When the batch was opened.': '批次建立的时间。',
  'How many steps from a suspect batch, which is 0.': '距涉嫌批次几步；涉嫌批次本身为 0。',
  'Null where it is not yours to know.': '不对您公开时为 null。',
  'How much of that batch, in its unit; null when it cannot be told.':
    '用了那个批次多少，按它的单位；无法判断时为 null。',
  'What lies on the batch itself, as in a trace.': '批次自身停下的原因，与追溯中的相同。',
  'Label sets, their labels counted by state.': '各套标签，按状态统计枚数。',
  'Here.': '还在持有者手里。',
  'Shipped to organizations of the ledger, and not confirmed.': '已发给账本里的组织，还没有确认。',
  'Found again in other batches.': '在别的批次里找到。',
  'Decimal string in `unit`.': '十进制字符串，单位见 `unit`。',
  'Left the ledger, or went into nothing that is recorded: to be asked for.':
    '离开了账本，或没有记录用到了哪里：去向要查问。',
  'County (GB/T 2260).': '县级行政区划代码（GB/T 2260）。',
  'For authorities of its region; null for others.': '只给所在地区的监管人员；其他人为 null。',
  'Notices, earliest first; none for who recalls, and of a rehearsal.':
    '通知，早的在前；召回方自己和演练没有通知。',
  '`none`: the holder has no webhook.': '`none`：持有者没有设置 webhook。',
  'Of the last attempt.': '最近一次尝试的结果。',
  'All batches reached, listed or not.': '涉及的全部批次，不论是否列出。',
  'All holders, listed or not.': '全部持有者，不论是否列出。',
  'Holders that were told and have not answered.': '已通知、还没有回复的持有者。',
  'Places of its batches, to the county.': '它的批次所在的地方，到区县为止。',
  'Places of all batches reached, to the county.': '追到的全部批次所在的地方，到区县为止。',
  'Counties of all holders.': '全部持有者所在的区县。',
  'Of the batches listed with their detail.': '只合计列出详情的批次。',
  'When all that it reaches was found first.': '第一次找全涉及范围的时间。',
  'From opening to then, in milliseconds.': '从发起到那时，毫秒。',
  'How long this list took, in milliseconds.': '这次列出用了多久，毫秒。',
  'Why; anyone may read it': '原因；任何人都可以看到',
  'The entries that withdraw it.': '解除召回的条目。',
  'Who recalls.': '召回方。',
  'The holder’s batches that it is about.': '通知所说的、持有者的批次。',
  'When it was acknowledged first.': '第一次知悉的时间。',
  'An https address in the public internet that takes recall notices.': '公网上接收召回通知的 https 地址。',
  'What messages are signed with (Standard Webhooks): shown here and never again.':
    '给消息签名的密钥（Standard Webhooks）：只在这里显示，以后不再显示。',
  'What a batch was made from, or what was made of it and where that went':
    '批次由什么做成，或做成了什么、去了哪里',
  'Who sees what of it: docs/trace.md.': '谁能看到哪些内容：见 docs/trace.md。',
  '`backward`: what it was made from; `forward`: what was made of it, and where that is.':
    '`backward`：由什么做成；`forward`：做成了什么，现在在哪里。',
  'Levels away from the batch.': '离该批次最多几层。',
  'Nodes in all; five links are followed for each at most.': '节点总数；每个节点最多沿五条联系往下追。',
  '`table`: a row a link, as JSON; `csv`: the same for a spreadsheet.':
    '`table`：每条联系一行，JSON；`csv`：同样的内容，供电子表格使用。',
  'The same for the authorities of the region: every batch, holder, consignee and label':
    '供本地区的监管人员使用：全部批次、持有者、收货方和标签',
  'False: there is more than depth and limit let in.': 'false：还有更多，超出了 depth 和 limit。',
  'Nearest first; the first is the batch itself.': '近的在前；第一个是批次本身。',
  'Whose batches these are.': '这些批次属于谁。',
  'Backward: batches with a harvest or nothing before them, and those where the walk stopped. With `unknown` they sum to exactly `whole`.':
    '向来源追溯：有采收、或前面再没有批次的批次，以及追到那里停下的批次。加上 `unknown` 正好等于 `whole`。',
  'Backward: what is divided among the origins.': '向来源追溯：分摊到各来源的总量。',
  'Backward: what of the whole cannot be told to come from anywhere.':
    '向来源追溯：总量中说不清来自哪里的部分。',
  'Backward: what the batch may claim, which is what all that it was made from may, and its own (R45). Null: not judged yet, or not asked for.':
    '向来源追溯：批次可以作的认证声明，须全部来源都可以作，并且它自己也有（R45）。null：还没有判定，或没有查询。',
  'Forward: shipments of these batches, also those that nobody has received.':
    '向去向追溯：这些批次的发货，包括没有人收货的。',
  'Forward: label sets of these batches.': '向去向追溯：这些批次的各套标签。',
  'The batch, and within a mixed lot the entry that is followed: `<batch>/<seq>`.':
    '批次；混合批次里还有所追的条目：`<batch>/<seq>`。',
  'Steps away from the batch that was asked for.': '离所查批次几步。',
  'Of a mixed lot.': '混合批次才有。',
  'Of a mixed lot the entry of its chain that drew (backward) or added (forward) what is followed; 0: made for it and not yet credited.':
    '混合批次才有：在它的链上，使所追的货出库（向来源）或入库（向去向）的条目；0 表示为它做成、还没有入库。',
  'Null when it is not for you.': '不对您公开时为 null。',
  'What of it is free now. Null when it is not for you.': '现在可用的数量。不对您公开时为 null。',
  'What it may claim: certificate types; of a mixed lot what the draw that is followed may. Null: not judged yet.':
    '可以作的认证声明：证书种类；混合批次以所追的那次出库为准。null：还没有判定。',
  'What lies on the batch itself: a hold, a recall, what a rule found. What lies on a batch that it was made from is told of that one. Null when it is not for you.':
    '批次自身停下的原因：冻结、召回、规则发现的问题。来源批次上的原因写在来源批次那里。不对您公开时为 null。',
  '`open`: all links behind it are here. `not-followed`: depth or limit ended the walk. `not-told`: what lies behind is the trade of others.':
    '`open`：它后面的联系都在这里。`not-followed`：因 depth 或 limit 停在这里。`not-told`：再往后是别人的交易。',
  'Away from the batch that was asked for.': '离开所查批次方向上的联系。',
  'Key of the node.': '节点的 key。',
  'The entry that says so.': '写明这一点的条目。',
  'What of the earlier batch went in, in its unit. Null: units cannot be compared, or it is not for you.':
    '前一批次投入了多少，按它的单位。null：单位不能换算，或不对您公开。',
  'What of the later batch came of it, in its unit. Null as for `taken`.':
    '后一批次由此得到多少，按它的单位。null 的含义与 `taken` 相同。',
  'Whose chain it is on.': '在哪个批次的链上。',
  'Batches of it among the nodes.': '节点中属于它的批次。',
  'How much of the batch that was asked for comes from it.': '所查批次中有多少来自它。',
  'The shipment.': '发货条目。',
  'Null: a party outside the ledger.': 'null：账本以外的收货方。',
  'On its way, or never confirmed.': '在途，或一直没有确认。',
  'The label set.': '哪一套标签。',
  'Labels by state. Null: too many in one answer to be counted.':
    '按状态统计的标签枚数。null：一次回答里太多，没有统计。',
  'The batch one step nearer; null for the first row.': '离所查批次近一步的批次；第一行为 null。',
  'The entry that says so: `<batch> <seq>`.': '写明这一点的条目：`<batch> <seq>`。',
  'Of an origin its share of the whole, at its first row.':
    '来源批次才有：它在总量中的份额，只写在它的第一行。',
};
