import { realpath, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { embeddedFault } from './embedded-fault.js';

/** The operating-system account PostgreSQL runs as, when it is not our own. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Answers the account PostgreSQL must run as, or null for the one this process has.
 *
 * PostgreSQL refuses to run as root. As root the owner of an existing cluster is kept, so that a directory first used
 * by an ordinary user stays theirs; a new one goes to `postgres`, else to `nobody`.
 *
 * @throws EmbeddedFault when root finds neither account, or when the cluster belongs to somebody else.
 */
export async function accountFor(cluster: string): Promise<Account | null> {
  const ownUid = process.getuid?.();
  if (ownUid === undefined) return null;
  const owner = await ownerOf(cluster);
  if (ownUid !== 0) {
    if (owner !== null && owner.uid !== ownUid) throw foreignCluster(cluster, owner.uid);
    return null;
  }
  if (owner !== null && owner.uid !== 0) return owner;
  const known = await accountsOfThisMachine();
  const account = known.get('postgres') ?? known.get('nobody');
  if (account === undefined) {
    throw embeddedFault(
      'no-account',
      'PostgreSQL 不能以 root 运行，而本机没有 postgres 或 nobody 账号',
      'PostgreSQL does not run as root, and this machine has neither a `postgres` nor a `nobody` account',
    );
  }
  return account;
}

async function ownerOf(path: string): Promise<Account | null> {
  try {
    const { uid, gid } = await stat(path);
    return { name: `uid ${uid}`, uid, gid };
  } catch {
    return null;
  }
}

function foreignCluster(cluster: string, uid: number): Error {
  return embeddedFault(
    'foreign-cluster',
    `数据目录 ${cluster} 属于另一个账号（uid ${uid}）：请用该账号启动，或另设 DATA_DIR`,
    `${cluster} belongs to another account (uid ${uid}): start as that account, or set another DATA_DIR`,
  );
}

async function accountsOfThisMachine(): Promise<Map<string, Account>> {
  const accounts = new Map<string, Account>();
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '');
  for (const line of text.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name === undefined || uid === undefined || gid === undefined) continue;
    accounts.set(name, { name, uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}

/**
 * Answers whether the account may reach `directory` by its path: every directory on the way, and itself, has the
 * search bit for it. Null means our own account, which made the path.
 */
export async function canEnter(directory: string, account: Account | null): Promise<boolean> {
  if (account === null) return true;
  let path = await realpath(directory);
  for (;;) {
    if (!(await maySearch(path, account))) return false;
    const parent = dirname(path);
    if (parent === path) return true;
    path = parent;
  }
}

async function maySearch(path: string, account: Account): Promise<boolean> {
  const { uid, gid, mode } = await stat(path);
  const digits = modeDigits(mode);
  if (uid === account.uid) return digits.owner % 2 === 1;
  return (gid === account.gid ? digits.group : digits.other) % 2 === 1;
}

/** The three octal digits of a file mode. */
export function modeDigits(mode: number): { owner: number; group: number; other: number } {
  const text = mode.toString(8).padStart(3, '0');
  return { owner: Number(text.at(-3)), group: Number(text.at(-2)), other: Number(text.at(-1)) };
}
