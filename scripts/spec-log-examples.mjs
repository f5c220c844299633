// The worked examples of docs/spec/log.md and docs/spec/evidence.md: a log of seven entries, from published test keys.
import { createPrivateKey, sign } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';

/** RFC 8032 §7.1, TEST 2, TEST 3 and TEST 1024: private keys that everybody knows. */
const secrets = {
  log: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
  witness: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
  operator: 'f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5',
};
const operator = 'org/6c2d9f4e-8b1a-4d37-9a5c-2f7e1b0d4c83';
const absentChain = 'batch/00000000-0000-4000-8000-000000000001';
const registeredAt = '2026-10-01T00:00:00.000Z';
const statedAt = '2026-10-03T11:06:27.310Z';
/** From recording to a signed checkpoint at most (log.md §6), in milliseconds. */
const mergeDelayMaxMs = 60_000;
/** Of the cosignature, in seconds since 1970: 2026-10-03T11:06:28Z. */
const cosignedAt = 1_791_025_588;

/**
 * `spec` has the pure core and what the examples of the other pages are made of: `log`, `organization`, `batch` and its
 * `entries`, the organization's key (`jwk`, with `d`), and the `disclosures` of entry 1.
 */
export function makeLogExamples(spec) {
  const { ledger } = spec;
  const keys = Object.fromEntries(
    Object.entries(secrets).map(([name, secret]) => [name, openKey(ledger, secret)]),
  );
  const logKey = ledger.makeVerifierKey(spec.log, 'Ed25519', keys.log.key);
  const witnessKey = ledger.makeVerifierKey('witness.example.net/w1', 'cosignature/v1', keys.witness.key);
  const said = sayAll(spec, keys);
  const leaves = said.log.map((entry) => ledger.leafHash(entry));
  const head = { size: leaves.length, root: ledger.treeRoot(leaves) };
  const note = signedCheckpoint(ledger, { head, log: spec.log, keys, logKey, witnessKey });
  const checkpoint = ledger.formatNote(note);
  const prove = (index) => fold(ledger, leaves, ledger.planInclusion(index, head.size));
  const index = 5;
  const tlogProof = ledger.formatTlogProof({ index, hashes: prove(index), checkpoint: note, extra: null });
  const evidence = makeEvidence(spec, { said, prove, checkpoint });
  const trust = makeTrust(ledger, { keys, logKey, witnessKey });
  const report = ledger.verifyEvidence(evidence, ledger.parseTrust(trust));
  if (report.verdict !== 'verified') throw new Error(`the example evidence is ${report.verdict}`);
  return {
    'log.md': {
      logKeys: [
        ['vkey of the log', ledger.formatVerifierKey(logKey)],
        ['its private key, RFC 8032 §7.1 TEST 2 (hex)', secrets.log],
        ['vkey of the witness', ledger.formatVerifierKey(witnessKey)],
        ['its private key, RFC 8032 §7.1 TEST 3 (hex)', secrets.witness],
      ],
      leaves: [
        ...leaves.map((leaf, at) => [`leaf ${at} (hex)`, ledger.hexEncode(leaf)]),
        ['tile/0/000.p/7 (hex)', ledger.hexEncode(ledger.concatBytes(...leaves))],
        ['root (hex)', ledger.hexEncode(head.root)],
      ],
      checkpoint,
      cosignature: [
        ['what the witness signs, its last line feed left out', cosigned(ledger, note.text)],
        ['time', String(cosignedAt)],
        ['signature (hex)', ledger.hexEncode(note.signatures[1].signature.slice(8))],
      ],
      tlogProof,
      consistency: [['answer', consistencyAnswer(ledger, leaves)]],
      receipt: receiptLines(spec, keys, leaves[index]),
      map: mapLines(spec, said, leaves),
    },
    'evidence.md': {
      operator: [
        ['kid of the operator’s key', keys.operator.key.kid],
        ['its private key, RFC 8032 §7.1 TEST 1024 (hex)', secrets.operator],
      ],
      trust: [['trust.json', ledger.utf8Decode(trust)]],
      evidence: [['evidence.json', ledger.utf8Decode(evidence)]],
      report: [
        ['verdict', report.verdict],
        ...report.checks.map(({ check, status, reason }) => [check, `${status}: ${reason}`]),
      ],
    },
  };
}

