// Makes a fresh clone ready: packages, the built service, the fonts for labels. Does only what is missing or old.
// Plain Node without packages: it runs before there are any.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const buildStamp = join(root, 'dist', '.built-from');
const bundler = join('scripts', 'browser.mjs');
const buildInputs = [
  'src',
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
  bundler,
];
const labelFont = join('.cache', 'label-font', 'index.json');

/** Ends the program with sentences for people, Chinese first. */
function giveUp(zh, en) {
  console.error(`\n${zh}\n${en}\n`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  giveUp(
    `Furrow 需要 Node.js 20.19 或更新的版本（推荐 24），当前是 ${process.versions.node}。`,
    `Furrow needs Node.js 20.19 or newer (24 is recommended); this is ${process.versions.node}.`,
  );
}

/** Runs a program of ours from the project's folder; answers its exit code. */
export function run(program, args, options = {}) {
  const done = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options });
  return done.status ?? 1;
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'));
  } catch {
    return null;
  }
}

/** True when node_modules holds what package-lock.json names: npm writes down what it installed, when it is done. */
function packagesAreCurrent() {
  const wanted = readJson('package-lock.json')?.packages;
  const installed = readJson(join('node_modules', '.package-lock.json'))?.packages;
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (path === '' || link) return true;
    const found = installed[path];
    return found === undefined ? optional === true : found.version === version;
  });
}

function installPackages() {
  if (packagesAreCurrent()) return;
  console.log('正在安装依赖（npm ci）… Installing packages …');
  const npm = findNpm();
  const args = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--no-update-notifier',
  ];
  if (!cacheIsOurs()) args.push(`--cache=${join(root, '.cache', 'npm')}`);
  if (run(npm.program, [...npm.before, ...args]) === 0 && packagesAreCurrent()) return;
  giveUp(
    '依赖没有装好：请检查网络（npm 的软件源）、磁盘空间和本目录的写权限，然后再试一次；也可以自己运行 npm ci。',
    'The packages could not be installed: check the network (the npm registry), the disk and that this folder can be written, then try again; or run npm ci yourself.',
  );
}

/** The npm that runs us, else the one beside this Node, else the one in the PATH. */
function findNpm() {
  const running = process.env.npm_execpath ?? '';
  const bin = dirname(process.execPath);
  const beside = [join(bin, '..', 'lib'), bin].map((place) =>
    join(place, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  );
  const found = [basename(running) === 'npm-cli.js' ? running : '', ...beside].find(
    (path) => path !== '' && existsSync(path),
  );
  return found === undefined
    ? { program: 'npm', before: [] }
    : { program: process.execPath, before: [found] };
}

/**
 * Run by root, npm runs this as the folder's owner, with root's home directory, which that owner cannot write; then
 * the packages' cache goes into the project.
 */
function cacheIsOurs() {
  const cache = process.env.npm_config_cache ?? join(homedir(), '.npm');
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function filesUnder(path) {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const inner = join(path, entry.name);
    return entry.isDirectory() ? filesUnder(inner) : [inner];
  });
}

function digestOfInputs() {
  const hash = createHash('sha256');
  const files = buildInputs.flatMap((name) => {
    const path = join(root, name);
    if (!existsSync(path)) return [];
    return name === 'src' ? filesUnder(path).sort() : [path];
  });
  for (const file of files)
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

function build() {
  const digest = digestOfInputs();
  const built = existsSync(buildStamp) ? readFileSync(buildStamp, 'utf8').trim() : '';
  if (built === digest) return;
  console.log('正在编译… Building …');
  const nest = join('node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  if (run(process.execPath, [nest, 'build']) !== 0 || run(process.execPath, [bundler]) !== 0) {
    giveUp('编译没有成功，原因见上。', 'The build failed; the reason stands above.');
  }
  writeFileSync(buildStamp, `${digest}\n`);
}

function makeLabelFont() {
  const script = join('scripts', 'label-font.mjs');
  if (!existsSync(join(root, script)) || existsSync(join(root, labelFont))) return;
  console.log('正在生成标签字体… Making the fonts for labels …');
  if (run(process.execPath, [script]) !== 0) {
    giveUp(
      '标签字体没有生成，原因见上。',
      'The fonts for labels could not be made; the reason stands above.',
    );
  }
}

/** All of it, in order; ends the program with a sentence when something cannot be done. */
export function setUp() {
  checkNode();
  installPackages();
  build();
  makeLabelFont();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setUp();
