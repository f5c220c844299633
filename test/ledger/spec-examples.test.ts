import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compactVerify, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';

/*
 * A stranger's verifier: it knows docs/spec and nothing of src, so that what the pages say is enough to check what
 * they show.
 */
const root = resolve(import.meta.dirname, '../..');
const captioned = (page: string): ReadonlyMap<string, string>[] => {
  const text = readFileSync(join(root, 'docs/spec', page), 'utf8');
  return [...text.matchAll(/<!-- example:\w+ -->\n\n```text\n([\s\S]*?)\n```/g)].map(
    (block) => new Map(block[1]!.split('\n\n').map((part) => splitCaption(part))),
  );
};

/** An example that is one text without captions, with its last line feed. */
const plain = (page: string, name: string): string => {
  const text = readFileSync(join(root, 'docs/spec', page), 'utf8');
  const [, found] =
    new RegExp(`<!-- example:${name} -->\n\n\`\`\`text\n([\\s\\S]*?)\`\`\`\n`).exec(text) ?? [];
  if (found === undefined) throw new Error(`no example ${name}`);
  return found;
};

function splitCaption(part: string): [string, string] {
  const end = part.indexOf('\n');
  return [part.slice(2, end), part.slice(end + 1)];
}

const sha256 = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const decode = (text: string): string => Buffer.from(text, 'base64url').toString();
const members = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;
const value = (block: ReadonlyMap<string, string> | undefined, caption: string): string => {
  const found = block?.get(caption);
  if (found === undefined) throw new Error(`no example ${caption}`);
  return found;
};

describe('the worked examples of docs/spec', () => {
  it('are what the script writes today', () => {
    const answer = execFileSync(process.execPath, [join(root, 'scripts/spec-examples.mjs'), '--check'], {
      encoding: 'utf8',
    });
    expect(answer).toContain('current');
  });
});

describe('the worked example of a statement', () => {
  const [keys, statement, disclosures, es256] = captioned('statement.md');
  const ed25519Jwk = value(keys, 'Ed25519 public key: the text that is hashed');
  const p256Jwk = value(keys, 'P-256 public key: the text that is hashed');
  const kids = [ed25519Jwk, p256Jwk].map((jwk) => sha256(Buffer.from(jwk)).toString('base64url'));

  it('names its key by the thumbprint', () => {
    expect(members(value(statement, 'header'))['kid']).toBe(kids[0]);
    expect(members(decode(value(es256, 'statement').split('.')[0]!))['kid']).toBe(kids[1]);
  });

  it('is made of its parts, and verifies in another library, in both algorithms', async () => {
    const compact = value(statement, 'statement');
    expect(compact.split('.').slice(0, 2).map(decode)).toEqual([
      value(statement, 'header'),
      value(statement, 'payload'),
    ]);
    expect(compact.startsWith(`${value(statement, 'signing input')}.`)).toBe(true);
    expect(Buffer.from(compact.split('.')[2]!, 'base64url').toString('hex')).toBe(
      value(statement, 'signature (hex)'),
    );
    await compactVerify(compact, await importJWK(members(ed25519Jwk), 'Ed25519'));
    await compactVerify(value(es256, 'statement'), await importJWK(members(p256Jwk), 'ES256'));
    expect(value(es256, 'statement').split('.')[1]).toBe(compact.split('.')[1]);
  });

  it('opens with its disclosures to the data that was concealed', () => {
    const [compact, ...texts] = value(disclosures, 'combined').slice(0, -1).split('~');
    expect(compact).toBe(value(statement, 'statement'));
    const byDigest = new Map(texts.map((text) => [sha256(Buffer.from(text)).toString('base64url'), text]));
    const opened = reveal(members(value(statement, 'payload'))['data'], byDigest);
    expect(opened).toEqual(members(value(disclosures, 'data before')));
  });

  function reveal(concealed: unknown, byDigest: ReadonlyMap<string, string>): unknown {
    if (typeof concealed !== 'object' || concealed === null) return concealed;
    const { _sd: digests = [], ...rest } = concealed as Record<string, unknown> & { _sd?: string[] };
    const found = digests.map(
      (digest) => JSON.parse(decode(byDigest.get(digest)!)) as [string, string, unknown],
    );
    const all = [...Object.entries(rest), ...found.map(([, name, inner]) => [name, inner] as const)];
    return Object.fromEntries(all.map(([name, inner]) => [name, reveal(inner, byDigest)]));
  }
});

