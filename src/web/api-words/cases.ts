/** Findings, inquiries into them, and figures. */
export const cases: Readonly<Record<string, string>> = {
  'What the rules found in the batches of your region, gravest and newest first':
    '规则在本辖区各批次发现的疑点，最严重的在前，同样严重的新的在前',
  '`new`: in force, and no authority looks into it. With one of the others also those that are in force no more. Without it all that are in force.':
    '`new`：现有的、还没有机关核查的。选其他状态时，也列出已不存在的。不填就是现有的全部。',
  'How grave they are.': '严重程度。',
  'Rule.': '规则编号。',
  'Whose batches; without it, all of your region.': '谁的批次；不填就是本辖区的全部。',
  'Read one with all its facts and the inquiry into it': '查看一条疑点，包括全部相关事实和核查经过',
  'Take a finding up, or give it to somebody else': '开始核查一条疑点，或改由别人核查',
  'Note what was found out': '记下核查情况',
  'End the inquiry: the finding is explained, or a case is filed': '结束核查：疑点已解释，或立案',
  'What became of the batches of your region, by the month in which they were opened':
    '本辖区各批次到现在怎么样了，按批次建立的月份统计',
  'First digits of the codes of the regions; without it, all that you watch over.':
    '行政区划代码的前几位；不填就是您负责的全部地区。',
  'This product alone, and what was made of it.': '只看这种产品，以及由它做成的。',
  'First month in which the batches were opened (Asia/Shanghai).': '批次建立的第一个月（Asia/Shanghai）。',
  'Last month; at most 24 in all.': '最后一个月；总共最多 24 个月。',
  '`csv`: the months alone, for a spreadsheet.': '`csv`：只有各月的数据，供电子表格使用。',
  'In the shape that was asked for.': '按请求的形式。',
  'Gravest first, then newest.': '最严重的在前，同样严重的新的在前。',
  'What clashes, in a sentence; null for one that is gone.': '一句话说明矛盾在哪里；疑点已不存在时为 null。',
  'When the last of the entries was recorded that it rests on.': '所依据的条目中最后一条的入账时间。',
  'False once the rule finds it no more, since the record was corrected or completed.':
    '记录更正或补充之后，规则不再得出它时为 false。',
  'The entry by which an authority lifted what follows from it.': '监管机构解除由它引起的冻结的条目。',
  'Whose batch.': '谁的批次。',
  'The authority that looks into it, or did last.': '正在核查或最近核查它的机关。',
  'All entries that it rests on.': '它所依据的全部条目。',
  'These entries, the first four in a list.': '这些条目的内容；在列表里只有前四条。',
  'Name of the product.': '产品名称。',
  'Number of the entry in the batch’s chain': '条目在批次的链上的序号',
  'Kind of event.': '事件种类。',
  'The kind in words.': '种类的名称。',
  'When it happened, as said.': '发生的时间，由声明方写明。',
  'When it was recorded.': '入账的时间。',
  'Who said it.': '谁说的。',
  'Oldest first; the last two hundred.': '早的在前；只列最近两百条。',
  'The authority that says so.': '记录这一步的机关。',
  'Account of who is to look into it; null where it was erased.': '负责核查的人的账号；已删除时为 null。',
  'What was found out, or why it ended; null where it was erased.':
    '核查情况，或结束的理由；已删除时为 null。',
  'Account of the official of your authority who is to look into it; your own without it.':
    '由本机关谁来核查，填此人的账号；不填就是您自己。',
  'What was found out, for officials of the region.': '核查情况，给本地区的监管人员看。',
  '`explained`: nothing is left to ask. `filed`: the authority files a case (立案).':
    '`explained`：已解释，没有要再问的。`filed`：机关立案。',
  'Why, for officials of the region.': '理由，给本地区的监管人员看。',
  'First digits of the codes of the regions.': '行政区划代码的前几位。',
  'By month, category and unit; months without batches are left out.':
    '按月份、类别和单位；没有批次的月份不列。',
  'Of one product; null without one.': '只查一种产品时才有；否则为 null。',
  'In which they were opened.': '批次在哪个月建立。',
  'Category of the product.': '产品类别。',
  'UN/CEFACT Recommendation 20, or our own code.': 'UN/CEFACT 第 20 号建议书的代码，或本服务自定的代码。',
  'Batches opened.': '建立的批次数。',
  'All that came into batches that were made from no other: harvested, or first recorded here.':
    '不由其他批次做成的批次的全部数量：采收的，或首次记在这里的。',
  'All that came into batches made from batches of the same holder.':
    '由同一持有者的批次做成的批次的全部数量。',
  'All that came into batches of which something was received from another holder.':
    '从别的持有者收过货的批次的全部数量。',
  'Still there.': '库存，还在的数量。',
  'Left the holder, on its way or delivered.': '已离开持有者，在途或已交付。',
  'Went into other batches.': '已投入其他批次。',
  'Booked as loss.': '记为损耗。',
  'Left, and is found in no other batch, nor on its way to a consignee of the ledger.':
    '已离开，在其他批次里找不到，也不在发往账本内收货方的途中：去向不明量。',
  'Labels issued for them.': '为它们签发的标签枚数。',
  'Of these, labels that were ever scanned.': '其中被扫过的标签枚数。',
  'Findings in force, by severity.': '现有的疑点数，按严重程度。',
  'Batches of which a recall was opened; rehearsals do not count.': '发起过召回的批次数；演练不算。',
  'False where there is more than was looked at.': '还有没算进去的时为 false。',
  'Batches held outside of these regions; what they hold is not told.':
    '由这些地区以外的持有者持有的批次数；其数量不列。',
  'Kind of organization.': '组织的类型。',
  'Batches.': '批次数。',
  'All that came into them. What goes from holder to holder is in each of them.':
    '进入这些批次的全部数量。从一家转到另一家的货，在两家里各算一次。',
  'Inspectors and regulators who act for your authority': '列出您所在监管机关的检查员和监管人员',
  'Of the account, as `assignee`.': '账号的编号，用作 `assignee`。',
  'For which region: the first digits of region codes, empty for the whole country.':
    '管辖的地区：行政区划代码的前几位，全国为空。',
  'Whether this is the one who asks.': '是否就是提问的人自己。',
};
