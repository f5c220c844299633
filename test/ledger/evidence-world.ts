import { randomBytes } from 'node:crypto';
import { base64urlEncode, utf8Encode } from '../../src/ledger/bytes.js';
import { formatCheckpoint } from '../../src/ledger/checkpoint.js';
import { conceal } from '../../src/ledger/disclosure.js';
import { encodeEntry, type Entry, genesisPrev } from '../../src/ledger/entry.js';
import type {
  Evidence,
  EvidenceChain,
  EvidenceCompleteness,
  EvidenceEntry,
  EvidenceLabel,
} from '../../src/ledger/evidence.js';
import { leafHash } from '../../src/ledger/hash.js';
import type { JsonObject } from '../../src/ledger/json.js';
import { mapKey } from '../../src/ledger/map.js';
import { planMapProof, proveMap } from '../../src/ledger/map-proof.js';
import { formatNote, formatVerifierKey } from '../../src/ledger/note.js';
import { encodeStatementParts, formatStatement, statementType } from '../../src/ledger/statement.js';
import { treeRoot } from '../../src/ledger/tree.js';
import { parseTrust, type Trust, trustVersion } from '../../src/ledger/trust.js';
import { makeNotary, noteOf, type Notary } from '../support/notaries.js';
import { makeKey, signWith, type HeldKey } from '../support/participant.js';
import { eventId, log as origin } from './fixtures.js';
import { StoredMap } from './map-fixtures.js';
import { NaiveTree } from './naive-tree.js';

/** An organization that speaks, and the key it speaks with. */
export interface Voice {
  readonly org: string;
  readonly key: HeldKey;
}

/** Where something that was said stands. */
export interface Said {
  readonly chain: string;
  readonly seq: number;
  readonly leafHash: string;
  readonly index: number;
}

export interface Saying {
  readonly by: Voice;
  readonly kind: string;
  readonly data: JsonObject;
  /** Pointers below `data` to conceal. */
  readonly secret?: readonly string[];
  /** Of the payload: who it says it is. */
  readonly iss?: string;
  readonly sub?: string;
  readonly eventId?: string;
  readonly occurredAtMs?: number;
  readonly recordedAtMs?: number;
  /** What the entry says against the rules. */
  readonly entry?: Partial<Entry>;
}

interface TrustChanges {
  /** The lines about witnesses. */
  readonly policy?: string;
  readonly organization?: string;
  readonly kid?: string;
}

const startMs = Date.UTC(2026, 10, 23, 12);
const codes = ['one', 'two', 'three', 'four', 'five'];

export const uuid = (n: number): string => `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`;

/** A log that a test fills entry by entry, and whose evidence it can make in any state. */
export class EvidenceWorld {
  readonly log: Notary;
  readonly witness = makeNotary('witness.example/w1', 'cosignature/v1');
  readonly operator: Voice = { org: `org/${uuid(1)}`, key: makeKey() };
  private readonly entries: Uint8Array[] = [];
  private readonly chains = new Map<string, EvidenceEntry[]>();

  constructor(private readonly name: string = origin) {
    this.log = makeNotary(name);
    this.register(this.operator);
  }

  /** Leaves of the log. */
  get size(): number {
    return this.entries.length;
  }

  /** Every entry of the log, in order. */
  get all(): readonly Uint8Array[] {
    return this.entries;
  }

  /** The time of the next entry. */
  get nowMs(): number {
    return startMs + this.entries.length * 60_000;
  }

