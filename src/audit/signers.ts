import type { Statement } from '../ledger/statement.js';
import type { LoggedEntry } from './logged-chains.js';

/** The entries of an organization's chain that keys rest on, in their order. */
export interface SignerChain {
  /** `org/<uuid>`. */
  readonly organization: string;
  readonly entries: readonly LoggedEntry[];
}

interface Signer {
  readonly organization: string;
  readonly kid: string;
}

/** Reads what a key of an organization, `org/<uuid>`, rests on: the registrations of both, and its revocation. */
export type ReadKey = (organization: string, kid: string) => Promise<readonly LoggedEntry[]>;

/**
 * What every key that signed a statement rests on; for the keys that signed those entries the same, up to the operator's
 * first key, which signed its own.
 */
export async function collectSigners(
  statements: readonly Statement[],
  read: ReadKey,
): Promise<SignerChain[]> {
  const kept = new Map<string, Map<number, LoggedEntry>>();
  const wanted = new Map(statements.map(signerOf));
  // A map is walked to its end even when it grows on the way.
  for (const { organization, kid } of wanted.values()) {
    const entries = kept.get(organization) ?? new Map<number, LoggedEntry>();
    for (const entry of await read(organization, kid)) {
      entries.set(entry.seq, entry);
      if (entry.statement !== null) wanted.set(...signerOf(entry.statement));
    }
    if (entries.size > 0) kept.set(organization, entries);
  }
  return [...kept].map(([organization, entries]) => ({ organization, entries: inOrder(entries) }));
}

/** Who signed a statement, under a name of its own. */
function signerOf({ header: { kid }, payload: { iss } }: Statement): [string, Signer] {
  return [`${iss} ${kid}`, { organization: iss, kid }];
}

function inOrder(entries: ReadonlyMap<number, LoggedEntry>): LoggedEntry[] {
  return [...entries.values()].sort((one, other) => one.seq - other.seq);
}
