import type { Words } from '../gs1/words.js';

/** What stands on the chain of a batch, by kind: the words of src/events/kinds, which browsers do not load. */
export const kindWords: Readonly<Record<string, Words>> = {
  opening: { zh: '建立批次', en: 'Batch opened' },
  input: { zh: '投入品使用', en: 'Input used' },
  harvest: { zh: '采收', en: 'Harvest' },
  processing: { zh: '加工', en: 'Processing' },
  storage: { zh: '储存', en: 'Storage' },
  sample: { zh: '抽样', en: 'Sample' },
  inspection: { zh: '检验检测', en: 'Inspection' },
  objection: { zh: '检测异议', en: 'Objection' },
  certificate: { zh: '证书', en: 'Certificate' },
  label: { zh: '标签', en: 'Labels' },
  shipment: { zh: '发货', en: 'Shipment' },
  receipt: { zh: '收货', en: 'Receipt' },
  return: { zh: '退回', en: 'Return' },
  delivery: { zh: '送货单确认', en: 'Delivery note confirmed' },
  hold: { zh: '冻结', en: 'Hold' },
  release: { zh: '解除冻结', en: 'Release' },
  case: { zh: '疑点核查', en: 'Inquiry' },
  recall: { zh: '召回', en: 'Recall' },
  'recall-withdrawn': { zh: '解除召回', en: 'Recall withdrawn' },
  correction: { zh: '更正', en: 'Correction' },
};
