import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, scopeOf } from '../access/authorize.js';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import type { Language } from '../gs1/words.js';
import { Drain } from '../http/drain.js';
import { pageOf, type Page } from '../http/paging.js';
import { base64urlEncode, utf8Encode } from '../ledger/bytes.js';
import type { ChainRef } from '../log/entry.js';
import { LogKey } from '../log/log-key.js';
import { PartyFacts } from '../parties/facts.js';
import { type RunAnswer, toChainDto, toRunDto } from './audit-answers.js';
import { listChains, listFaults } from './audit-chains.store.js';
import { AuditRunner } from './audit-runner.js';
import { type AuditRun, findRun, listRuns, sumTallies } from './audit-runs.store.js';
import type {
  AuditedChainDto,
  AuditedChainQuery,
  AuditRunDetailDto,
  AuditRunDto,
  AuditRunQuery,
} from './audits.dto.js';

/** Who reads what checks found: of their region, an admin of the whole service. */
export const auditReaders = ['inspector', 'regulator', 'admin'] as const;
/** Who has all chains checked. */
export const auditors = ['regulator', 'admin'] as const;

/** JOSE type of a report. */
const reportType = 'furrow-audit-report';
const faultsMax = 200;
/** How often progress is told, and for how long to one reader, in milliseconds. */
const tellEveryMs = 250;
const tellMsMax = 600_000;
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Checks of all chains, and what they found in a reader's region (docs/audit.md). */
@Injectable()
export class AuditsService {
  constructor(
    private readonly database: Database,
    private readonly runner: AuditRunner,
    private readonly parties: PartyFacts,
    private readonly drain: Drain,
    private readonly key: LogKey,
  ) {}

  /** Has all chains checked again; the run that is under way, when there is one. @throws DomainError `not-in-log`. */
  async start(actor: Actor, language: Language): Promise<{ entity: AuditRunDto; repeated: boolean }> {
    const { run, repeated } = await this.runner.start();
    return { entity: await this.tell(actor, run, language), repeated };
  }

  /** A run with the chains at fault. @throws DomainError `not-found`. */
  async get(
    actor: Actor,
    id: string,
    language: Language,
  ): Promise<Pick<AuditRunDetailDto, keyof AuditRunDetailDto>> {
    const run = await this.find(id);
    const faults = await listFaults(this.database.tenant(regionOf(actor)), id, faultsMax);
    return {
      ...(await this.tell(actor, run, language)),
      faults: run.endedAt === null ? [] : faults.map((row) => toChainDto(row, language)),
    };
  }

  /** Runs, newest first. */
  async list(
    actor: Actor,
    { cursor = null, limit }: AuditRunQuery,
    language: Language,
  ): Promise<Page<AuditRunDto>> {
    const rows = await listRuns(this.database, cursor ?? lastId, limit + 1);
    const tallies = await sumTallies(this.database.tenant(regionOf(actor)), rows.map(({ id }) => id)); // prettier-ignore
    return pageOf(
      rows,
      limit,
      ({ id }) => id,
      (run) => toRunDto(run, tallies.get(run.id), language),
    );
  }

  /**
   * A run as it goes on, as server-sent events: one each time something is new, the last when it has ended; fewer when the
   * service stops or ten minutes are over.
   */
  async *follow(actor: Actor, id: string, language: Language): AsyncGenerator<string, void, undefined> {
    const untilMs = Date.now() + tellMsMax;
    for (let told = ''; Date.now() < untilMs && !this.drain.isDraining;) {
      const run = await this.get(actor, id, language);
      const data = JSON.stringify(run);
      if (data !== told) yield `event: ${run.state}\ndata: ${data}\n\n`;
      if (run.endedAt !== null) return;
      told = data;
      await setTimeout(tellEveryMs);
    }
  }

  /**
   * What a run found in the actor's region as a compact JWS by the key of the log (docs/audit.md).
   *
   * @throws DomainError `not-found`, also of a run that has not ended; `unavailable` while the key's token does not answer.
   */
  async report(actor: Actor, id: string, language: Language): Promise<string> {
    const run = await this.get(actor, id, language);
    if (run.endedAt === null) throw notFound();
    const { kid } = this.key.verifier.key;
    const header = { alg: 'Ed25519', kid, typ: reportType };
    const payload = { log: this.key.verifier.name, regions: regionOf(actor).regions, ...run };
    const input = [header, payload]
      .map((part) => base64urlEncode(utf8Encode(JSON.stringify(part))))
      .join('.');
    return `${input}.${base64urlEncode(await this.key.sign(utf8Encode(input)))}`;
  }

  /** Chains of the actor's region with what the newest check found of each. @throws DomainError `not-found`. */
  async chains(
    actor: Actor,
    query: AuditedChainQuery,
    after: ChainRef,
    language: Language,
  ): Promise<Page<AuditedChainDto>> {
    const { organization = null, state = null, limit } = query;
    const scope = regionOf(actor);
    if (organization !== null && (await this.parties.organizationIn(scope, organization)) === null)
      throw notFound();
    const asked = { organizationId: organization, state, after };
    const rows = await listChains(this.database.tenant(scope), asked, limit + 1);
    return pageOf(
      rows,
      limit,
      ({ organizationId, chainId }) => `${organizationId}_${chainId}`,
      (row) => toChainDto(row, language),
    );
  }

  private async find(id: string): Promise<AuditRun> {
    const run = await findRun(this.database, id);
    if (run === null) throw notFound();
    return run;
  }

  private async tell(actor: Actor, run: AuditRun, language: Language): Promise<RunAnswer> {
    const tallies = await sumTallies(this.database.tenant(regionOf(actor)), [run.id]);
    return toRunDto(run, tallies.get(run.id), language);
  }
}

/** What belongs to an actor's regions, and nothing that is its own beside them. */
function regionOf(actor: Actor): TenantScope {
  return { organizations: [], regions: scopeOf(actor, auditReaders).regions };
}
