import type { Words } from '../gs1/words.js';

/** What the console says of reference lists and of publishing one. Braces hold figures. */
export const listWords = {
  title: { zh: '参考清单', en: 'Reference lists' },
  what: {
    zh: '系统判断记录时参照的清单：安全间隔期、禁限用农药、残留限量等。每次发布一个完整的新版本，旧版本不会改动；记录按当时已发布的版本判断。',
    en: 'What records are judged by: intervals before harvest, banned pesticides, residue limits and the like. Each version is published as a whole and never changed; a record is judged by what was published by then.',
  },
  list: { zh: '清单', en: 'List' },
  newest: { zh: '最新版本', en: 'Newest version' },
  noneYet: { zh: '还没有发布过', en: 'none yet' },
  number: { zh: '版本', en: 'Version' },
  version: { zh: '第 {n} 版', en: 'Version {n}' },
  versions: { zh: '发布过的版本', en: 'Published versions' },
  rows: { zh: '行数', en: 'Rows' },
  source: { zh: '出处', en: 'Source' },
  publishedAt: { zh: '发布', en: 'Published' },
  content: { zh: '内容', en: 'Content' },
  see: { zh: '查看', en: 'See it' },
  publish: { zh: '发布新版本', en: 'Publish a version' },
  publishNumber: { zh: '将要发布的是第 {n} 版。', en: 'It will be version {n}.' },
  publishWhat: {
    zh: '文件要包含整个清单，不只是改动的部分。发布之后不能修改也不能撤回，只能再发布一版；此后按新版本判断。发布会写进服务运营方的账本。',
    en: 'The file has the whole list, not only what is new. What is published cannot be changed or taken back, only followed by another version; records are judged by it from then on. It is stated in the ledger of the operator.',
  },
  sourceAsked: { zh: '清单从哪里来', en: 'Where the list is from' },
  sourceHint: {
    zh: '所有人都看得到。例如：农药登记标签，2026年10月整理。',
    en: 'Everyone can read it. For example: pesticide labels as registered, gathered in October 2026.',
  },
  file: { zh: '文件', en: 'File' },
  fileHint: {
    zh: 'CSV（UTF-8，第一行是列名）或 JSON，JSON 写成 {"rows": […]}，最多 10 万行、8 MiB。表格软件请另存为“CSV UTF-8”。',
    en: 'CSV (UTF-8, the first line names the columns) or JSON as {"rows": […]}, at most 100,000 rows and 8 MiB. From a spreadsheet save as “CSV UTF-8”.',
  },
  noFile: { zh: '没有可以发送的文件', en: 'There is no file to send' },
  chooseFile: { zh: '请选一个 .csv 或 .json 文件。', en: 'Choose a .csv or .json file.' },
  fileChanged: {
    zh: '文件在选好以后改过或移走了，请重新选一次。',
    en: 'The file was changed or moved after you chose it: choose it once more.',
  },
  perhapsDone: {
    zh: '没有收到回答，也许已经发布了。出处和文件都不改，再发一次：同样的内容只算一版。',
    en: 'No answer came: it may be published. Send it once more with source and file as they are; the same is one version.',
  },
  refusals: { zh: '文件里要改的地方', en: 'What is wrong in the file' },
  where: { zh: '哪里', en: 'Where' },
  row: { zh: '第 {n} 行（不算列名）', en: 'Row {n} (column names not counted)' },
  column: { zh: '哪一列', en: 'Column' },
  columnAt: { zh: '第 {n} 列', en: 'column {n}' },
  why: { zh: '怎么了', en: 'What is wrong' },
  someOnly: {
    zh: '没有全部列出，改好这些再发一次。',
    en: 'There may be more: put these right and send it again.',
  },
  done: { zh: '第 {n} 版已发布，共 {rows} 行。', en: 'Version {n} is published, with {rows} rows.' },
  back: { zh: '返回参考清单', en: 'Back to the reference lists' },
} as const satisfies Readonly<Record<string, Words>>;
