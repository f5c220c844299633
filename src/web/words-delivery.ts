import type { Words } from '../gs1/words.js';

/** Everything the pages of a delivery say themselves. Braces hold figures. */
export const deliveryWords = {
  title: { zh: '确认收货', en: 'Confirm the delivery' },
  what: {
    zh: '持有送货单上的码，就可以替收货方确认。确认后记入账本，不能再改。',
    en: 'Whoever has the code on the delivery note can confirm for the receiver. It goes into the ledger and cannot be changed.',
  },
  sent: { zh: '发来的货', en: 'What was sent' },
  product: { zh: '产品', en: 'Product' },
  lot: { zh: '批号', en: 'Lot' },
  shipper: { zh: '发货方', en: 'Shipped by' },
  quantity: { zh: '发货数量', en: 'Quantity' },
  open: { zh: '待确认', en: 'To be confirmed' },
  from: { zh: '发货地', en: 'From' },
  to: { zh: '收货地', en: 'To' },
  consignee: { zh: '收货方', en: 'Receiver' },
  shippedAt: { zh: '发货时间', en: 'Shipped' },
  documents: { zh: '随货单据', en: 'Documents' },
  record: { zh: '这批货的记录', en: 'The record of this batch' },
  taken: { zh: '收下的数量', en: 'Quantity taken over' },
  takenHint: { zh: '实际收下多少就填多少，没有收下填 0。', en: 'What was really taken over; 0 for nothing.' },
  back: { zh: '退回的数量', en: 'Quantity sent back' },
  backHint: { zh: '没有退回就不填。', en: 'Leave empty when nothing goes back.' },
  reason: { zh: '退回原因', en: 'Why it goes back' },
  missing: { zh: '没有到的数量', en: 'Quantity that did not arrive' },
  missingHint: { zh: '少了多少。都到了就不填。', en: 'How much is missing; empty when all arrived.' },
  unit: { zh: '单位', en: 'Unit' },
  receiver: { zh: '收货人姓名（可不填）', en: 'Name of who takes over (optional)' },
  receiverHint: {
    zh: '不公开，加密保存，只有监管部门依职权可以查看。',
    en: 'Not public: kept sealed, for the regulator only.',
  },
  confirm: { zh: '确认，记入账本', en: 'Confirm, into the ledger' },
  fault: { zh: '请先改正：', en: 'Please correct: ' },
  moved: {
    zh: '刚才又有一部分被退回或确认，待确认的数量变了。请核对后再确认。',
    en: 'Some of it was just returned or confirmed, so that less is open. Check and confirm again.',
  },
  said: { zh: '已确认', en: 'Confirmed' },
  saidOther: { zh: '这张送货单已经确认过，内容不同', en: 'Something else was confirmed before' },
  saidOtherWhat: {
    zh: '一张送货单只能确认一次，下面是先前确认的内容。有出入请联系发货方。',
    en: 'A delivery note is confirmed once. Below is what was said first. Tell the shipper if it is wrong.',
  },
  strength: {
    zh: '这是凭送货单码的确认，由本平台作证签名；没有核实是谁，不等于收货方的签名。',
    en: 'Confirmed with the code of the delivery note, and signed by this service as the witness. Who it was is not verified: it is not the receiver’s signature.',
  },
  recorded: { zh: '记入账本', en: 'Recorded' },
  entry: { zh: '第 {seq} 条记录', en: 'Entry {seq}' },
  left: { zh: '还有 {amount} 没有人确认。', en: '{amount} is not confirmed by anybody.' },
  unknownTitle: { zh: '这个码现在不能用来确认', en: 'This code confirms nothing now' },
  unknown: {
    zh: '可能抄错了，或者已过期、已换新的送货单、这次发货已经结清。请核对送货单，或联系发货方。',
    en: 'It may be mistyped, out of date, replaced by a newer note, or the shipment is settled. Compare it with the note, or ask the shipper.',
  },
  typeTitle: { zh: '输入送货单上的码', en: 'Type the code of the delivery note' },
  typeHint: {
    zh: '17 个字母和数字，空格可以不输，大小写都可以。',
    en: '17 letters and digits; spaces and case do not matter.',
  },
  typeCode: { zh: '送货单码', en: 'Code of the note' },
  next: { zh: '下一步', en: 'Next' },
  slip: {
    zh: '这个码写得不对，请对照送货单再输一次。',
    en: 'This is not how a code is written: compare it with the note.',
  },
  noteTitle: { zh: '送货单', en: 'Delivery note' },
  noteToDo: {
    zh: '收货后请扫码，或打开 {place} 输入下面的码，填写收下和退回的数量。不用登录。',
    en: 'When the goods are there, scan the code or type it at {place}, and say how much was taken over and sent back. No login.',
  },
  noteSecret: {
    zh: '谁拿到这个码，谁就能确认，请随货交给收货方。重新打印后，旧码作废。',
    en: 'Whoever has this code can confirm: hand it over with the goods. A new print makes this code void.',
  },
  noteUntil: { zh: '此码有效至', en: 'The code is valid until' },
} as const satisfies Record<string, Words>;

export type DeliveryWord = keyof typeof deliveryWords;
