/** Label sets with their files, shipments and delivery notes. */
export const labels: Readonly<Record<string, string>> = {
  'Issue a label set against the balance': '签发一套标签，占用批次的可贴标量',
  'The same request had issued it before.': '同样的请求以前已经签发。',
  'Label sets of a batch, oldest first': '批次的各套标签，早的在前',
  'A label set and the states of its labels': '一套标签和每枚标签的状态',
  'The signed list of the set’s serials, to check small stickers offline (docs/spec/label.md)':
    '一套标签的签名序列号清单，用来离线核对小贴纸（docs/spec/label.md）',
  'A compact JWS (RFC 7515) by the label key.': '标签密钥签的紧凑格式 JWS（RFC 7515）。',
  'Labels as PDF, sheets or rolls, at true size': '标签 PDF，单张或卷纸，实际大小',
  'Void labels are left out.': '不含已作废的标签。',
  'Number of the first label; 1 without it': '第一枚标签的序号；不填就是 1',
  'Number of the last label, included; the last of the set without it':
    '最后一枚标签的序号，含这一枚；不填就到这套的最后一枚',
  'Language of the words on the label': '标签上文字的语言',
  '`certificate`: prints 承诺达标合格证 with the code, where the batch has such a certificate that holds today':
    '`certificate`：批次有今天有效的承诺达标合格证时，与码一起印出“承诺达标合格证”',
  'Moves everything right by so many mm, as read off the calibration page':
    '整体右移多少毫米，按校准页上的读数填写',
  'Moves everything down by so many mm, as read off the calibration page':
    '整体下移多少毫米，按校准页上的读数填写',
  'Label stock': '标签纸',
  'Place of the first label on the first sheet, row by row from 1: the ones before it are used up':
    '第一枚标签在第一张纸上的格位，从 1 起逐行数：前面的格子已经用掉',
  'Dots per inch of the printer: modules are whole dots; without it that of the printers the stock is made for':
    '打印机的每英寸点数：码的每小格是整数个点；不填就用这种标签纸所配打印机的点数',
  'The file, made while it is read.': '文件，边生成边发送。',
  'Labels as ZPL II for roll printers, each one bitmap': '标签 ZPL II，供卷纸打印机使用，每枚是一幅位图',
  'Dots per inch of the printer: modules are whole dots; without it 203':
    '打印机的每英寸点数：码的每小格是整数个点；不填就是 203',
  'Labels as CSV for print shops with templates of their own': '标签 CSV，供自有模板的印刷厂使用',
  'One label, its code, or the first sheet as SVG': '一枚标签、它的码或第一张纸，SVG',
  'Number of the label': '标签的序号',
  '`label`, `code`: as for PNG; `page`: the first sheet, from label `number` on, as a preview':
    '`label`、`code`：与 PNG 相同；`page`：从第 `number` 枚起的第一张纸，供预览',
  'Of a page: as for PDF': '整张纸才用：与 PDF 相同',
  'One label or its code as PNG': '一枚标签或它的码，PNG',
  '`label`: the label in its true size; `code`: the code alone with its quiet zone, for artwork of your own':
    '`label`：实际大小的标签；`code`：只有码和四周的静区，供自行设计时使用',
  'Dots per inch of the printer: modules are whole dots; without it 300':
    '打印机的每英寸点数：码的每小格是整数个点；不填就是 300',
  'Label stocks, and how well the codes of this set scan on each': '各种标签纸，以及这套码印在上面好不好扫',
  'Dots per inch of the printer: modules are whole dots; without it that of the printers each stock is made for':
    '打印机的每英寸点数：码的每小格是整数个点；不填就用每种标签纸所配打印机的点数',
  'Calibration page of a label stock: its corners, a ruler and the scales for the offset':
    '标签纸的校准页：四角、直尺和读偏移量的刻度',
  'How many labels': '标签枚数',
  'Net content of one unit': '每件净含量',
  '`signed` carries a signature in the code; `compact` is for small stickers and carries none':
    '`signed`：码里带签名；`compact`：供小贴纸使用，不带签名',
  'The certification whose mark the labels bear: the entry of the chain of the organization that grants it':
    '标签加施哪项认证的标志：组织的链上登记该认证的条目',
  'Number of the entry': '条目的序号',
  'Number of the entry that issued it.': '签发它的条目的序号。',
  'The service draws the codes and signs for the organization.': '由服务生成码，并替组织签名。',
  'RFC 6962 Merkle root over the codes, base64url.': '全部码的 RFC 6962 默克尔根，base64url。',
  'What the first label of the set carries in its code.': '这套第一枚标签的码里的内容。',
  'Every label of the set, in runs of one state.': '这套的全部标签，状态相同的连号合为一段。',
  'Number of the first label.': '第一枚标签的序号。',
  'Number of the last label, included.': '最后一枚标签的序号，含这一枚。',
  '`issued`: not on goods yet; `activated`: put on; `void`: never valid again, not printed.':
    '`issued`：还没有贴；`activated`：已贴；`void`：已作废，永远不再有效，也不再打印。',
  'Edge of a module of this set’s codes, in mm.': '这套码每小格的边长，毫米。',
  'Edge of the code with its quiet zone, in mm.': '码连同静区的边长，毫米。',
  '`green`: from 0.396 mm, phones and tills; `amber`: from 0.33 mm, phones, tills not assured; `red`: too fine or too large for the stock, not printed.':
    '`green`：0.396 毫米起，手机和收银台都适用；`amber`：0.33 毫米起，手机适用，收银台不保证；`red`：太细，或这种标签纸放不下，不能打印。',
  mm: '毫米',
  'Shipments of a batch, oldest first, with what is confirmed and what is open':
    '批次的发货，早的在前，写明已确认和待确认的数量',
  'Shipments addressed to an organization that wait for its confirmation': '发给一个组织、等它确认的货',
  'The organization that they are addressed to.': '收货的组织。',
  'Where the page begins: from the Link header of the page before.': '本页从哪里开始：取自上一页的 Link 头。',
  'A new delivery note of a shipment as PDF, one page A4': '一次发货的新送货单，PDF，一页 A4',
  'Each print draws a new code and voids the one before: it is in this answer alone. Whoever has it can confirm the shipment at `/d/<code>`.':
    '每次打印都生成新码，旧码作废：新码只出现在这次回答里。谁拿到它，谁就能在 `/d/<code>` 确认这次发货。',
  'The note.': '送货单。',
  'A new delivery note of a shipment as a page': '一次发货的新送货单，网页',
  'Withdraw the delivery note of a shipment: its code confirms nothing any more':
    '收回一次发货的送货单：上面的码不能再用来确认',
  'No code of the shipment confirms anything.': '这次发货没有可以用来确认的码了。',
  'Number of its entry.': '发货条目的序号。',
  'Leaf hash of its entry: a receipt names it.': '发货条目的叶哈希：收货记录要写明它。',
  'The organization that it is addressed to; null: a party outside the ledger.':
    '收货的组织；null 表示账本以外的收货方。',
  'Under way since: said by the shipper.': '从什么时候起在途：由发货方写明。',
  'Taken over, as far as somebody confirmed it.': '已收下的数量，以有人确认的为准。',
  'By what: a receipt on the consignee’s own chain, signed in its name, or the code of the delivery note, whoever had it.':
    '由什么确认：收货方自己链上以它的名义签名的收货记录，或送货单上的码（不论谁持有）。',
  'Came back, or comes back.': '已退回或正在退回。',
  'Neither confirmed nor back: frozen.': '既没有确认也没有退回：仍是在途量。',
  'What the shipper says of it now, with the private fields that are for the other side of the trade.':
    '发货方现在的记录，包括给交易对方看的非公开字段。',
};
