import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { Database } from '../database/database.js';
import { DomainError } from '../http/problems.js';
import { openTrusted } from '../ledger/audit-checkpoint.js';
import { type ChainFault, ChainsAuditor } from '../ledger/audit-every-chain.js';
import type { AuditFinding } from '../ledger/audit-report.js';
import { utf8Encode } from '../ledger/bytes.js';
import { lineageOf } from '../ledger/succession.js';
import { parseTrust } from '../ledger/trust.js';
import { chainName } from '../log/group-writer.js';
import { LogReader } from '../log/log-reader.js';
import { TrustFile } from '../parties/trust-file.js';
import { type KeptFault, readHeads, saveFound, saveTally, type Verdict } from './audit-chains.store.js';
import { passLeaves } from './audit-pass.js';
import {
  type AuditRun,
  beginRun,
  endRun,
  findRunning,
  forgetRuns,
  leaveRuns,
  stepRun,
  type Tally,
} from './audit-runs.store.js';

/** A run whose process was not heard of for so long was left, in milliseconds; it is heard of at each tile. */
const silentMsMax = 60_000;
const headsAtOnce = 200;
/** Runs that ended and are kept. */
const runsKept = 30;
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Checks all chains of the service from the stored bytes again, in the background and one run at a time, whichever
 * process it is in. A run that does not come to its end is `interrupted`: it has found nothing.
 */
@Injectable()
export class AuditRunner implements OnApplicationShutdown {
  private readonly logger = new Logger(AuditRunner.name);
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly log: LogReader,
    private readonly trust: TrustFile,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.running;
  }

  /**
   * Begins a run up to the newest checkpoint; the one that runs, when there is one.
   *
   * @throws DomainError `not-in-log` before the first checkpoint.
   */
  async start(): Promise<{ readonly run: AuditRun; readonly repeated: boolean }> {
    await leaveRuns(this.database, silentMsMax);
    const checkpoint = await this.log.checkpoint();
    if (checkpoint === null) throw notBegun();
    const begun = await beginRun(this.database, { id: uuidv7(), ...checkpoint });
    if (begun !== null) {
      this.running = this.carryOut(begun);
      return { run: begun, repeated: false };
    }
    const run = await findRunning(this.database);
    // It ended between the two questions: what was asked for is there.
    return run === null ? this.start() : { run, repeated: true };
  }

  private async carryOut(run: AuditRun): Promise<void> {
    try {
      const { fault, failed } = await this.check(run);
      await endRun(this.database, run.id, failed || fault !== null ? 'failed' : 'passed', fault);
      await forgetRuns(this.database, runsKept);
    } catch (error) {
      if (!this.stop.signal.aborted) this.logger.error(`an audit broke off: ${String(error)}`);
      await endRun(this.database, run.id, 'interrupted', null).catch(() => undefined);
    }
  }

  private async check(run: AuditRun): Promise<{ fault: AuditFinding | null; failed: boolean }> {
    const trust = parseTrust(utf8Encode((await this.trust.text()).body));
    const opened = openTrusted(utf8Encode(run.note), trust);
    if ('reason' in opened) return { fault: opened, failed: true };
    const { checkpoint } = opened;
    const auditor = new ChainsAuditor(trust.operator, lineageOf(checkpoint.origin, trust.successions));
    await passLeaves(this.log, auditor, checkpoint.size, {
      signal: this.stop.signal,
      onStep: () => this.step(run, auditor.size),
    });
    const failed = await this.checkHeads(run, auditor);
    return { fault: auditor.finish(checkpoint), failed };
  }

  /** Holds every head against what was read, and keeps what was found; whether any chain is at fault. */
  private async checkHeads(run: AuditRun, auditor: ChainsAuditor): Promise<boolean> {
    const tallies = new Map<string, Tally>();
    for (let after = { organizationId: nobody, chainId: nobody }; ;) {
      this.stop.signal.throwIfAborted();
      const heads = await readHeads(this.database, after, headsAtOnce);
      const verdicts = heads.flatMap((head): Verdict[] => {
        const { organizationId, chainId } = head;
        const { entries, fault } = auditor.checkHead({ ...head, chain: chainName(head) });
        // What was opened after the checkpoint is not checked yet.
        if (entries === 0 && fault === null) return [];
        return [{ organizationId, chainId, entries, fault: fault === null ? null : keptOf(fault) }];
      });
      for (const verdict of verdicts) count(tallies, verdict);
      await saveFound(this.database, run.id, verdicts);
      await this.step(run, auditor.size);
      const last = heads.at(-1);
      if (last === undefined) break;
      after = last;
    }
    await saveTally(this.database, run.id, tallies);
    return auditor.faults.length > 0;
  }

  /** Another process may have taken this one for dead. */
  private async step(run: AuditRun, checked: number): Promise<void> {
    if (!(await stepRun(this.database, run.id, checked))) throw new Error('it was ended by another process');
  }
}

function count(tallies: Map<string, Tally>, { organizationId, entries, fault }: Verdict): void {
  const { chains, entries: before, failed } = tallies.get(organizationId) ?? none;
  const more = fault === null ? 0 : 1;
  tallies.set(organizationId, { chains: chains + 1, entries: before + entries, failed: failed + more });
}

const none: Tally = { chains: 0, entries: 0, failed: 0 };

function keptOf({ seq, finding: { reason, figures }, said }: ChainFault): KeptFault {
  const { index = null, expected = null, found = null } = figures;
  return { seq, logIndex: index, reason, expected, found, said };
}

function notBegun(): DomainError {
  return new DomainError(
    'not-in-log',
    {
      zh: '公开日志还没有检查点，请稍候再核对。',
      en: 'The public log has no checkpoint yet; ask again in a moment.',
    },
    [],
    2,
  );
}
