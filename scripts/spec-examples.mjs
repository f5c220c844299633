// Writes the worked examples of docs/spec between their markers, from the code that they document and published test
// keys: `node scripts/spec-examples.mjs`. With `--check` it writes nothing, names what is stale, and fails.
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { p256 } from '@noble/curves/nist.js';
import ts from 'typescript';
import { makeLogExamples } from './spec-log-examples.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const docs = join(root, 'docs', 'spec');

/** RFC 8037, Appendix A.1, and RFC 7515, Appendix A.3.1: keys whose private half everybody knows. */
const ed25519Jwk = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
};
const p256Jwk = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
};

const organization = 'org/3f0a7c52-9d1e-4b8a-8c6f-1e2d3c4b5a69';
const batch = 'batch/7b1de4c0-52a8-4f63-9e17-0c9a8b7d6e5f';
const log = 'ledger.example.org/2026';
const harvestData = {
  quantity: { value: '1200', unit: 'KGM' },
  grade: '一级',
  operator: { name: '王某', phone: '000' },
  source: { supplier: '某合作社', ticket: 'T-7' },
};
const concealedFields = ['/operator', '/source/ticket'];

/** Modules of the core whose exports the examples use beside those of index.ts. */
const furtherModules = [
  'checkpoint',
  'cosignature',
  'evidence',
  'map',
  'map-proof',
  'map-tile',
  'note',
  'proof',
  'receipt',
  'tlog-proof',
  'trust',
  'verify',
];

function compile(source, target) {
  const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext };
  const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), { compilerOptions });
  writeFileSync(target, outputText.replaceAll(/from '\.\/(.*)\.js'/g, "from './$1.mjs'"));
}

/** The pure core, compiled on its own: the examples need no build and are never of an older one. */
async function loadLedger() {
  const source = join(root, 'src', 'ledger');
  const target = join(root, '.cache', `spec-examples-${process.pid}`);
  mkdirSync(target, { recursive: true });
  try {
    for (const name of readdirSync(source)) {
      compile(join(source, name), join(target, name.replace(/\.ts$/, '.mjs')));
    }
    const loaded = await Promise.all(
      ['index', ...furtherModules].map((name) => import(pathToFileURL(join(target, `${name}.mjs`)).href)),
    );
    return Object.assign({}, ...loaded);
  } finally {
    rmSync(target, { recursive: true });
  }
}

const ledger = await loadLedger();
const ascii = (text) => ledger.utf8Encode(text);
const ed25519 = ledger.parsePublicKey({ kty: ed25519Jwk.kty, crv: ed25519Jwk.crv, x: ed25519Jwk.x });
const es256 = ledger.parsePublicKey({ kty: p256Jwk.kty, crv: p256Jwk.crv, x: p256Jwk.x, y: p256Jwk.y });

function signEd25519(text) {
  return new Uint8Array(sign(null, ascii(text), createPrivateKey({ key: ed25519Jwk, format: 'jwk' })));
}

/** RFC 6979, so that the example is the same each time; low s. */
function signEs256(text) {
  return p256.sign(ascii(text), ledger.base64urlDecode(p256Jwk.d), { lowS: true });
}

/** Sixteen bytes that look random and are the same in every run. */
function fixedSalt(n) {
  return new Uint8Array(createHash('sha256').update(`salt ${n}`).digest().subarray(0, 16));
}

function makeStatement(payload, key, signText) {
  const header = { alg: key.alg, kid: key.kid, typ: ledger.statementType };
  const signingInput = ledger.encodeStatementParts(header, payload);
  const signature = signText(signingInput);
  const compact = ledger.formatStatement(signingInput, signature);
  const fault = ledger.checkStatement(ledger.parseStatement(compact), key);
  if (fault) throw new Error(`the example does not verify: ${fault.code}`);
  return { header, payload, signingInput, signature, compact };
}

