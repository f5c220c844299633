import type { Words } from '../../gs1/words.js';
import { auditWords } from '../../gs1/audit-words.js';
import { checkWitnesses, openTrusted } from '../../ledger/audit-checkpoint.js';
import { LedgerError } from '../../ledger/errors.js';
import { parseTrust } from '../../ledger/trust.js';

/** The newest checkpoint as this browser found it. */
export interface Anchor {
  readonly size: number;
  readonly witnesses: readonly string[];
  readonly cosigned: number;
  readonly isQuorum: boolean;
  /** When the last witness cosigned; RFC 3339. */
  readonly witnessedAt: string | null;
}

/** Reads the service's checkpoint and trust file, and checks the one with the other; or says what is wrong. */
export async function readAnchor(): Promise<Anchor | { readonly wrong: Words }> {
  const [note, trustFile] = await Promise.all(
    ['/log/checkpoint', '/.well-known/furrow/trust.json'].map(async (path) => {
      const answer = await fetch(path, { redirect: 'error' });
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
      return new Uint8Array(await answer.arrayBuffer());
    }),
  );
  try {
    const trust = parseTrust(trustFile ?? new Uint8Array(0));
    const opened = openTrusted(note ?? new Uint8Array(0), trust);
    if ('reason' in opened) return { wrong: auditWords[opened.reason] };
    const witnessing = checkWitnesses(opened.note, trust);
    if ('reason' in witnessing) return { wrong: auditWords[witnessing.reason] };
    const { count, isQuorum, time } = witnessing;
    return {
      size: opened.checkpoint.size,
      witnesses: trust.policy.witnesses.map(({ name }) => name),
      cosigned: count,
      isQuorum,
      witnessedAt: time === null ? null : new Date(time * 1_000).toISOString(),
    };
  } catch (error) {
    if (error instanceof LedgerError) return { wrong: auditWords['log-not-signed'] };
    throw error;
  }
}
