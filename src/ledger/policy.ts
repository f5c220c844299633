import { LedgerError, type LedgerErrorCode } from './errors.js';
import { parseVerifierKey, type VerifierKey } from './note.js';

/** Whose checkpoints are valid, and which cosignatures make them so (C2SP tlog-policy). */
export interface Policy {
  readonly logs: readonly VerifierKey[];
  readonly witnesses: readonly PolicyWitness[];
  readonly quorum: Quorum;
}

export interface PolicyWitness {
  /** As the policy names it; the key has a name of its own. */
  readonly name: string;
  readonly key: VerifierKey;
  /** Where it takes checkpoints (submission prefix), if the policy says. */
  readonly url: string | null;
}

/** A witness, or so many members of a group; threshold 0 without members is `quorum none`. */
export type Quorum =
  { readonly witness: string } | { readonly threshold: number; readonly members: readonly Quorum[] };

/** The specification asks for at least 32 of each. */
const logsMax = 64;
const witnessesMax = 64;
const groupsMax = 64;
const policyLengthMax = 65_536;

const allowedText = /^[\t\n\x20-\x7e\u0080-\u{10ffff}]*\n$/u;
const spaces = /[ \t]+/;
const trimmed = /^[ \t]+|[ \t]+$/g;
const decimal = /^[1-9]\d{0,2}$/;

/**
 * The policy of its text (C2SP tlog-policy, syntax and structure).
 *
 * Logs have keys of signed notes, witnesses keys of cosignatures; a policy with a key of another kind is refused as a
 * whole, since leaving a witness out would change its quorum. At most 64 logs, 64 witnesses and 64 groups.
 *
 * @throws LedgerError `policy-malformed`, `policy-key`, `policy-name`, `policy-quorum`, each with the number of the
 * line; `note-key`, `key-…` for the keys themselves.
 */
export function parsePolicy(text: string): Policy {
  if (text.length > policyLengthMax || !allowedText.test(text)) {
    throw new LedgerError('policy-malformed', 'Not lines of text, or too large');
  }
  const parser = new PolicyParser();
  for (const line of text.slice(0, -1).split('\n')) parser.line(line);
  return parser.policy();
}

/** Whether the witnesses that verifiably cosigned, named as in the policy, are a quorum. */
export function isQuorum(policy: Policy, verified: ReadonlySet<string>): boolean {
  return holds(policy.quorum, verified);
}

function holds(quorum: Quorum, verified: ReadonlySet<string>): boolean {
  if ('witness' in quorum) return verified.has(quorum.witness);
  return quorum.members.filter((member) => holds(member, verified)).length >= quorum.threshold;
}

class PolicyParser {
  private readonly logs: VerifierKey[] = [];
  private readonly witnesses: PolicyWitness[] = [];
  /** Witnesses and groups share one set of names. */
  private readonly named = new Map<string, Quorum>();
  private readonly members = new Set<string>();
  private groups = 0;
  private quorum: Quorum | null = null;
  private number = 0;

  line(line: string): void {
    this.number += 1;
    const [word = '', ...items] = line.replaceAll(trimmed, '').split(spaces);
    if (word === '' || word.startsWith('#')) return;
    if (word === 'log') this.addLog(items);
    else if (word === 'witness') this.addWitness(items);
    else if (word === 'group') this.addGroup(items);
    else if (word === 'quorum') this.setQuorum(items);
    else throw this.error('policy-malformed', 'unknown word');
  }

  policy(): Policy {
    if (!this.quorum) throw new LedgerError('policy-quorum', 'A policy has one quorum line');
    return { logs: this.logs, witnesses: this.witnesses, quorum: this.quorum };
  }

  private addLog(items: readonly string[]): void {
    const [vkey, , ...rest] = items;
    if (vkey === undefined || rest.length > 0) throw this.error('policy-malformed', 'log <vkey> [<url>]');
    const key = parseVerifierKey(vkey);
    if (key.type !== 'Ed25519') throw this.error('policy-key', 'a log has a key of signed notes');
    if (this.logs.some((log) => log.key.kid === key.key.kid)) {
      throw this.error('policy-key', 'a log’s key is there already');
    }
    this.logs.push(key);
    if (this.logs.length > logsMax) throw this.error('policy-malformed', 'too many logs');
  }

  private addWitness(items: readonly string[]): void {
    const [name, vkey, url = null, ...rest] = items;
    if (name === undefined || vkey === undefined || rest.length > 0) {
      throw this.error('policy-malformed', 'witness <name> <vkey> [<url>]');
    }
    const key = parseVerifierKey(vkey);
    if (key.type !== 'cosignature/v1') throw this.error('policy-key', 'a witness has a key of cosignatures');
    if (this.witnesses.some((witness) => witness.key.key.kid === key.key.kid)) {
      throw this.error('policy-key', 'a witness’s key is there already');
    }
    this.name(name, { witness: name });
    this.witnesses.push({ name, key, url });
    if (this.witnesses.length > witnessesMax) throw this.error('policy-malformed', 'too many witnesses');
  }

  private addGroup(items: readonly string[]): void {
    const [name, count, ...names] = items;
    if (name === undefined || count === undefined || names.length === 0) {
      throw this.error('policy-malformed', 'group <name> all|any|<k> <name>…');
    }
    const members = names.map((member) => this.member(member));
    this.name(name, { threshold: this.threshold(count, members.length), members });
    this.groups += 1;
    if (this.groups > groupsMax) throw this.error('policy-malformed', 'too many groups');
  }

  private setQuorum(items: readonly string[]): void {
    const [name, ...rest] = items;
    if (name === undefined || rest.length > 0) throw this.error('policy-malformed', 'quorum <name>');
    if (this.quorum) throw this.error('policy-quorum', 'a second quorum');
    this.quorum = name === 'none' ? { threshold: 0, members: [] } : this.find(name);
  }

  private threshold(count: string, members: number): number {
    if (count === 'all') return members;
    if (count === 'any') return 1;
    const number = Number(count);
    if (!decimal.test(count) || number > members) {
      throw this.error('policy-quorum', 'a threshold is 1 to the number of members');
    }
    return number;
  }

  /** A name is member once at most, so that no witness counts twice. */
  private member(name: string): Quorum {
    const found = this.find(name);
    if (this.members.has(name)) throw this.error('policy-name', 'a name is member of a group already');
    this.members.add(name);
    return found;
  }

  private find(name: string): Quorum {
    const found = this.named.get(name);
    if (!found) throw this.error('policy-name', 'a name is not defined on a line before');
    return found;
  }

  private name(name: string, quorum: Quorum): void {
    if (name === 'none' || this.named.has(name)) throw this.error('policy-name', 'a name is taken');
    this.named.set(name, quorum);
  }

  private error(code: LedgerErrorCode, reason: string): LedgerError {
    return new LedgerError(code, `Line ${this.number} of the policy: ${reason}`);
  }
}
