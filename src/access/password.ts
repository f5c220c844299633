import { randomBytes } from 'node:crypto';
import { hash, verify, type Options } from '@node-rs/argon2';

/** OWASP Password Storage Cheat Sheet: argon2id (the library's default algorithm), 19 MiB, 2 passes, 1 lane. */
const options: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const passwordCharactersMax = 128;

/** NFKC (RFC 8265 OpaqueString's concern): the same password from two keyboards is the same password. */
function normal(password: string): string {
  return password.normalize('NFKC');
}

/** The PHC string to store: algorithm, parameters, a random salt and the hash. */
export async function hashPassword(password: string): Promise<string> {
  return hash(normal(password), options);
}

let noAccount: Promise<string> | undefined;

/**
 * Whether the password is the one that was hashed. Without a stored hash (no such account) it computes against a
 * random one all the same, so that the time taken does not tell whether the account exists.
 */
export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  noAccount ??= hash(randomBytes(32), options);
  const matches = await verify(stored ?? (await noAccount), normal(password));
  return matches && stored !== null;
}