function openKey(ledger, secret) {
  const d = ledger.hexDecode(secret);
  const x = ledger.base64urlEncode(ed25519.getPublicKey(d));
  const jwk = { kty: 'OKP', crv: 'Ed25519', x, d: ledger.base64urlEncode(d) };
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  return {
    key: ledger.parsePublicKey({ kty: 'OKP', crv: 'Ed25519', x }),
    sign: (bytes) => new Uint8Array(sign(null, bytes, privateKey)),
  };
}

/** The entries of the log in its order, and which of them are on which chain. */
function sayAll(spec, keys) {
  const { ledger, organization, batch, entries } = spec;
  const chains = new Map([[batch, entries]]);
  const log = [];
  const say = (chain, kind, data, at) => {
    const before = chains.get(chain) ?? [];
    const header = { alg: 'Ed25519', kid: keys.operator.key.kid, typ: ledger.statementType };
    const jti = `019a2f3c-4d5e-7f60-8a1b-2c3d4e5f${(0x5000 + log.length).toString(16)}`;
    const input = ledger.encodeStatementParts(header, {
      jti,
      iss: operator,
      sub: chain,
      kind,
      occurredAt: at,
      data,
    });
    const statement = ledger.formatStatement(input, keys.operator.sign(ledger.utf8Encode(input)));
    const prev = before.length === 0 ? ledger.genesisPrev() : ledger.leafHash(before.at(-1));
    const place = { log: spec.log, chain, seq: before.length + 1, prev };
    const entry = ledger.encodeEntry({ ...place, recordedAt: at, statement });
    chains.set(chain, [...before, entry]);
    log.push(entry);
  };
  const register = (chain, name, key) => {
    say(chain, 'organization-registered', { name, type: 'cooperative', region: '370686' }, registeredAt);
    const data = { kid: key.kid, alg: key.alg, jwk: key.jwk, purpose: 'custodial' };
    say(chain, 'key-registered', data, registeredAt);
  };
  register(operator, '某运营方', keys.operator.key);
  register(organization, '某合作社', spec.key);
  log.push(...entries);
  const map = mapOf(ledger, headsOf(ledger, chains));
  const stated = { size: log.length, root: ledger.base64urlEncode(map.root) };
  const shown = new Map(chains);
  say(operator, 'heads-stated', stated, statedAt);
  return { log, chains: shown, map, stated };
}

function headsOf(ledger, chains) {
  return [...chains].map(([chain, entries]) => ({
    chain,
    key: ledger.mapKey(chain),
    count: entries.length,
    head: ledger.leafHash(entries.at(-1)),
  }));
}

/** The whole map of a few chains: its tiles, its root, and proofs out of it. */
function mapOf(ledger, heads) {
  const tiles = Array.from({ length: 256 }, (_, first) =>
    Array.from({ length: 256 }, (_, second) =>
      ledger.bucketRoot(heads.filter(({ key }) => key[0] === first && key[1] === second)),
    ),
  );
  const top = tiles.map((children) => ledger.mapTile(children));
  const prove = (chain) => {
    const key = ledger.mapKey(chain);
    const { first, last } = ledger.planMapProof(key, top, tiles[key[0]]);
    const isWithin = (other) => Buffer.compare(other.key, first) >= 0 && Buffer.compare(other.key, last) <= 0;
    return ledger.proveMap(key, top, tiles[key[0]], heads.filter(isWithin));
  };
  return { heads, root: ledger.mapTile(top).hash, prove };
}

function signedCheckpoint(ledger, { head, log, keys, logKey, witnessKey }) {
  const text = ledger.formatCheckpoint({ origin: log, ...head });
  const own = keys.log.sign(ledger.utf8Encode(text));
  const cosignature = ledger.formatCosignature(
    cosignedAt,
    keys.witness.sign(ledger.cosignatureMessage(cosignedAt, text)),
  );
  const note = {
    text,
    signatures: [
      { name: logKey.name, keyId: logKey.keyId, signature: own },
      { name: witnessKey.name, keyId: witnessKey.keyId, signature: cosignature },
    ],
  };
  ledger.openCheckpoint(note, logKey);
  if (!('time' in ledger.checkCosignature(note, witnessKey))) throw new Error('the cosignature is wrong');
  return note;
}

function cosigned(ledger, text) {
  return ledger.utf8Decode(ledger.cosignatureMessage(cosignedAt, text)).trimEnd();
}

