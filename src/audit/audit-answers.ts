import { auditWords } from '../gs1/audit-words.js';
import { findKind } from '../events/kinds/registry.js';
import { say, type Language, type Words } from '../gs1/words.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { chainName } from '../log/group-writer.js';
import type { ChainRow } from './audit-chains.store.js';
import type { AuditRun, Tally } from './audit-runs.store.js';
import type { AuditedChainDto, AuditRunDto, ChainFaultDto } from './audits.dto.js';

/** A run as it is told, to be told with more. */
export type RunAnswer = Pick<AuditRunDto, keyof AuditRunDto>;

/** A run, with what it counted of the reader's region. */
export function toRunDto(run: AuditRun, tally: Tally | undefined, language: Language): RunAnswer {
  const { id, state, startedAt, endedAt, size, checked, note, fault } = run;
  const { chains, entries, failed } = tally ?? { chains: 0, entries: 0, failed: 0 };
  const isOver = state === 'passed' || state === 'failed';
  return {
    id,
    state,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    size,
    read: checked,
    checkpoint: note,
    counts: isOver ? { chains, entries, passed: chains - failed, failed } : null,
    fault:
      fault === null
        ? null
        : {
            reason: fault.reason,
            detail: say(auditWords[fault.reason], language),
            logIndex: fault.figures.index ?? null,
            expected: fault.figures.expected ?? null,
            found: fault.figures.found ?? null,
          },
  };
}

/** A chain with what was found of it. */
export function toChainDto(row: ChainRow, language: Language): AuditedChainDto {
  const { organizationId, chainId, organization, code, lot, product, seq, head, recordedAtMs, state } = row;
  return {
    chain: chainName(row),
    organization: { id: organizationId, name: organization },
    batch: code === null || product === null ? null : { id: chainId, code, lot, product },
    entries: seq,
    head: base64urlEncode(head),
    recordedAt: new Date(recordedAtMs).toISOString(),
    state,
    checked:
      row.runId === null || row.checked === null
        ? null
        : { run: row.runId, at: row.checkedAt?.toISOString() ?? null, entries: row.checked },
    fault: faultDto(row, language),
  };
}

/** Of an entry that was changed. */
const otherKind: Words = { zh: '不认识的记录', en: 'a record of no known kind' };

function faultDto(
  { fault, code, chainId, saidName, saidKey }: ChainRow,
  language: Language,
): ChainFaultDto | null {
  if (fault === null) return null;
  const { seq: position, logIndex, reason, expected, found, said } = fault;
  return {
    position,
    logIndex,
    reason,
    detail: say(auditWords[reason], language),
    expected,
    found,
    writtenBy:
      said === null
        ? null
        : {
            organization: said.issuer.replace(/^org\//, ''),
            name: saidName,
            key: said.kid,
            signer: saidKey,
            kind: said.kind,
            statement: say(findKind(said.kind)?.words ?? otherKind, language),
            recordedAt: said.recordedAt,
            // Checks of before did not note it.
            signed: said.signed ?? null,
          },
    evidence: code === null ? null : `/api/v1/batches/${chainId}/evidence`,
  };
}
