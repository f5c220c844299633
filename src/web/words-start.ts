import type { Words } from '../gs1/words.js';

/** What the start page says of the demo, and how to leave it. */
export const startWords = {
  logins: { zh: '登录看看', en: 'Sign in and look around' },
  loginsWhat: {
    zh: '三个演示账号，记录和改动都只在演示数据里：',
    en: 'Three demo accounts; whatever you record stays in the demo data:',
  },
  filledIn: {
    zh: '账号和密码会替您填好，再按一次“登录”就进去了。',
    en: 'Login and password are filled in for you; one press on “Sign in” and you are in.',
  },
  login: { zh: '账号', en: 'Login' },
  password: { zh: '密码', en: 'Password' },
  passwordElsewhere: {
    zh: '见启动时的终端，或数据目录里的 demo.json',
    en: 'on the terminal at the start, or in demo.json in the data directory',
  },
  signIn: { zh: '去登录', en: 'Sign in' },
  farmer: { zh: '农户', en: 'Farmer' },
  farmerDoes: {
    zh: '在手机上记用药、采收、发货，没有网络也能记。',
    en: 'Records inputs, harvests and shipments on a phone, with or without a network.',
  },
  cooperative: { zh: '合作社', en: 'Cooperative' },
  cooperativeDoes: {
    zh: '看批次和存量，管成员和产品，打标签，开合格证。',
    en: 'Looks after batches and stock, members and products, labels and certificates.',
  },
  regulator: { zh: '监管', en: 'Regulator' },
  regulatorDoes: {
    zh: '看各家的记录，核查日志，追踪召回，处理异常。',
    en: 'Looks into everybody’s records, checks the log, follows recalls, handles what stands out.',
  },
  altered: { zh: '看一份被改过的记录怎样被发现', en: 'See how an altered record is caught' },
  alteredWhat: {
    zh: '同一批苹果的证明文件，只改了一个数字。',
    en: 'The evidence of the same apples with one digit changed.',
  },
  begin: { zh: '清空并开始', en: 'Empty and begin' },
  beginWhat: {
    zh: '试好了，要记真的数据：停止服务，在它的目录里运行下面两条。第一条把演示数据整个收进数据目录下的一个文件夹（不删除），并换一个新的日志名；第二条启动一个空的服务，给出管理员的密码。',
    en: 'When you are done trying and want to record in earnest: stop the service and run these two lines in its folder. The first puts all demo data aside into a folder of the data directory (nothing is deleted) and gives the log a new name; the second starts an empty service and names the admin’s password.',
  },
  beginWhy: {
    zh: '网页上没有这个按钮：能停下服务的人才该做这件事。',
    en: 'There is no such button on a page: it is for whoever may stop the service.',
  },
} as const satisfies Record<string, Words>;