/** A proof out of the leaves themselves. */
function fold(ledger, leaves, plan) {
  return ledger.foldPlan(plan, ({ level, index }) =>
    ledger.treeRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)),
  );
}

function consistencyAnswer(ledger, leaves) {
  const [from, to] = [5, leaves.length];
  const proof = fold(ledger, leaves, ledger.planConsistency(from, to));
  const roots = [from, to].map((size) => ({ size, root: ledger.treeRoot(leaves.slice(0, size)) }));
  if (ledger.checkConsistency(roots[0], roots[1], proof)) throw new Error('the consistency proof is wrong');
  return JSON.stringify({ from, to, proof: proof.map((hash) => Buffer.from(hash).toString('base64')) });
}

function receiptLines({ ledger, log, batch, entries }, keys, leaf) {
  const { recordedAt, seq } = ledger.parseEntry(entries.at(-1));
  const includedBy = new Date(Date.parse(recordedAt) + mergeDelayMaxMs).toISOString();
  const input = ledger.encodeReceiptParts(keys.log.key.kid, { log, leafHash: leaf, includedBy });
  const receipt = `${input}.${ledger.base64urlEncode(keys.log.sign(ledger.utf8Encode(input)))}`;
  const [header, payload] = receipt.split('.').map((part) => Buffer.from(part, 'base64url').toString());
  return [
    ['the entry', `${batch} seq ${seq}, recorded at ${recordedAt}`],
    ['header', header],
    ['payload', payload],
    ['receipt', receipt],
  ];
}

function mapLines({ ledger, batch }, { map, stated }, leaves) {
  const own = map.heads.find(({ chain }) => chain === batch);
  const [present, absent] = [batch, absentChain].map(map.prove);
  const faults = [
    ledger.checkMapProof(map.root, batch, own, present),
    ledger.checkMapProof(map.root, absentChain, null, absent),
  ];
  if (faults.some((fault) => fault !== null)) throw new Error('a map proof is wrong');
  return [
    ...map.heads.map(({ chain, key, count, head }) => [
      `${chain}: key, count, head, leaf (hex)`,
      [key, count, head, ledger.mapLeafHash({ key, count, head })]
        .map((part) => (typeof part === 'number' ? String(part) : ledger.hexEncode(part)))
        .join('\n'),
    ]),
    ['root (hex)', ledger.hexEncode(map.root)],
    [`data of the heads-stated entry, index ${leaves.length - 1} of the log`, ledger.canonicalize(stated)],
    [`proof for ${batch}`, ledger.canonicalize(present)],
    [`proof that ${absentChain} is not there`, ledger.canonicalize(absent)],
  ];
}

/** Evidence of the batch: of its two private fields one is shown. */
function makeEvidence({ ledger, log, organization, batch, disclosures }, { said, prove, checkpoint }) {
  const items = (chain) =>
    said.chains.get(chain).map((entry, at) => {
      const index = said.log.indexOf(entry);
      const isFirst = chain === batch && at === 0;
      const [shown, hidden] = isFirst ? disclosures : [];
      return {
        entry,
        index,
        proof: prove(index),
        disclosures: shown ? [shown] : [],
        withheld: hidden ? [{ digest: ledger.disclosureDigest(hidden), reason: 'private' }] : [],
      };
    });
  return ledger.encodeEvidence({
    log,
    batch: batch.slice('batch/'.length),
    checkpoint,
    chains: [
      { chain: batch, role: 'subject', entries: items(batch) },
      { chain: operator, role: 'signer', entries: items(operator) },
      { chain: organization, role: 'signer', entries: items(organization) },
    ],
    label: null,
    completeness: {
      entry: { entry: said.log.at(-1), index: said.log.length - 1, proof: prove(said.log.length - 1) },
      heads: [{ chain: batch, proof: said.map.prove(batch) }],
    },
  });
}

function makeTrust(ledger, { keys, logKey, witnessKey }) {
  const policy = [
    `log ${ledger.formatVerifierKey(logKey)}`,
    `witness w1 ${ledger.formatVerifierKey(witnessKey)}`,
    'quorum w1',
  ];
  return ledger.canonicalBytes({
    v: 'furrow-trust/1',
    operator: { organization: operator, kid: keys.operator.key.kid },
    policy: policy.map((line) => `${line}\n`).join(''),
  });
}