let salts = 0;
const concealed = ledger.conceal(harvestData, concealedFields, () => fixedSalt((salts += 1)));
const harvest = {
  jti: '019a2f3c-4d5e-7f60-8a1b-2c3d4e5f6071',
  iss: organization,
  sub: batch,
  kind: 'harvest',
  occurredAt: '2026-10-03T16:30:00+08:00',
  data: concealed.data,
  _sd_alg: 'sha-256',
};
const storage = {
  jti: '019a2f3c-4d5e-7f60-8a1b-2c3d4e5f6072',
  iss: organization,
  sub: batch,
  kind: 'storage',
  occurredAt: '2026-10-03T19:05:00+08:00',
  data: { temperature: { value: '2.5', unit: 'CEL' } },
};
const statement = makeStatement(harvest, ed25519, signEd25519);
const es256Statement = makeStatement(harvest, es256, signEs256);

const entries = [];
for (const [payload, recordedAt] of [
  [harvest, '2026-10-03T08:31:07.040Z'],
  [storage, '2026-10-03T11:06:21.977Z'],
]) {
  const prev = entries.length === 0 ? ledger.genesisPrev() : ledger.leafHash(entries.at(-1));
  const { compact } = makeStatement(payload, ed25519, signEd25519);
  entries.push(
    ledger.encodeEntry({ log, chain: batch, seq: entries.length + 1, prev, recordedAt, statement: compact }),
  );
}
const head = { seq: entries.length, leafHash: ledger.leafHash(entries.at(-1)) };
if (ledger.checkChain(entries, { log, chain: batch, head })) throw new Error('the example chain has a fault');

const codeBytes = ledger.hexDecode('8f3a1c09d47be2560a91');
const labelPath = `/01/06901234567892/10/AP-2026%2F10/21/${ledger.formatCode(codeBytes)}`;
const setCodes = [
  codeBytes,
  ledger.hexDecode('04d2907c1fa88be3305e'),
  ledger.hexDecode('b1c6e85a3f07294d1174'),
];
const serialCodes = setCodes.map(ledger.formatCode);
const serialFacts = {
  activated: [[1, 2]],
  asOf: '2026-10-05T02:00:00.000Z',
  chain: batch,
  form: 'compact',
  path: labelPath.slice(0, -ledger.codeLength),
  root: ledger.base64urlEncode(ledger.treeRoot(serialCodes.map((code) => ledger.leafHash(ascii(code))))),
  seq: 3,
  set: '019a2f3c-4d5e-7f60-8a1b-2c3d4e5f6073',
  void: [[3, 3]],
};
const serialsInput = ledger.serialsSigningInput(ed25519.kid, serialFacts, serialCodes);
const serialsText = ledger.utf8Decode(ledger.serialsPayload(serialFacts, [])).trimEnd();
const labelSignature = signEd25519(ledger.labelSigningInput(ed25519.kid, labelPath));
const labelToken = ledger.formatSignatureToken(ed25519.kid, labelSignature);
if (ledger.checkLabelSignature(labelPath, labelToken, ed25519))
  throw new Error('the example label does not verify');

const canonical = (value) => ledger.canonicalize(value);
const hash = (bytes) => `${ledger.hexEncode(bytes)} (hex)\n${ledger.base64urlEncode(bytes)} (BASE64URL)`;

