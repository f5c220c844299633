import type { Statement } from '../ledger/statement.js';
import type { LoggedEntry } from './logged-chains.js';

/** The entries of an organization's chain that keys rest on. */
export interface SignerChain {
  /** `org/<uuid>`. */
  readonly organization: string;
  readonly entries: readonly LoggedEntry[];
}

/** Reads the chain of an organization, `org/<uuid>`. */
export type ReadOrganization = (organization: string) => Promise<readonly LoggedEntry[]>;

/** What a signer's chain is read for: that it exists, its keys, and their end. */
const keyKinds = new Set(['key-registered', 'key-revoked']);

/**
 * For every key that signed a statement: its registration, its revocation, and the registration of its organization;
 * for the keys that signed those the same, up to the operator's first key, which signed its own.
 */
export async function collectSigners(
  statements: readonly Statement[],
  read: ReadOrganization,
): Promise<SignerChain[]> {
  const chains = new Map<string, readonly LoggedEntry[]>();
  const kept = new Map<string, Set<LoggedEntry>>();
  const wanted = new Map(statements.map(signerOf));
  // A map is walked to its end even when it grows on the way.
  for (const { organization, kid } of wanted.values()) {
    const chain = chains.get(organization) ?? (await read(organization));
    chains.set(organization, chain);
    const keeps = kept.get(organization) ?? new Set<LoggedEntry>();
    kept.set(organization, keeps);
    for (const entry of chain.filter((one) => isNeeded(one, kid))) {
      keeps.add(entry);
      if (entry.statement !== null) wanted.set(...signerOf(entry.statement));
    }
  }
  return [...kept].flatMap(([organization, entries]) =>
    entries.size === 0 ? [] : [{ organization, entries: inOrder(entries) }],
  );
}

/** Who signed a statement, under a name of its own. */
function signerOf({
  header: { kid },
  payload: { iss },
}: Statement): [string, { organization: string; kid: string }] {
  return [`${iss} ${kid}`, { organization: iss, kid }];
}

function isNeeded({ seq, statement }: LoggedEntry, kid: string): boolean {
  if (seq === 1) return true;
  return statement !== null && keyKinds.has(statement.payload.kind) && statement.payload.data['kid'] === kid;
}

function inOrder(entries: ReadonlySet<LoggedEntry>): LoggedEntry[] {
  return [...entries].sort((one, other) => one.seq - other.seq);
}
