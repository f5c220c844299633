import { createPrivateKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../config/settings.js';
import { cosignatureMessage, formatCosignature } from '../ledger/cosignature.js';
import { parsePublicKey } from '../ledger/key.js';
import { makeVerifierKey, type NoteSignature, type VerifierKey } from '../ledger/note.js';
import { createDurably } from '../config/durable-file.js';

/** Signs checkpoints in a witness's name. */
export interface Cosigner {
  readonly key: VerifierKey;
  /** The cosignature of a checkpoint's text as of `time`, in seconds since 1970. */
  cosign(text: string, time: number): NoteSignature;
}

const fileName = 'witness-key.json';

/**
 * The witness's key and name out of its directory. The first start makes both, in a file that only its owner can read,
 * and they stay: another name or key is another witness.
 *
 * @throws ConfigError when the file is damaged, when others can read it, or when `name` is not the one in it.
 */
export async function openCosigner(
  directory: string,
  name: string | null,
  firstName: string,
): Promise<Cosigner> {
  const path = join(directory, fileName);
  await createDurably(path, newKeyFile(name ?? firstName));
  const mode = statSync(path).mode % 0o1000;
  if (process.platform !== 'win32' && mode % 0o100 !== 0) {
    throw new ConfigError([`${fileName}: others may open ${path}; run: chmod 600 ${path}`]);
  }
  const cosigner = readKeyFile(path);
  if (name !== null && cosigner.key.name !== name) {
    throw new ConfigError([
      `--name: this directory is of the witness ${cosigner.key.name}; another name is another witness, with a directory of its own`,
    ]);
  }
  return cosigner;
}

function newKeyFile(name: string): string {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  cosignerOf(name, jwk);
  return `${JSON.stringify({ name, key: jwk })}\n`;
}

function readKeyFile(path: string): Cosigner {
  try {
    const { name, key } = JSON.parse(readFileSync(path, 'utf8')) as { name: string; key: JsonWebKey };
    return cosignerOf(name, key);
  } catch {
    throw new ConfigError([
      `${fileName}: ${path} does not hold the key of a witness; restore it from your backup`,
    ]);
  }
}

function cosignerOf(name: string, jwk: JsonWebKey): Cosigner {
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  const key = makeVerifierKey(
    name,
    'cosignature/v1',
    parsePublicKey({ kty: jwk.kty, crv: jwk.crv, x: jwk.x }),
  );
  return {
    key,
    cosign: (text, time) => {
      const signature = new Uint8Array(sign(null, cosignatureMessage(time, text), privateKey));
      return { name, keyId: key.keyId, signature: formatCosignature(time, signature) };
    },
  };
}
