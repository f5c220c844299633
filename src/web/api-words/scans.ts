/** Scanned codes, and labels that were scanned unusually. */
export const scans: Readonly<Record<string, string>> = {
  'What is known about a scanned code: page, JSON or GS1 linkset by content negotiation':
    '所扫码的已知内容：按内容协商回答网页、JSON 或 GS1 链接集',
  'Key id and signature of a signed label.': '带签名的标签的密钥标识和签名。',
  'The page, the answer or the linkset.': '网页、JSON 回答或链接集。',
  'Verify a code read by a program': '核对程序读到的码',
  'The same answer as the JSON of a scan.': '与扫码的 JSON 回答相同。',
  'Counts a look at a code; the page asks for it as an image': '计一次扫码；网页以图片的形式请求它',
  'Labels that were scanned unusually, or before they were activated; newest first':
    '扫码情况不寻常，或启用之前就被扫过的标签；新的在前',
  'Whose labels; without it, those of every organization that the caller may oversee.':
    '谁的标签；不填就是调用者可以监督的所有组织的标签。',
  'Open or closed ones alone.': '只列未关闭的，或只列已关闭的。',
  'Read a warning': '查看一条扫码提醒',
  'Close a warning, with what was found out; the page of the label stays as it is':
    '关闭一条扫码提醒，写明查到了什么；标签的公开页面不变',
  'The script with which a page verifies its evidence in the browser': '网页在浏览器里核对证明文件用的脚本',
  'It is the record that was checked, not the goods.': '核对的是记录，不是产品本身。',
  'The one finding that decided the verdict.': '决定结论的那一条理由。',
  'The verdict in one sentence.': '用一句话说明结论。',
  'All ten, in one order.': '十项核对，次序固定。',
  'What the rules found in the record that a buyer should know, undecided and lifted ones included.':
    '规则在记录里发现的、购买者应当知道的内容，包括未能判定的和已解除的。',
  'The label that was scanned.': '所扫的标签。',
  'Inspections, certificates, recall, origin, harvest and how much the batch is, as far as they are on record.':
    '检测、合格证、召回、产地、采收和本批总量，以有记录的为限。',
  'Every entry in words, oldest first.': '每个条目用文字说明，早的在前。',
  'Batches this one was made from.': '本批次的来源批次。',
  'False when there are more origins than were followed.': '还有没追到的来源时为 false。',
  'Looks before this one. `pattern`: none, first (there was one), usual, unusual; `places` is given where it is what is unusual.':
    '此前的扫码。`pattern`：none（没有）、first（有过一次）、usual（平常）、unusual（不寻常）；因地区数不寻常时才给出 `places`。',
  'Where the record stands in the ledger: its last entry, and the place of that in the public log (from 0).':
    '记录在账本里的位置：最后一个条目，以及它的日志位置（从 0 数起）。',
  'Where the evidence is, on this host: what `furrow verify` checks offline.':
    '证明文件在本主机上的地址：`furrow verify` 离线核对的就是它。',
  'One sentence for readers.': '给读者的一句话。',
  '`unknown`: cannot be decided, and is no pass.': '`unknown`：未能判定，不算通过。',
  'The entry by which an authority lifted it.': '监管机构解除它的条目。',
  'What the code holds.': '码里的内容。',
  'Label set.': '哪一套标签。',
  'Number of the label in its set.': '标签在这套里的序号。',
  '`R80`: scanned before it was activated. `R81`: scanned as a copied label would be.':
    '`R80`：启用之前就被扫过。`R81`：扫码情况像被复制的标签。',
  'The same in words.': '同样的内容，用文字说明。',
  'When it was noticed.': '发现的时间。',
  'Day of the figures.': '数字截至哪一天。',
  'Scans by then.': '到那时的扫码次数。',
  'Networks they came from, as far as they were told apart.': '扫码来自多少个网络，以能区分的为限。',
  'Provinces they came from, all other countries as one; 0 where nobody said.':
    '扫码来自多少个省，境外合计为一个；没有来源信息时为 0。',
  'Why it was closed.': '关闭的理由。',
  'What was found out. No personal data.': '查到了什么。不要写个人信息。',
};
