// `npm test`: sets everything up, gets a browser where that is possible, runs the tests, and prints the totals alone on
// the last line. Arguments go to vitest: `npm test -- test/ledger`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run, setUp } from './setup.mjs';
import { totals, totalsLine } from './totals.mjs';

const browser = '/usr/bin/chromium';
const packages = ['chromium', 'zbar-tools', 'fonts-noto-cjk'];
const browserAreas = ['web', 'labels'];

/** Only some tests were asked for, and none of them looks at a page or a label. */
function needsNoBrowser(args) {
  const filters = args.filter((arg) => !arg.startsWith('-'));
  return filters.length > 0 && !filters.some((filter) => browserAreas.some((area) => filter.includes(area)));
}

function getBrowser() {
  if (existsSync(browser)) return;
  const skipped = `没有 ${browser}，浏览器测试将被跳过。 No ${browser}: the browser tests are skipped.`;
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
    console.log(skipped);
    return;
  }
  console.log(`正在安装 Installing ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { env, stdio: ['ignore', 'ignore', 'ignore'] };
  run('apt-get', ['-qq', 'update'], quiet);
  run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...packages], quiet);
  if (!existsSync(browser)) console.log(skipped);
}

setUp();
const args = process.argv.slice(2);
if (!needsNoBrowser(args)) getBrowser();
const directory = mkdtempSync(join(tmpdir(), 'furrow-report-'));
const reportPath = join(directory, 'report.json');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const exitCode = run(process.execPath, [
  vitest,
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportPath}`,
  ...args,
]);
const report = existsSync(reportPath) ? JSON.parse(readFileSync(reportPath, 'utf8')) : null;
rmSync(directory, { recursive: true, force: true });
console.log(`\n${totalsLine(totals(report, exitCode))}`);
process.exitCode = exitCode;
