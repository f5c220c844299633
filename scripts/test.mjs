// `npm test`: sets everything up, gets a browser and a software token where that is possible, runs the tests, looks
// through what their services wrote, and prints the totals alone on the last line. Arguments go to vitest: `npm test -- test/ledger`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportSecrets } from './secret-scan.mjs';
import { root, run, setUp } from './setup.mjs';
import { totals, totalsLine } from './totals.mjs';

const browser = '/usr/bin/chromium';
const packages = ['chromium', 'zbar-tools', 'fonts-noto-cjk', 'softhsm2'];
const token = '/usr/bin/softhsm2-util';
const browserAreas = ['web', 'labels'];

/** Only some tests were asked for, and none of them looks at a page or a label. */
function needsNoBrowser(args) {
  const filters = args.filter((arg) => !arg.startsWith('-'));
  return filters.length > 0 && !filters.some((filter) => browserAreas.some((area) => filter.includes(area)));
}

function getPrograms() {
  if (existsSync(browser) && existsSync(token)) return;
  const skipped = `没有 ${browser} 或 ${token}，相关测试将被跳过。 No ${browser} or no ${token}: tests that need it are skipped.`;
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
    console.log(skipped);
    return;
  }
  console.log(`正在安装 Installing ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { env, stdio: ['ignore', 'ignore', 'ignore'] };
  run('apt-get', ['-qq', 'update'], quiet);
  run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...packages], quiet);
  if (!existsSync(browser) || !existsSync(token)) console.log(skipped);
}

/**
 * Where databases and folders of the run lie: in memory where there is room, since what a test waits for is then not a
 * disk. Nothing tested here outlives the machine.
 */
function temporary() {
  const memory = '/dev/shm';
  const roomMin = 4 * 1024 ** 3;
  if (process.env.TMPDIR !== undefined || !existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize < roomMin ? tmpdir() : memory;
}

setUp();
const args = process.argv.slice(2);
if (!needsNoBrowser(args)) getPrograms();
const directory = mkdtempSync(join(tmpdir(), 'furrow-report-'));
const reportPath = join(directory, 'report.json');
const traces = join(directory, 'traces');
mkdirSync(traces, { mode: 0o700 });
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const reporters = ['default', join(root, 'scripts', 'progress-reporter.mjs'), 'json'];
const exitCode = run(
  process.execPath,
  [
    vitest,
    'run',
    ...reporters.map((name) => `--reporter=${name}`),
    `--outputFile.json=${reportPath}`,
    ...args,
  ],
  { env: { ...process.env, TMPDIR: temporary(), FURROW_TEST_TRACES: traces } },
);
const report = existsSync(reportPath) ? JSON.parse(readFileSync(reportPath, 'utf8')) : null;
// Some files alone leave not enough to look through.
const scanned = args.some((arg) => !arg.startsWith('-')) ? { passed: 0, failed: 0 } : reportSecrets(traces);
rmSync(directory, { recursive: true, force: true });
const { passed, failed, skipped } = totals(report, exitCode);
const all = { passed: passed + scanned.passed, failed: failed + scanned.failed, skipped };
console.log(`\n${totalsLine(all)}`);
process.exitCode = exitCode !== 0 ? exitCode : Math.min(scanned.failed, 1);