  /** Appends a statement to a chain, and the entry to the log. */
  say(chain: string, saying: Saying): Said {
    const { by, kind, data, secret = [] } = saying;
    const before = this.chains.get(chain) ?? [];
    const concealed = conceal(data, secret, () => randomBytes(16));
    const payload = {
      jti: saying.eventId ?? eventId(this.entries.length + 1),
      iss: saying.iss ?? by.org,
      sub: saying.sub ?? chain,
      kind,
      occurredAt: new Date(saying.occurredAtMs ?? this.nowMs).toISOString(),
      data: concealed.data,
      ...(concealed.disclosures.length === 0 ? {} : { _sd_alg: 'sha-256' as const }),
    };
    const input = encodeStatementParts({ alg: by.key.alg, kid: by.key.kid, typ: statementType }, payload);
    const last = before.at(-1);
    const entry = encodeEntry({
      log: this.name,
      chain,
      seq: before.length + 1,
      prev: last === undefined ? genesisPrev() : leafHash(last.entry),
      recordedAt: new Date(saying.recordedAtMs ?? this.nowMs).toISOString(),
      statement: formatStatement(input, signWith(by.key, input)),
      ...saying.entry,
    });
    const index = this.entries.push(entry) - 1;
    const item = { entry, index, proof: [], disclosures: concealed.disclosures, withheld: [] };
    this.chains.set(chain, [...before, item]);
    return { chain, seq: before.length + 1, leafHash: base64urlEncode(leafHash(entry)), index };
  }

  /** Registers an organization and its first key, as the operator does. */
  register(voice: Voice): void {
    const data = { name: voice.org, type: 'company', region: '370686' };
    this.say(voice.org, { by: this.operator, kind: 'organization-registered', data });
    this.registerKey(voice, this.operator, 'custodial');
  }

  registerKey(
    { org, key }: Voice,
    by: Voice,
    purpose = 'participant',
    changes: Partial<Saying> & { readonly data?: JsonObject } = {},
  ): Said {
    const { crv, kty, x, y } = key.jwk;
    const jwk = { crv: crv!, kty: kty!, x: x!, ...(y === undefined ? {} : { y }) };
    const data = { kid: key.kid, alg: key.alg, jwk, purpose, ...changes.data };
    return this.say(org, { by, kind: 'key-registered', ...changes, data });
  }

  revokeKey({ org, key }: Voice, by: Voice, fromMs: number): Said {
    const data = { kid: key.kid, untrustedFrom: new Date(fromMs).toISOString(), reason: 'lost' };
    return this.say(org, { by, kind: 'key-revoked', data });
  }

  /** A new organization with a registered key. */
  organization(n: number): Voice {
    const voice = { org: `org/${uuid(n)}`, key: makeKey() };
    this.register(voice);
    return voice;
  }

  /** The map of all chains as of now, stated in the log; answers what proves the given chains complete. */
  stateHeads(chains: readonly string[], changes: Partial<Saying> = {}): () => EvidenceCompleteness {
    const leaves = [...this.chains].map(([chain, items]) => ({
      key: mapKey(chain),
      count: items.length,
      head: leafHash(items.at(-1)!.entry),
    }));
    const map = new StoredMap(leaves);
    const data = { size: this.entries.length, root: base64urlEncode(map.root) };
    const saying = { by: this.operator, kind: 'heads-stated', data, ...changes };
    const { index } = this.say(this.operator.org, saying);
    const entry = this.entries[index]!;
    const heads = chains.map((chain) => {
      const key = mapKey(chain);
      const tile = map.tile(key[0]!);
      const plan = planMapProof(key, map.rootTile, tile);
      return { chain, proof: proveMap(key, map.rootTile, tile, map.read(plan)) };
    });
    // Proved under the log as it is when the evidence is made.
    return () => ({ entry: { entry, index, proof: this.prove(index) }, heads });
  }

  private prove(index: number): Uint8Array[] {
    return new NaiveTree(this.entries.map(leafHash)).path(index, 0, this.entries.length);
  }

  /** The checkpoint over the whole log, cosigned unless told. */
  checkpoint(...signers: readonly Notary[]): string {
    const root = treeRoot(this.entries.map(leafHash));
    const text = formatCheckpoint({ origin: this.name, size: this.entries.length, root });
    return formatNote(noteOf(text, ...(signers.length === 0 ? [this.log, this.witness] : signers)));
  }

  /** A chain as evidence has it, with its proofs under the whole log. */
  chain(chain: string, role: EvidenceChain['role']): EvidenceChain {
    const tree = new NaiveTree(this.entries.map(leafHash));
    const items = (this.chains.get(chain) ?? []).map((item) => ({
      ...item,
      proof: tree.path(item.index, 0, this.entries.length),
    }));
    return { chain, role, entries: items };
  }

