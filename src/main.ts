#!/usr/bin/env node
import { loadBeginning } from './config/begun.js';
import { loadConfig } from './config/config.js';
import { loadKeyChange } from './config/key-change.js';
import { ConfigError } from './config/settings.js';
import { EmbeddedFault } from './database/embedded-fault.js';

const usage = `furrow serve [--no-demo]   运行服务 · runs the service
furrow migrate             升级数据库结构 · brings the database to the newest schema
furrow rebuild [--check] [--json]
                           由原始记录重建派生数据；--check 只比对 · rebuilds what follows from the entries; --check only compares
furrow rotate-master-key [--json]
                           更换主密钥，需先停止服务 · seals all secrets under a new master key; services must be stopped
furrow witness --dir <目录 directory> [--listen 127.0.0.1:7380] [--name <名称 name>]
    [--log "<vkey> [<origin>]"]… [--json]
                           运行见证服务，为日志的检查点联署 · runs a witness, which cosigns the checkpoints of logs
furrow verify <证明文件或网址 evidence.json or URL> --trust <trust.json> [--code <追溯码 code>] [--json]
                           离线核对一个批次的证明文件 · checks the evidence of a batch offline
                           0 通过 good · 2 不成立 tampered or invalid · 3 没能确定 could not check
furrow audit <日志网址或目录 log URL or directory> --trust trust.json [--since <检查点 checkpoint>]
    [--state <文件 file>] [--evidence <目录 directory>] [--token <令牌 token>] [--json]
                           核查整个日志 · follows a log and checks everything in it
furrow export <目录 directory>
                           导出冻结的日志，不需要服务即可核查 · the log as files that verify without the service
furrow import-list <清单 list> <文件 file.csv|file.json> --version <n> --source <出处 source> --token-file <文件 file>
    [--url http://localhost:3000] [--signature <文件 file>] [--json]
                           发布参考清单的下一版 · publishes the next version of a reference list
                           0 已发布 published · 2 被拒绝 refused · 3 没能确定 could not find out
furrow begin [--yes]       收起演示数据（不删除），从空白开始；须先停止服务 · puts the demo aside (nothing is deleted) and begins empty; stop the service first
furrow rotate-log-key [--origin <名称 name>]
                           更换日志密钥，由新的日志接续；须先停止服务 · replaces the key of the log, a new log goes on with its tree; stop the service first
furrow help                显示本说明 · prints this

设置用环境变量，见 README · set by environment variables: see README`;
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  serve: ['--no-demo'],
  rebuild: ['--check', '--json'],
  'rotate-master-key': ['--json'],
};
const helpWords = ['help', '--help', '-h'];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

// The service is loaded when it is asked for: help and a bad configuration are answered at once.

/** Commands that read their options themselves. */
const withOwnOptions: Readonly<Record<string, (options: readonly string[]) => Promise<void>>> = {
  witness: async (options) => {
    const { witness } = await import('./cli/witness.js');
    await witness(options, say);
  },
  verify: async (options) => {
    const { verify } = await import('./cli/verify.js');
    process.exitCode = await verify(options, say);
  },
  begin: async (options) => {
    const settings = loadBeginning();
    const { begin } = await import('./cli/begin.js');
    await begin(settings, options, say);
  },
  'rotate-log-key': async (options) => {
    const { rotateLogKey } = await import('./cli/rotate-log-key.js');
    await rotateLogKey(loadConfig(), options, say);
  },
  'import-list': async (options) => {
    const { importList } = await import('./cli/import-list.js');
    process.exitCode = await importList(options, say);
  },
  audit: async (options) => {
    const { audit } = await import('./cli/audit.js');
    await audit(options, say);
  },
  export: async (options) => {
    const config = loadConfig();
    const { exportLog } = await import('./cli/export.js');
    await exportLog(config, options, say);
  },
};

async function run(args: readonly string[]): Promise<void> {
  const [command = 'help', ...options] = args;
  const known = optionsOf[command] ?? [];
  const unknown = options.find((option) => !known.includes(option));
  const readsOwn = Object.hasOwn(withOwnOptions, command) ? withOwnOptions[command] : undefined;
  if (args.length === 0 || args.some((arg) => helpWords.includes(arg))) {
    say(usage);
  } else if (readsOwn !== undefined) {
    await readsOwn(options);
  } else if (unknown !== undefined) {
    refuse(unknown);
  } else if (command === 'serve') {
    const config = loadConfig();
    const { serve } = await import('./cli/serve.js');
    await serve(config, { demo: !options.includes('--no-demo') }, say);
  } else if (command === 'migrate') {
    const config = loadConfig();
    const { migrateOnly } = await import('./cli/with-database.js');
    await migrateOnly(config, say);
  } else if (command === 'rebuild') {
    const config = loadConfig();
    const { rebuild } = await import('./cli/rebuild.js');
    await rebuild(config, { check: options.includes('--check'), json: options.includes('--json') }, say);
  } else if (command === 'rotate-master-key') {
    const change = loadKeyChange();
    const { rotateMasterKey } = await import('./cli/rotate-master-key.js');
    await rotateMasterKey(change, { json: options.includes('--json') }, say);
  } else {
    refuse(command);
  }
}

function refuse(word: string): void {
  process.stderr.write(`没有这个命令或选项 · no such command or option: ${word}\n\n${usage}\n`);
  process.exitCode = 3;
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof EmbeddedFault;
  process.stderr.write(
    `${expected || !(error instanceof Error) ? String(error) : (error.stack ?? error.message)}\n`,
  );
  process.exitCode = 3;
}