/** Every example: lines of a caption and the exact text it is about, or one text as it is. */
const examples = {
  'statement.md': {
    key: [
      ['Ed25519 public key: the text that is hashed', canonical(ed25519.jwk)],
      ['its kid', ed25519.kid],
      ['its private key, RFC 8037 Appendix A.1 (d)', ed25519Jwk.d],
      ['P-256 public key: the text that is hashed', canonical(es256.jwk)],
      ['its kid', es256.kid],
      ['its private key, RFC 7515 Appendix A.3.1 (d)', p256Jwk.d],
    ],
    statement: [
      ['header', canonical(statement.header)],
      ['payload', canonical(statement.payload)],
      ['signing input', statement.signingInput],
      ['signature (hex)', ledger.hexEncode(statement.signature)],
      ['statement', statement.compact],
    ],
    disclosures: [
      ['data before', canonical(harvestData)],
      ...concealed.disclosures.flatMap((text) => {
        const { salt, name, value } = ledger.parseDisclosure(text);
        return [
          [`the array of ${name}`, canonical([salt, name, value])],
          ['its disclosure', text],
          ['its digest', ledger.disclosureDigest(text)],
        ];
      }),
      ['combined', ledger.formatCombined(statement.compact, concealed.disclosures)],
    ],
    es256: [
      ['signature (hex)', ledger.hexEncode(es256Statement.signature)],
      ['statement', es256Statement.compact],
    ],
  },
  'entry.md': {
    entries: entries.flatMap((entry, index) => [
      [`entry ${index + 1}, ${entry.length} bytes`, ledger.utf8Decode(entry)],
      [`leaf hash of entry ${index + 1}`, hash(ledger.leafHash(entry))],
    ]),
    tree: [['root', hash(ledger.treeRoot(entries.map((entry) => ledger.leafHash(entry))))]],
  },
  'label.md': {
    code: [
      ['ten bytes (hex)', ledger.hexEncode(codeBytes)],
      ['N mod 37', String(BigInt(`0x${ledger.hexEncode(codeBytes)}`) % 37n)],
      ['code', ledger.formatCode(codeBytes)],
    ],
    label: [
      ['header', ledger.labelHeader(ed25519.kid)],
      ['path', labelPath],
      ['signing input', ledger.labelSigningInput(ed25519.kid, labelPath)],
      ['signature (hex)', ledger.hexEncode(labelSignature)],
      [
        'first two thumbprint bytes (hex)',
        ledger.hexEncode(ledger.base64urlDecode(ed25519.kid).subarray(0, 2)),
      ],
      ['kid3', ledger.keyShortId(ed25519.kid)],
      ['digits', ledger.formatSignatureDigits(labelSignature)],
      ['token', labelToken],
      ['URI', `https://trace.example.org${labelPath}?s=${labelToken}`],
      ['the label as a compact JWS', ledger.labelJws(ed25519.kid, labelPath, labelSignature)],
    ],
    root: [
      ...serialCodes.map((code, index) => [`code ${index + 1}`, code]),
      ...serialCodes.map((code, index) => [
        `leaf ${index + 1} (hex)`,
        ledger.hexEncode(ledger.leafHash(ascii(code))),
      ]),
      ['root', serialFacts.root],
    ],
    serials: [
      ['header', ledger.serialsHeader(ed25519.kid)],
      ['facts', serialsText],
      ['serials (hex)', setCodes.map(ledger.hexEncode).join('')],
      ['signing input', serialsInput],
      ['signature (hex)', ledger.hexEncode(signEd25519(serialsInput))],
      ['the list as a compact JWS', `${serialsInput}.${ledger.base64urlEncode(signEd25519(serialsInput))}`],
    ],
  },
  ...makeLogExamples({
    ledger,
    log,
    organization,
    batch,
    entries,
    key: ed25519,
    disclosures: concealed.disclosures,
  }),
};

/** The block of one example as it stands between its markers. */
function render(lines) {
  if (typeof lines === 'string') return `\n\n\`\`\`text\n${lines}\`\`\`\n\n`;
  const texts = lines.map(([caption, text]) => `# ${caption}\n${text}`);
  return `\n\n\`\`\`text\n${texts.join('\n\n')}\n\`\`\`\n\n`;
}

function fill(name, document) {
  return Object.entries(examples[name]).reduce((text, [example, lines]) => {
    const [open, close] = [`<!-- example:${example} -->`, `<!-- /example:${example} -->`];
    const [from, to] = [text.indexOf(open) + open.length, text.indexOf(close)];
    if (from < open.length || to < from) throw new Error(`${name} has no markers for the example ${example}`);
    return text.slice(0, from) + render(lines) + text.slice(to);
  }, document);
}

const stale = [];
for (const name of Object.keys(examples)) {
  const path = join(docs, name);
  const document = readFileSync(path, 'utf8');
  const filled = fill(name, document);
  if (filled === document) continue;
  stale.push(name);
  if (!process.argv.includes('--check')) writeFileSync(path, filled);
}
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`Stale examples in docs/spec: ${stale.join(', ')}. Run: node scripts/spec-examples.mjs`);
  process.exit(1);
}
console.log(stale.length === 0 ? 'docs/spec is current' : `docs/spec: wrote ${stale.join(', ')}`);
