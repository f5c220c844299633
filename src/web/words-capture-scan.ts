import type { Words } from '../gs1/words.js';

/** What the capture app says when it reads codes. */
export const captureScanWords = {
  title: { zh: '扫码', en: 'Scan' },
  batchHint: {
    zh: '对准标签或箱子上的码，认出批次后选要记什么。',
    en: 'Point at the code on a label or box. Once the batch is known, choose what to record on it.',
  },
  packageTitle: { zh: '扫包装上的码', en: 'Scan the code on the package' },
  packageHint: { zh: '对准瓶子或袋子上的追溯码。', en: 'Point at the trace code on the bottle or bag.' },
  camera: { zh: '相机画面', en: 'What the camera sees' },
  opening: { zh: '正在打开相机…', en: 'Opening the camera …' },
  looking: { zh: '正在找码…', en: 'Looking for a code …' },
  noCamera: {
    zh: '相机打不开：没有相机，或没有允许使用。可以选一张照片，或手工输入。',
    en: 'The camera does not open: there is none, or its use was not allowed. Choose a photo, or type the code.',
  },
  noDecoder: {
    zh: '读码的部件还不在手机里。请在有网络时打开一次“扫码”，或手工输入。',
    en: 'The part that reads codes is not on this phone yet. Open this screen once with a network, or type the code.',
  },
  photo: { zh: '从照片里读码', en: 'Read the code from a photo' },
  tooLarge: {
    zh: '这张照片有 {size}，太大，手机处理不了。请换一张小些的，或手工输入号码。',
    en: 'This photo has {size}, more than a phone can handle. Choose a smaller one, or type the number.',
  },
  notAPhoto: {
    zh: '选的文件不是照片。请选 JPEG 或 PNG 照片，或手工输入号码。',
    en: 'That file is no photo. Choose a JPEG or PNG photo, or type the number.',
  },
  broken: {
    zh: '这张照片打不开：文件坏了，或浏览器不认识它的格式（如 HEIC）。请重新拍一张，或手工输入号码。',
    en: 'This photo cannot be opened: the file is damaged, or of a format that this browser does not know (such as HEIC). Take it again, or type the number.',
  },
  noCode: {
    zh: '照片里没有读出码。请换一张清楚、平整的。',
    en: 'No code could be read in the photo. Take a clear one, with the code flat.',
  },
  byHand: { zh: '手工输入批次号或编号', en: 'Type the lot or the code' },
  codeByHand: { zh: '手工输入追溯码', en: 'Type the trace code' },
  find: { zh: '查找', en: 'Find' },
  read: { zh: '扫到的内容', en: 'What was read' },
  noBatch: {
    zh: '手机里没有这个码对应的开放批次。可能是别家的，或批次还没更新到手机里。',
    en: 'No open batch on this phone has this code. It may be of somebody else, or batches were not fetched since.',
  },
  whatToRecord: { zh: '要记什么', en: 'What to record' },
  again: { zh: '再扫一次', en: 'Scan again' },
  unitCode: { zh: '追溯码', en: 'Trace code' },
  registration: { zh: '登记证号', en: 'Registration number' },
  lastSix: {
    zh: '按农药码的编法，登记证号后六位应是 {digits}，请和标签对一下。',
    en: 'By the rules of pesticide codes the registration number ends in {digits}: compare with the label.',
  },
  nothingKnown: {
    zh: '里面没有认得出的追溯码。请照标签填写，不用猜。',
    en: 'There is no trace code in it that we know. Fill in what the label says; nothing is guessed.',
  },
  take: { zh: '填进表里', en: 'Take into the form' },
  backToForm: { zh: '回到表里', en: 'Back to the form' },
} as const satisfies Record<string, Words>;