describe('the worked example of a chain', () => {
  const [entries, tree] = captioned('entry.md');
  const texts = [...(entries ?? [])].filter(([caption]) => caption.includes('bytes')).map(([, text]) => text);
  const leaves = texts.map((text) => sha256(Buffer.of(0), Buffer.from(text)));

  it('has canonical bytes, as long as the caption says', () => {
    for (const [index, text] of texts.entries()) {
      expect(entries?.has(`entry ${index + 1}, ${Buffer.byteLength(text)} bytes`)).toBe(true);
      expect(JSON.stringify(Object.fromEntries(Object.entries(members(text)).sort()))).toBe(text);
    }
  });

  it('is linked by leaf hashes from 32 zero bytes', () => {
    const parsed = texts.map(members);
    expect(parsed.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(parsed.map(({ prev }) => prev)).toEqual(['A'.repeat(43), leaves[0]!.toString('base64url')]);
    for (const [index, leaf] of leaves.entries()) {
      expect(value(entries, `leaf hash of entry ${index + 1}`)).toBe(
        `${leaf.toString('hex')} (hex)\n${leaf.toString('base64url')} (BASE64URL)`,
      );
    }
  });

  it('has the root of RFC 6962', () => {
    expect(value(tree, 'root')).toContain(sha256(Buffer.of(1), ...leaves).toString('hex'));
  });
});

describe('the worked example of a label', () => {
  const [code, label, root3, serials] = captioned('label.md');
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

  it('has a code of ten bytes and its check symbol', () => {
    const number = BigInt(`0x${value(code, 'ten bytes (hex)')}`);
    const text = number.toString(32).toUpperCase().padStart(16, '0');
    const crockford = Array.from(text, (digit) => digits.charAt(Number.parseInt(digit, 32))).join('');
    expect(value(code, 'code')).toBe(crockford + digits.charAt(Number(number % 37n)));
  });

  it('is checked offline from its URI and the key set, as §4 says', () => {
    const jwk = members(value(captioned('statement.md')[0], 'Ed25519 public key: the text that is hashed'));
    const url = new URL(value(label, 'URI'));
    const token = url.searchParams.get('s') ?? '';
    const thumbprint = sha256(Buffer.from(JSON.stringify(jwk)));
    const first15 = Math.floor(thumbprint.readUInt16BE() / 2);
    expect([10, 5, 0].map((shift) => digits.charAt(Math.floor(first15 / 2 ** shift) % 32)).join('')).toBe(
      token.slice(0, 3),
    );
    const header = `{"alg":"Ed25519","kid":"${thumbprint.toString('base64url')}","typ":"furrow-label"}`;
    const input = [header, url.pathname].map((part) => Buffer.from(part).toString('base64url')).join('.');
    const signature = Buffer.from(BigInt(token.slice(3)).toString(16).padStart(128, '0'), 'hex');
    expect(verify(null, Buffer.from(input), createPublicKey({ key: jwk, format: 'jwk' }), signature)).toBe(
      true,
    );
    expect(`${input}.${signature.toString('base64url')}`).toBe(value(label, 'the label as a compact JWS'));
    expect(value(label, 'digits')).toHaveLength(155);
  });

  it('has the root of a set over its codes', () => {
    const leaves = [1, 2, 3].map((n) => sha256(Buffer.of(0), Buffer.from(value(root3, `code ${n}`))));
    expect(leaves.map((leaf) => leaf.toString('hex'))).toEqual(
      [1, 2, 3].map((n) => value(root3, `leaf ${n} (hex)`)),
    );
    const pair = sha256(Buffer.of(1), leaves[0]!, leaves[1]!);
    expect(sha256(Buffer.of(1), pair, leaves[2]!).toString('base64url')).toBe(value(root3, 'root'));
  });

  it('has a list of serials that another library verifies, with the codes of the set', async () => {
    const jwk = members(value(captioned('statement.md')[0], 'Ed25519 public key: the text that is hashed'));
    const list = value(serials, 'the list as a compact JWS');
    const { payload } = await compactVerify(list, await importJWK(jwk, 'Ed25519'));
    expect(decode(list.split('.')[0]!)).toBe(value(serials, 'header'));
    const text = `${value(serials, 'facts')}\n`;
    expect(Buffer.from(payload)).toEqual(
      Buffer.concat([Buffer.from(text), Buffer.from(value(serials, 'serials (hex)'), 'hex')]),
    );
    expect(members(text)['root']).toBe(value(root3, 'root'));
    const shown = value(serials, 'serials (hex)').match(/.{20}/g) ?? [];
    const codes = shown.map((hex) => {
      const number = BigInt(`0x${hex}`).toString(32).toUpperCase().padStart(16, '0');
      return Array.from(number, (digit) => digits.charAt(Number.parseInt(digit, 32))).join('');
    });
    expect(codes).toEqual([1, 2, 3].map((n) => value(root3, `code ${n}`).slice(0, -1)));
  });
});

describe('the worked example of a log', () => {
  const [keys, tree] = captioned('log.md');
  const block = (caption: string): ReadonlyMap<string, string> =>
    captioned('log.md').find((one) => one.has(caption))!;
  const checkpoint = plain('log.md', 'checkpoint');
  const text = checkpoint.slice(0, checkpoint.indexOf('\n\n') + 1);
  const [origin, size, root64] = text.split('\n');
  const shownRoot = Buffer.from(root64!, 'base64');
  const leaves = [...(tree ?? [])]
    .filter(([caption]) => caption.startsWith('leaf'))
    .map(([, hex]) => Buffer.from(hex, 'hex'));

  it('has the root of its leaves, which its tile holds one after another', () => {
    expect(leaves).toHaveLength(Number(size));
    expect(rootOf(leaves)).toEqual(shownRoot);
    expect(value(tree, 'root (hex)')).toBe(shownRoot.toString('hex'));
    expect(value(tree, 'tile/0/000.p/7 (hex)')).toBe(Buffer.concat(leaves).toString('hex'));
  });

  it('has the entries of the chain’s example among its leaves', () => {
    const entries = [...(captioned('entry.md')[0] ?? [])].filter(([caption]) => caption.includes('bytes'));
    expect(entries.map(([, entry]) => sha256(Buffer.of(0), Buffer.from(entry)))).toEqual(leaves.slice(4, 6));
  });

  it('is signed by the log and cosigned by the witness, each under its key id', () => {
    const log = openVkey(value(keys, 'vkey of the log'));
    const witness = openVkey(value(keys, 'vkey of the witness'));
    const [own, cosigned] = signaturesOf(checkpoint);
    expect([log.type, log.name, own?.name]).toEqual([1, origin, origin]);
    expect([witness.type, cosigned?.name]).toEqual([4, witness.name]);
    expect([own?.keyId, cosigned?.keyId]).toEqual([log.keyId, witness.keyId]);
    expect(verify(null, Buffer.from(text), log.key, own!.rest)).toBe(true);
    const seconds = cosigned!.rest.readBigUInt64BE().toString();
    const message = `cosignature/v1\ntime ${seconds}\n${text}`;
    const shown = block('what the witness signs, its last line feed left out');
    expect(message).toBe(`${value(shown, 'what the witness signs, its last line feed left out')}\n`);
    expect(seconds).toBe(value(shown, 'time'));
    const signature = cosigned!.rest.subarray(8);
    expect(signature.toString('hex')).toBe(value(shown, 'signature (hex)'));
    expect(verify(null, Buffer.from(message), witness.key, signature)).toBe(true);
    expect(verify(null, Buffer.from(text), witness.key, signature)).toBe(false);
  });

  it('proves the place of one entry, and no other place', () => {
    const [first, indexLine, ...rest] = plain('log.md', 'tlogProof').split('\n');
    const end = rest.indexOf('');
    const proof = rest.slice(0, end).map((hash) => Buffer.from(hash, 'base64'));
    expect([first, indexLine]).toEqual(['c2sp.org/tlog-proof@v1', 'index 5']);
    expect(rest.slice(end + 1).join('\n')).toBe(checkpoint);
    expect(rootFrom(leaves[5]!, 5, leaves.length, proof)).toEqual(shownRoot);
    expect(rootFrom(leaves[4]!, 5, leaves.length, proof)).not.toEqual(shownRoot);
    expect(rootFrom(leaves[5]!, 4, leaves.length, proof)).not.toEqual(shownRoot);
  });

  it('proves that it grew out of a smaller tree', () => {
    const { from, to, proof } = JSON.parse(value(block('answer'), 'answer')) as Record<
      'from' | 'to',
      number
    > & {
      proof: string[];
    };
    expect([from, to]).toEqual([5, 7]);
    // RFC 6962 §2.1.2 for these two sizes: leaf 4; leaf 5; leaf 6; the tree over the first four.
    const [four, five, six, left] = proof.map((hash) => Buffer.from(hash, 'base64'));
    expect(proof).toHaveLength(4);
    expect(node(left!, four!)).toEqual(rootOf(leaves.slice(0, 5)));
    expect(node(left!, node(node(four!, five!), six!))).toEqual(shownRoot);
  });

  it('has a receipt that another library verifies, with the promise over the entry', async () => {
    const shown = block('receipt');
    const { key } = openVkey(value(keys, 'vkey of the log'));
    const { payload, protectedHeader } = await compactVerify(value(shown, 'receipt'), key);
    expect(Buffer.from(payload).toString()).toBe(value(shown, 'payload'));
    expect(JSON.stringify(protectedHeader)).toBe(value(shown, 'header'));
    const promise = members(value(shown, 'payload'));
    expect(promise['leafHash']).toBe(leaves[5]!.toString('base64url'));
    const [, recordedAt] = /recorded at (.*)$/.exec(value(shown, 'the entry')) ?? [];
    expect(Date.parse(promise['includedBy'] as string) - Date.parse(recordedAt!)).toBe(60_000);
  });

  function node(left: Buffer, right: Buffer): Buffer {
    return sha256(Buffer.of(1), left, right);
  }

  function rootOf(hashes: readonly Buffer[]): Buffer {
    if (hashes.length === 1) return hashes[0]!;
    const half = 2 ** Math.ceil(Math.log2(hashes.length) - 1);
    return node(rootOf(hashes.slice(0, half)), rootOf(hashes.slice(half)));
  }
});

describe('the worked example of the completeness map', () => {
  const map = captioned('log.md').find((one) => one.has('root (hex)') && !one.has('leaf 0 (hex)'))!;
  const mapRoot = Buffer.from(value(map, 'root (hex)'), 'hex');
  const leafOf = (key: Buffer, count: number, head: Buffer): Buffer => {
    const counted = Buffer.alloc(8);
    counted.writeBigUInt64BE(BigInt(count));
    return sha256(Buffer.of(2), key, counted, head);
  };

  it('has leaves of the hashes that the page names', () => {
    const chains = [...map].filter(([caption]) => caption.endsWith('leaf (hex)'));
    expect(chains).toHaveLength(3);
    for (const [caption, text] of chains) {
      const [key, count, head, leaf] = text.split('\n');
      expect(key).toBe(sha256(Buffer.from(caption.split(':')[0]!)).toString('hex'));
      expect(leafOf(Buffer.from(key!, 'hex'), Number(count), Buffer.from(head!, 'hex')).toString('hex')).toBe(
        leaf,
      );
    }
  });

  it('proves how long a chain is and how it ends, and that another is not there', () => {
    for (const [caption, text] of map) {
      const [, chain] = /^proof (?:for|that) (\S+)/.exec(caption) ?? [];
      if (chain === undefined) continue;
      const { siblings, other } = JSON.parse(text) as {
        siblings: string[];
        other?: { key: string; count: number; head: string };
      };
      const key = sha256(Buffer.from(chain));
      const start = caption.startsWith('proof for')
        ? presentLeaf(chain)
        : absentStart(key, siblings.length, other);
      expect(climb(key, start, siblings)).toEqual(mapRoot);
      expect(climb(key, Buffer.alloc(32, 7), siblings)).not.toEqual(mapRoot);
    }
  });

  it('is stated in the log with its root and the size of the tree before', () => {
    const [caption, text] = [...map].find(([name]) => name.startsWith('data of'))!;
    expect(caption).toContain('index 6 ');
    expect(text).toBe(`{"root":"${mapRoot.toString('base64url')}","size":6}`);
  });

  function presentLeaf(chain: string): Buffer {
    const text = [...map].find(([caption]) => caption.startsWith(`${chain}: `))?.[1] ?? '';
    return Buffer.from(text.split('\n')[3]!, 'hex');
  }

  function absentStart(
    key: Buffer,
    depth: number,
    other: { key: string; count: number; head: string } | undefined,
  ): Buffer {
    if (other === undefined) return Buffer.alloc(32);
    const otherKey = Buffer.from(other.key, 'base64url');
    expect(otherKey).not.toEqual(key);
    for (let depthNow = 0; depthNow < depth; depthNow += 1) {
      expect(bit(otherKey, depthNow)).toBe(bit(key, depthNow));
    }
    return leafOf(otherKey, other.count, Buffer.from(other.head, 'base64url'));
  }

  function climb(key: Buffer, start: Buffer, siblings: readonly string[]): Buffer {
    return siblings.reduce((hash, sibling, at) => {
      const beside = sibling === '' ? Buffer.alloc(32) : Buffer.from(sibling, 'base64url');
      const pair = bit(key, siblings.length - 1 - at) === 0 ? [hash, beside] : [beside, hash];
      return sha256(Buffer.of(3), ...pair);
    }, start);
  }

  function bit(key: Buffer, depth: number): number {
    return Math.floor(key[Math.floor(depth / 8)]! / 2 ** (7 - (depth % 8))) % 2;
  }
});

describe('the worked example of evidence', () => {
  const pages = captioned('evidence.md');
  const shownTrust = value(
    pages.find((one) => one.has('trust.json')),
    'trust.json',
  );
  const shownEvidence = value(
    pages.find((one) => one.has('evidence.json')),
    'evidence.json',
  );
  const trust = JSON.parse(shownTrust) as { policy: string; operator: { organization: string; kid: string } };
  const evidence = JSON.parse(shownEvidence) as {
    checkpoint: string;
    chains: { chain: string; role: string; entries: EvidenceItem[] }[];
    completeness: { entry: ProvedItem; heads: { chain: string; proof: object }[] };
  };

  interface ProvedItem {
    entry: string;
    index: number;
    proof: string[];
  }

  interface EvidenceItem extends ProvedItem {
    disclosures: string[];
    withheld: { digest: string; reason: string }[];
  }

  it('is under the log’s checkpoint, whose keys its trust file pins', () => {
    expect(evidence.checkpoint).toBe(plain('log.md', 'checkpoint'));
    const [keys] = captioned('log.md');
    const [log, witness, quorum] = trust.policy.split('\n');
    expect(log).toBe(`log ${value(keys, 'vkey of the log')}`);
    expect(witness).toBe(`witness w1 ${value(keys, 'vkey of the witness')}`);
    expect(quorum).toBe('quorum w1');
  });

  it('proves every entry that it shows, each linked to the one before', () => {
    const root64 = evidence.checkpoint.split('\n')[2]!;
    for (const { entries } of evidence.chains) {
      let before = Buffer.alloc(32);
      for (const { entry, index, proof } of entries) {
        const bytes = Buffer.from(entry, 'base64');
        const leaf = sha256(Buffer.of(0), bytes);
        const hashes = proof.map((hash) => Buffer.from(hash, 'base64'));
        expect(rootFrom(leaf, index, 7, hashes).toString('base64')).toBe(root64);
        expect(members(bytes.toString())['prev']).toBe(before.toString('base64url'));
        before = Buffer.from(leaf);
      }
    }
  });

  it('has every statement signed by a key that the operator’s key leads to', async () => {
    const items = evidence.chains.flatMap(({ entries }) => entries).sort((a, b) => a.index - b.index);
    const known = new Map<string, Record<string, unknown>>();
    for (const { entry } of items) {
      const compact = members(Buffer.from(entry, 'base64').toString())['statement'] as string;
      const payload = members(decode(compact.split('.')[1]!)) as {
        kind: string;
        sub: string;
        data: { kid?: string; jwk?: Record<string, unknown> };
      };
      const { kid, jwk } = payload.data;
      if (payload.kind === 'key-registered' && jwk !== undefined) known.set(kid!, jwk);
    }
    expect(trust.operator.kid).toBe(
      sha256(Buffer.from(JSON.stringify(known.get(trust.operator.kid)))).toString('base64url'),
    );
    for (const { entry } of items) {
      const compact = members(Buffer.from(entry, 'base64').toString())['statement'] as string;
      const { kid } = members(decode(compact.split('.')[0]!)) as { kid: string };
      await compactVerify(compact, await importJWK(known.get(kid)!, 'Ed25519'));
    }
    expect([...known.keys()]).toContain(trust.operator.kid);
  });

  it('carries the map’s proof of its batch, by an entry that the log has', () => {
    const { entry, heads } = evidence.completeness;
    const bytes = Buffer.from(entry.entry, 'base64');
    const proof = entry.proof.map((hash) => Buffer.from(hash, 'base64'));
    const found = rootFrom(sha256(Buffer.of(0), bytes), entry.index, 7, proof);
    expect(found.toString('base64')).toBe(evidence.checkpoint.split('\n')[2]);
    const statement = members(bytes.toString())['statement'] as string;
    const { iss, kind, data } = members(decode(statement.split('.')[1]!));
    const map = captioned('log.md').find((one) => one.has('root (hex)') && !one.has('leaf 0 (hex)'));
    const stated = value(map, 'data of the heads-stated entry, index 6 of the log');
    expect([iss, kind, data]).toEqual([trust.operator.organization, 'heads-stated', members(stated)]);
    const { chain, proof: shown } = heads[0]!;
    expect(chain).toBe(evidence.chains.find(({ role }) => role === 'subject')!.chain);
    expect(shown).toEqual(members(value(map, `proof for ${chain}`)));
  });

  it('shows one private field, and says of the other that it is withheld', () => {
    const [item] = evidence.chains.find(({ role }) => role === 'subject')!.entries;
    const digests = item!.disclosures.map((text) => sha256(Buffer.from(text)).toString('base64url'));
    const told = [...digests, ...item!.withheld.map(({ digest }) => digest)];
    const statement = members(Buffer.from(item!.entry, 'base64').toString())['statement'] as string;
    const payload = decode(statement.split('.')[1]!);
    expect(told).toHaveLength(2);
    for (const digest of told) expect(payload).toContain(digest);
    expect(item!.withheld.map(({ reason }) => reason)).toEqual(['private']);
  });

  it('is verified', () => {
    expect(value(pages.at(-1), 'verdict')).toBe('verified');
    expect([...pages.at(-1)!.values()].filter((text) => /fail|unknown/.test(text))).toEqual([]);
  });
});

/** RFC 9162 §2.1.3.2. */
function rootFrom(leaf: Buffer, index: number, size: number, proof: readonly Buffer[]): Buffer {
  let [at, last, hash] = [index, size - 1, leaf];
  for (const beside of proof) {
    if (at % 2 === 1 || at === last) {
      hash = sha256(Buffer.of(1), beside, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = sha256(Buffer.of(1), hash, beside);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return hash;
}

interface Vkey {
  readonly name: string;
  readonly keyId: Buffer;
  readonly type: number;
  readonly key: KeyObject;
}

function openVkey(vkey: string): Vkey {
  const [name = '', keyId = '', ...rest] = vkey.split('+');
  const bytes = Buffer.from(rest.join('+'), 'base64');
  expect(
    sha256(Buffer.from(`${name}\n`), bytes)
      .subarray(0, 4)
      .toString('hex'),
  ).toBe(keyId);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') };
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return { name, keyId: Buffer.from(keyId, 'hex'), type: bytes[0]!, key };
}

function signaturesOf(note: string): { name: string; keyId: Buffer; rest: Buffer }[] {
  const lines = note.slice(note.indexOf('\n\n') + 2, -1).split('\n');
  return lines.map((line) => {
    const [dash, name = '', text = ''] = line.split(' ');
    expect(dash).toBe('—');
    const bytes = Buffer.from(text, 'base64');
    return { name, keyId: bytes.subarray(0, 4), rest: bytes.subarray(4) };
  });
}
