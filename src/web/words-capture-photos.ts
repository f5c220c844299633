import type { Words } from '../gs1/words.js';

/** What the capture app says of photos. */
export const capturePhotoWords = {
  title: { zh: '照片（可不拍）', en: 'Photos (optional)' },
  hint: {
    zh: '最多 {n} 张。照片会缩小，里面的拍摄地点等信息会去掉；别人从照片里认得出的人，先问过本人。',
    en: 'At most {n}. Photos are made smaller, and what is hidden in them, such as the place, is taken out. Ask people first who can be recognized.',
  },
  take: { zh: '拍照或选照片', en: 'Take or choose a photo' },
  shrinking: { zh: '正在缩小照片…', en: 'Making the photo smaller …' },
  photo: { zh: '第 {n} 张 · {size}', en: 'Photo {n} · {size}' },
  remove: { zh: '去掉第 {n} 张', en: 'Remove photo {n}' },
  tooLarge: {
    zh: '这张照片有 {size}，太大，手机处理不了，没有加上。请把相机调到 1200 万像素左右再拍，或换一张。填好的内容都还在。',
    en: 'This photo has {size}, more than a phone can handle, and was not added. Set the camera to about 12 megapixels and take it again, or choose another. What you filled in is still here.',
  },
  notAPhoto: {
    zh: '选的文件不是照片，没有加上。请选 JPEG 或 PNG 照片，或直接拍一张。填好的内容都还在。',
    en: 'That file is no photo and was not added. Choose a JPEG or PNG photo, or take one. What you filled in is still here.',
  },
  broken: {
    zh: '这张照片打不开：文件坏了，或浏览器不认识它的格式（如 HEIC），没有加上。请重新拍一张，或换一张。填好的内容都还在。',
    en: 'This photo cannot be opened and was not added: the file is damaged, or of a format that this browser does not know (such as HEIC). Take it again, or choose another. What you filled in is still here.',
  },
  full: {
    zh: '照片没有存上：手机空间不够。请腾出空间后再拍，或不带照片确认。填好的内容都还在。',
    en: 'The photo was not kept: the phone is full. Make room and take it again, or confirm without it. What you filled in is still here.',
  },
  sent: { zh: '照片 {sent}/{all} 已传', en: 'Photos: {sent} of {all} sent' },
  onPhone: { zh: '手机里还有 {size}', en: '{size} still on the phone' },
  afterText: { zh: '照片在记录入账后发送。', en: 'Photos are sent once the record is in the ledger.' },
  refusedPhoto: { zh: '有照片服务不收：{why}', en: 'The service does not take a photo: {why}' },
  waiting: { zh: '{n} 张照片未传', en: '{n} photos not sent yet' },
  forWifi: { zh: '等 Wi-Fi 再传', en: 'waiting for Wi-Fi' },
  byHand: { zh: '点“立即发送”才传', en: 'sent when you press “Send now”' },
  wifiOnly: { zh: '仅 Wi-Fi 传照片', en: 'Send photos over Wi-Fi only' },
  wifiUnknown: {
    zh: '这个浏览器不告诉我们用的是不是 Wi-Fi：打开后，照片只在点“立即发送”或“全部发送”时发送。',
    en: 'This browser does not tell whether it is on Wi-Fi: with this on, photos are sent only when you press “Send now” or “Send all”.',
  },
  exportWithout: {
    zh: '文件里没有照片：照片留在手机里，记录入账后从手机发送。',
    en: 'The file has no photos: they stay on this phone, which sends them once the record is in the ledger.',
  },
} as const satisfies Record<string, Words>;
