import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
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
