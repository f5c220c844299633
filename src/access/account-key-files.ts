import { mkdir, readFile, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createDurably, isMissing, replaceDurably, syncDirectory } from '../config/durable-file.js';
import { KeyFiles, readDirectory } from '../config/key-files.js';

const erasedFolder = 'erased';
const namesFolder = 'names';
const hintsFolder = 'hints';

/**
 * `DATA_DIR/account-keys`: what of accounts lies outside the database, and ends with the account (docs/privacy.md).
 *
 * - `<first two digits>/<id>`: half of an account's key; `<id>.names` beside it: the tags it is known by.
 * - `names/<first two digits>/<tag>`: whose name that is, as its id. The tag is a MAC of the name (AccountNames).
 * - `hints/<id>`: half of the key of a login that an invitation expects.
 * - `erased/<id>`: an empty file for each account that was erased. It tells an erased account from one whose file is
 *   lost, also in an older copy of the database.
 */
export class AccountKeyFiles {
  private readonly halves: KeyFiles;

  constructor(private readonly directory: string) {
    this.halves = new KeyFiles(directory);
  }

  /** Makes the half of an account's key, durably; one that is there stays. */
  async create(id: string): Promise<void> {
    await this.halves.create(folderOf(id), id);
  }

  /** The half of an account's key; null when there is none, or none any more. */
  async read(id: string): Promise<Buffer | null> {
    return this.halves.read(folderOf(id), id);
  }

  /** Whether something of an account that was erased is left: its files, or that its mark is missing. */
  async isUnfinished(id: string): Promise<boolean> {
    const [half, tags, mark] = await Promise.all(
      [join(folderOf(id), id), join(folderOf(id), namesFileOf(id)), join(erasedFolder, id)].map((path) =>
        isThere(join(this.directory, path)),
      ),
    );
    return half === true || tags === true || mark !== true;
  }

  /** Marks an account as erased, durably; harmless when it is. */
  async mark(id: string): Promise<void> {
    await this.make(join(this.directory, erasedFolder, id), '');
  }

  /** Destroys the half of an account's key, and under what it was filed. Durably; may be repeated. */
  async destroy(id: string): Promise<void> {
    await this.halves.destroy(folderOf(id), namesFileOf(id));
    await this.halves.destroy(folderOf(id), id);
  }

  /** The ids of all accounts that were erased. */
  async erased(): Promise<string[]> {
    return (await readDirectory(join(this.directory, erasedFolder))).filter((name) => !name.endsWith('.new'));
  }

  /** The id of the account that has a name, as far as this directory knows; null when nobody has. */
  async findNamed(tag: string): Promise<string | null> {
    try {
      return await readFile(this.nameFile(tag), 'utf8');
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Writes down, durably, that an account is to have a name. One at a time for an account. */
  async note(tag: string, id: string): Promise<void> {
    const tags = await this.tagsOf(id);
    if (!tags.includes(tag)) await replaceDurably(this.tagsFile(id), [...tags, tag].join('\n'));
  }

  /** Gives a name that was noted to an account, durably, whoever had it. One at a time for a name. */
  async give(tag: string, id: string): Promise<void> {
    await this.put(this.nameFile(tag), id);
  }

  /** Takes a name back; harmless when the account has it no more. One at a time for a name. */
  async takeBack(tag: string, id: string): Promise<void> {
    if ((await this.findNamed(tag)) !== id) return;
    const path = this.nameFile(tag);
    await unlink(path);
    await syncDirectory(dirname(path));
  }

  async createHint(id: string): Promise<void> {
    await this.halves.create(hintsFolder, id);
  }

  async readHint(id: string): Promise<Buffer | null> {
    return this.halves.read(hintsFolder, id);
  }

  async destroyHint(id: string): Promise<void> {
    await this.halves.destroy(hintsFolder, id);
  }

  /** The ids of hints that were made before a moment, in milliseconds since 1970. */
  async hintsBefore(beforeMs: number): Promise<string[]> {
    const names = (await readDirectory(join(this.directory, hintsFolder))).filter((name) => isId(name));
    const made = await Promise.all(names.map((name) => madeMs(join(this.directory, hintsFolder, name))));
    return names.filter((_, index) => (made[index] ?? Infinity) < beforeMs);
  }

  /** Under what an account is filed. */
  async tagsOf(id: string): Promise<string[]> {
    try {
      return (await readFile(this.tagsFile(id), 'utf8')).split('\n').filter((tag) => tagPattern.test(tag));
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  private async put(path: string, content: string): Promise<void> {
    await this.open(dirname(path));
    await replaceDurably(path, content);
  }

  private async make(path: string, content: string): Promise<void> {
    if (await isThere(path)) return;
    await this.open(dirname(path));
    await createDurably(path, content);
  }

  private async open(folder: string): Promise<void> {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncDirectory(dirname(made));
  }

  private nameFile(tag: string): string {
    return join(this.directory, namesFolder, folderOf(tag), tag);
  }

  private tagsFile(id: string): string {
    return join(this.directory, folderOf(id), namesFileOf(id));
  }
}

const tagPattern = /^[0-9a-f]{64}$/;

function folderOf(name: string): string {
  return name.slice(0, 2);
}

function namesFileOf(id: string): string {
  return `${id}.names`;
}

function isId(name: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);
}

async function isThere(path: string): Promise<boolean> {
  return (await madeMs(path)) !== null;
}

async function madeMs(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
