import type { AuditEntry } from './audit-bundle.js';
import { type AuditFinding, auditFinding } from './audit-report.js';
import { base64Encode, equalBytes } from './bytes.js';
import { edgeRoot, growTree, type TreeEdge } from './growth.js';
import { formatVerifierKey } from './note.js';
import type { Succession } from './succession.js';
import type { TrustedOperator } from './trust.js';

/**
 * Holds the logs that the tree had before against how the trust file says that they ended: each with the tree that both
 * keys signed, and with the operator's word, as its last entry, that this key and no other goes on.
 */
export class LogEnds {
  private readonly bySize: ReadonlyMap<number, Succession>;
  /** Index of an end that the trust file does not know: nothing may come after it. */
  private unknownEnd: number | null = null;

  constructor(
    private readonly operator: TrustedOperator,
    led: readonly Succession[],
  ) {
    this.bySize = new Map(led.map((succession) => [succession.last.size, succession]));
  }

  /** Holds the next entry of the log against the ends; what is wrong with it. */
  take({ chain, seq, issuer, telling }: AuditEntry, index: number): AuditFinding | null {
    const place = { index, chain, seq };
    if (this.unknownEnd !== null) return auditFinding('log-ended', place);
    const { organization } = this.operator;
    const isEnd = telling?.about === 'log-ended' && chain === organization && issuer === organization;
    const succession = this.bySize.get(index + 1);
    if (succession === undefined) {
      if (isEnd) this.unknownEnd = index;
      return null;
    }
    const expected = formatVerifierKey(succession.next);
    if (!isEnd) return auditFinding('log-end-missing', { ...place, expected });
    return telling.next === expected
      ? null
      : auditFinding('log-end-differs', { ...place, expected, found: telling.next ?? '' });
  }

  /** Holds the trees, as `leaves` make them grow, against those that logs ended with; what is wrong with one of them. */
  compareRoots(edge: TreeEdge, leaves: readonly Uint8Array[]): AuditFinding | null {
    for (const [size, { last }] of this.bySize) {
      if (size <= edge.size || size > edge.size + leaves.length) continue;
      const root = edgeRoot(growTree(edge, leaves.slice(0, size - edge.size)).edge);
      if (equalBytes(root, last.root)) continue;
      const [expected, found] = [base64Encode(last.root), base64Encode(root)];
      return auditFinding('log-end-differs', { size, expected, found });
    }
    return null;
  }
}