  /** Evidence of a batch over every chain there is. */
  evidence(subject: string, label: EvidenceLabel | null = null): Evidence {
    const roleOf = (chain: string): EvidenceChain['role'] =>
      chain.startsWith('org/') ? 'signer' : chain === subject ? 'subject' : 'upstream';
    return {
      log: this.name,
      batch: subject.slice('batch/'.length),
      checkpoint: this.checkpoint(),
      chains: [...this.chains.keys()].map((chain) => this.chain(chain, roleOf(chain))),
      label,
      completeness: null,
    };
  }

  /** The trust file that pins this world. */
  trustBytes({ policy, organization, kid }: TrustChanges = {}): Uint8Array {
    const witnessed = `witness w1 ${formatVerifierKey(this.witness.key)}\nquorum w1\n`;
    const operator = {
      organization: organization ?? this.operator.org,
      kid: kid ?? this.operator.key.kid,
    };
    const lines = `log ${formatVerifierKey(this.log.key)}\n${policy ?? witnessed}`;
    return utf8Encode(JSON.stringify({ v: trustVersion, operator, policy: lines }));
  }

  trust(changes: TrustChanges = {}): Trust {
    return parseTrust(this.trustBytes(changes));
  }
}

/** A jar made from a box that was received from a field, with everybody who signed. */
export interface JarWorld {
  readonly world: EvidenceWorld;
  readonly farm: Voice;
  /** The farm's own key. */
  readonly phone: Voice;
  readonly packer: Voice;
  readonly laboratory: Voice;
  readonly field: string;
  readonly box: string;
  readonly jar: string;
  readonly shipment: Said;
  readonly receipt: Said;
  readonly packing: Said;
  readonly issue: Said;
}

/** How a statement names an entry of a batch. */
export function named({ chain, seq, leafHash: hash }: Said): {
  batch: string;
  seq: number;
  leafHash: string;
} {
  return { batch: chain.slice('batch/'.length), seq, leafHash: hash };
}

export function makeJarWorld(): JarWorld {
  const world = new EvidenceWorld();
  const [farm, packer, laboratory] = [2, 3, 4].map((n) => world.organization(n)) as [Voice, Voice, Voice];
  const phone = { org: farm.org, key: makeKey('ES256') };
  world.registerKey(phone, farm);
  const [field, box, jar] = [11, 12, 13].map((n) => `batch/${uuid(n)}`) as [string, string, string];
  const say = (chain: string, by: Voice, kind: string, data: JsonObject, secret: string[] = []): Said =>
    world.say(chain, { by, kind, data, secret });
  say(field, farm, 'opening', { code: 'FIELD', unit: 'KGM' });
  say(field, phone, 'harvest', { quantity: '100', operator: '王某', note: 'x' }, ['/operator', '/note']);
  const shipment = say(field, phone, 'shipment', { quantity: '90', vehicle: '鲁F' }, ['/vehicle']);
  say(box, packer, 'opening', { code: 'BOX', unit: 'KGM' });
  const receipt = say(box, packer, 'receipt', { source: named(shipment) });
  say(jar, packer, 'opening', { code: 'JAR', unit: 'KGM' });
  const packing = say(jar, packer, 'processing', {
    inputs: [named(receipt)],
    outputs: [{ batch: jar.slice('batch/'.length) }],
  });
  say(jar, laboratory, 'inspection', { verdict: 'pass' });
  const root = base64urlEncode(treeRoot(codeLeaves()));
  const issue = say(jar, packer, 'label', { action: 'issued', set: uuid(90), units: codes.length, root });
  say(jar, packer, 'label', { action: 'activated', set: uuid(90), first: 1, last: 3 });
  say(jar, packer, 'label', { action: 'voided', set: uuid(90), first: 3, last: 3 });
  return { world, farm, phone, packer, laboratory, field, box, jar, shipment, receipt, packing, issue };
}

function codeLeaves(): Uint8Array[] {
  return codes.map((code) => leafHash(utf8Encode(code)));
}

/** The proof of the n-th code of the jar's label set. */
export function labelOf(number: number, { issue }: JarWorld): EvidenceLabel {
  const proof = new NaiveTree(codeLeaves()).path(number - 1, 0, codes.length);
  return { code: codes[number - 1]!, seq: issue.seq, number, proof };
}
