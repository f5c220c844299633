import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { encodeEvidence } from '../../src/ledger/evidence.js';
import * as onNode from '../../src/ledger/index.js';
import { makeJarWorld } from './evidence-world.js';
import { batch, chainOf, compactStatement, ed25519Signer, harvest, log, p256Signer } from './fixtures.js';

type Ledger = typeof onNode;
let portable: Ledger;
let portableVerify: typeof import('../../src/ledger/verify.js');
let portableTrust: typeof import('../../src/ledger/trust.js');
const getBuiltinModule: unknown = Reflect.get(process, 'getBuiltinModule');

/** The core, loaded once more where neither Buffer nor node:crypto is to be found, as in a browser. */
beforeAll(async () => {
  vi.resetModules();
  vi.stubGlobal('Buffer', undefined);
  Reflect.set(process, 'getBuiltinModule', undefined);
  portable = await import('../../src/ledger/index.js');
  portableVerify = await import('../../src/ledger/verify.js');
  portableTrust = await import('../../src/ledger/trust.js');
  vi.unstubAllGlobals();
  Reflect.set(process, 'getBuiltinModule', getBuiltinModule);
});

afterAll(() => {
  vi.resetModules();
});

describe('the core without Node', () => {
  it('is another instance, without Node’s means', () => {
    expect(portable.sha256).not.toBe(onNode.sha256);
    const spy = vi.spyOn(Buffer, 'from');
    portable.base64urlDecode(portable.base64urlEncode(portable.sha256(portable.utf8Encode('农'))));
    portable.hexDecode('00ff');
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  });

  it('has the same bytes, hashes and errors', () => {
    for (const length of [0, 1, 2, 3, 4, 31, 32, 33, 64, 1000]) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 37) % 256);
      expect(portable.base64urlEncode(bytes)).toBe(onNode.base64urlEncode(bytes));
      expect(portable.base64urlDecode(onNode.base64urlEncode(bytes))).toEqual(bytes);
      expect(portable.hexDecode(onNode.hexEncode(bytes))).toEqual(bytes);
      expect(portable.leafHash(bytes)).toEqual(onNode.leafHash(bytes));
    }
    for (const text of ['AB', 'AA==', 'A', 'AAAAA', 'é', 'A A']) {
      expect(() => portable.base64urlDecode(text)).toThrow(
        expect.objectContaining({ code: 'bytes-base64url' }),
      );
    }
    expect(() => portable.utf8Encode('\ud800')).toThrow(expect.objectContaining({ code: 'bytes-utf8' }));
    expect(portable.utf8Encode('农场😀')).toEqual(onNode.utf8Encode('农场😀'));
  });

  it('reads and checks what Node made', () => {
    const entries = chainOf(3);
    const head = { seq: 3, leafHash: portable.leafHash(entries[2]!) };
    expect(portable.checkChain(entries, { log, chain: batch, head })).toBeNull();
    const changed = entries.with(1, entries[1]!.with(300, entries[1]![300] === 65 ? 66 : 65));
    expect(portable.checkChain(changed, { log, chain: batch, head })?.seq).toBe(2);
  });

  it.each([
    ['Ed25519', ed25519Signer],
    ['ES256', p256Signer],
  ])('verifies a statement in %s, and not an altered one', (_name, signer) => {
    const key = portable.parsePublicKey(signer.publicKey.jwk);
    const statement = portable.parseStatement(compactStatement(harvest(), signer));
    expect(portable.checkStatement(statement, key)).toBeNull();
    const altered = { ...statement, signingInput: `${statement.signingInput}A` };
    expect(portable.checkStatement(altered, key)?.code).toBe('statement-signature');
  });

  it('verifies a label', () => {
    const { kid } = ed25519Signer.publicKey;
    const signature = ed25519Signer.sign(onNode.labelSigningInput(kid, '/t/00000000000000150'));
    const token = onNode.formatSignatureToken(kid, signature);
    const key = portable.parsePublicKey(ed25519Signer.publicKey.jwk);
    expect(portable.checkLabelSignature('/t/00000000000000150', token, key)).toBeNull();
    expect(portable.checkLabelSignature('/t/00000000000000151', token, key)?.code).toBe('label-signature');
  });

  it('verifies evidence, and not with an entry altered', () => {
    const { world, jar } = makeJarWorld();
    const trust = portableTrust.parseTrust(world.trustBytes());
    const evidence = world.evidence(jar);
    expect(portableVerify.verifyEvidence(encodeEvidence(evidence), trust).verdict).toBe('verified');
    const [first, ...chains] = evidence.chains;
    const [entry, ...entries] = first!.entries;
    const altered = { ...entry!, entry: entry!.entry.with(99, 0) };
    const chain = { ...first!, entries: [altered, ...entries] };
    const report = portableVerify.verifyEvidence(
      encodeEvidence({ ...evidence, chains: [chain, ...chains] }),
      trust,
    );
    expect(report.verdict).toBe('invalid');
  });
});
