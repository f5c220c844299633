/** Checks of all chains, and exports. */
export const audit: Readonly<Record<string, string>> = {
  'Order a file with data of your region; it is made in the background': '导出本辖区资料的文件，在后台生成',
  'The same file had been ordered before.': '同样的文件以前已经要求导出。',
  'Exports of your region, newest first': '本辖区的导出，新的在前',
  'How far an export is, and who took its file': '导出进行到哪一步，谁取走了文件',
  'The file of an export; that you took it is noted': '导出的文件；谁取走会记下来',
  'A table for spreadsheets, or an archive of evidence files.': '供电子表格使用的表，或证明文件的归档包。',
  '`regulator-table`: all batches; `trace-table`: one batch traced; `evidence`: to check offline.':
    '`regulator-table`：全部批次；`trace-table`：一个批次的追溯；`evidence`：供离线核对的证明文件。',
  'Of `regulator-table`: only batches of this organization.': '`regulator-table` 用：只要这个组织的批次。',
  'Of `trace-table`: the batch': '`trace-table` 用：批次',
  'Of `trace-table`: what it was made from, or what was made of it; `backward` unless told.':
    '`trace-table` 用：由什么做成，或做成了什么；不填就是 `backward`。',
  'Of `evidence`: the batches': '`evidence` 用：各批次',
  'How a table is written; `csv` unless told. Evidence is a `tar` of JSON files.':
    '表的文件格式；不填就是 `csv`。证明文件是 JSON 文件打成的 `tar`。',
  'Of a trace.': '追溯才有。',
  'How the file is written.': '文件格式。',
  'Why there is no file: `interrupted` and `not-in-log` may be asked for again.':
    '为什么没有文件：`interrupted` 和 `not-in-log` 可以重新导出。',
  'Who asked for it.': '要求导出的人。',
  'Null unless it is ready.': '做好之前为 null。',
  'When the file is removed.': '文件删除的时间。',
  'Newest first, 50 at most.': '新的在前，最多 50 次。',
  'What the person is called; for themselves and those of the body they acted for.':
    '此人的称呼；只给本人和其所代表机构的人看。',
  'Bytes.': '字节数。',
  'SHA-256 of the file, hex, as `sha256sum` says it.':
    '文件的 SHA-256，十六进制，与 `sha256sum` 的结果相同。',
  'Rows of a table, files of a bundle.': '表的行数，或归档包里的文件数。',
  'False when there is more than one file may hold.': '内容超出一个文件的上限时为 false。',
  'Newest first.': '新的在前。',
  'Check all chains from the stored bytes again, in the background': '从保存的字节重新核对全部链，在后台进行',
  'One is under way already: this one.': '已有一次核对正在进行，就是这一次。',
  'Checks of all chains, newest first': '对全部链的核对，新的在前',
  'How far a check is and what it found; as server-sent events where these are asked for':
    '核对进行到哪里、发现了什么；也可以用服务器推送事件（SSE）的形式',
  'Each event is named after the state and has the same JSON; the stream ends with the check.':
    '每个推送事件以状态命名，JSON 相同；核对结束，推送也结束。',
  'What a check found, signed with the key of the log (docs/audit.md)':
    '核对的结果，用日志密钥签名（docs/audit.md）',
  'A compact JWS.': '紧凑格式的 JWS。',
  'Chains of your region with what the newest check found of each':
    '本辖区的链，以及最近一次核对对每条的结果',
  'Only chains of this state.': '只列这种状态的链。',
  'Only chains of this organization.': '只列这个组织的链。',
  '`interrupted`: it did not come to its end, and has found nothing.':
    '`interrupted`：没有做完，没有得出结果。',
  'Entries of the log up to the checkpoint.': '到检查点为止的日志条目数。',
  'How many of those were read.': '其中已读多少条。',
  'The signed checkpoint that it checks up to (C2SP tlog-checkpoint).':
    '核对到哪个签名的检查点为止（C2SP tlog-checkpoint）。',
  'Of your region; null until it has ended.': '本辖区的数字；结束之前为 null。',
  'What is wrong with the log itself.': '日志本身的问题。',
  'Chains that were checked.': '核对过的链数。',
  'Entries that were checked and are sound.': '核对过且没有问题的条目数。',
  'Chains without a fault.': '没有问题的链数。',
  'Chains with one.': '有问题的链数。',
  'The reason in words.': '原因，用文字说明。',
  'What it must be.': '应为什么。',
  'Newest first; thirty are kept.': '新的在前；保留三十次。',
  'In the order of the log: the first is often the cause. 200 at most.':
    '按日志先后排列，最前面的往往是原因。最多 200 条。',
  'The chain, as entries name it.': '链的名称，与条目里写的相同。',
  'Whose chain it is.': '谁的链。',
  'Null for the chain of an organization.': '组织的链为 null。',
  'Entries by now.': '现有的条目数。',
  'Leaf hash of the last entry, base64url.': '最后一个条目的叶哈希，base64url。',
  'When the last entry was recorded.': '最后一个条目的入账时间。',
  '`unchecked`: opened after the newest check.': '`unchecked`：在最近一次核对之后才建立。',
  'Lot number.': '批号。',
  'Entries that are sound, from the first on.': '从第一条起连续没有问题的条目数。',
  'Number of the first entry that is wrong.': '第一个有问题的条目的序号。',
  'Its index in the log.': '它的日志位置。',
  'What it must be: hashes in base64, as the log has them.': '应为什么：哈希用 base64，与日志里的写法相同。',
  'Null when the entry cannot be read any more.': '条目已经读不出时为 null。',
  'Where the evidence of the batch is; null for the chain of an organization.':
    '批次的证明文件的地址；组织的链为 null。',
  'Name of the organization; null beyond your region.': '组织名称；不在本辖区时为 null。',
  'Thumbprint of the signing key (RFC 7638).': '签名密钥的指纹（RFC 7638）。',
  'Whether it is a key of their own device, or one that the service holds for them.':
    '是本人设备里的密钥，还是服务代管的密钥。',
  'Kind of the statement.': '声明的种类。',
  'Whether the statement in the entry as it is now is signed by that key; null where the log has no such key, or the check was made before this was told.':
    '条目里现在的声明是不是那把密钥签的；日志里没有这把密钥，或核对是在有这一项之前做的，为 null。',
  'By organization.': '按组织排列。',
};
