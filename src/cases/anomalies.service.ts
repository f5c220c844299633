import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, requireRole, scopeOf } from '../access/authorize.js';
import { CaseRows, firstPlace, type AnomalyPlace } from '../batches/case-rows.service.js';
import { gravityOf } from '../gs1/severities.js';
import type { Language } from '../gs1/words.js';
import { pageOf, type Page } from '../http/paging.js';
import { PartyFacts } from '../parties/facts.js';
import { supervisors } from '../parties/scope.js';
import {
  anomalyCursor,
  type AnomaliesQuery,
  type AnomalyDetailDto,
  type AnomalyDto,
} from './anomalies.dto.js';
import { AnomalyTeller } from './anomaly-teller.service.js';

/** Lists what the rules found over all batches of a region. */
@Injectable()
export class AnomaliesService {
  constructor(
    private readonly rows: CaseRows,
    private readonly teller: AnomalyTeller,
    private readonly parties: PartyFacts,
  ) {}

  /** Gravest first, then newest, of one organization or all of the actor's region. @throws DomainError `not-found`. */
  async list(actor: Actor, query: AnomaliesQuery, language: Language): Promise<Page<AnomalyDto>> {
    const { state = null, severity = null, rule = null, organization = null, cursor = null, limit } = query;
    const scope = scopeOf(actor, supervisors);
    if (organization !== null) {
      const party = await this.parties.organizationIn(scope, organization);
      if (party === null) throw notFound();
      requireRole(actor, organization, supervisors, party.region);
    }
    const gravity = severity === null ? null : gravityOf(severity);
    const choice = { state, gravity, rule, organizationId: organization };
    const rows = await this.rows.list(scope, choice, placeOf(cursor), limit + 1);
    const page = pageOf(rows, limit, ({ gravity: grave, sinceMs, id }) => `${grave}_${sinceMs}_${id}`, (row) => row); // prettier-ignore
    return { ...page, items: await this.teller.tell(scope, page.items, language) };
  }

  /** One with all its facts and the inquiry into it. @throws DomainError `not-found`. */
  async get(actor: Actor, id: string, language: Language): Promise<AnomalyDetailDto> {
    const found = await this.rows.find(scopeOf(actor, supervisors), id);
    if (found === null) throw notFound();
    return this.teller.tellWhole(actor, found, language);
  }
}

/** The place a page goes on from; without a cursor, before every anomaly. */
function placeOf(cursor: string | null): AnomalyPlace {
  const [, gravity, sinceMs, id] = anomalyCursor.exec(cursor ?? '') ?? [];
  if (gravity === undefined || sinceMs === undefined || id === undefined) return firstPlace;
  return { gravity: Number(gravity), sinceMs: Number(sinceMs), id };
}
