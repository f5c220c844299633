import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { uuidv7 } from 'uuidv7';
import type { Actor, Role } from '../../access/actor.js';
import { notFound, requireRole, scopeOf } from '../../access/authorize.js';
import { civilDate } from '../../events/kinds/dates.js';
import type { Language } from '../../gs1/words.js';
import { pageOf, type Page } from '../../http/paging.js';
import { DomainError } from '../../http/problems.js';
import { PartyFacts } from '../../parties/facts.js';
import type { CodeRow } from '../scan.store.js';
import { patternOf, type ScanHistory } from './scan-pattern.js';
import { toWarningAnswer, type ScanWarningAnswer, type WarningsQuery } from './scan-warnings.dto.js';
import { ScanWarningsStore, type ScanWarning, type WarningRule } from './scan-warnings.store.js';

/** Who reads what was noticed of an organization's labels: its members, its authorities, the service. */
const readers = [
  'owner',
  'recorder',
  'viewer',
  'inspector',
  'regulator',
  'admin',
] as const satisfies readonly Role[];
/** Who closes it: the issuer alone. */
const closers = ['owner', 'recorder'] as const satisfies readonly Role[];
const notedMax = 50_000;

/** Tells issuers which of their labels were looked at before they were activated, or as a copied one would be. */
@Injectable()
export class ScanWarnings {
  /** The day on which a label was noted last. */
  private readonly noted = new LRUCache<string, string>({ max: notedMax });

  constructor(
    private readonly store: ScanWarningsStore,
    private readonly parties: PartyFacts,
  ) {}

  /** After a look at a code: notes for its issuer what is worth a word, once a day for each label and rule. */
  async notice(code: CodeRow, history: ScanHistory, now: Date): Promise<void> {
    const { organizationId, batchId, setId, number } = code;
    if (setId === null || number === null) return;
    const { kind, places, networks } = patternOf(history);
    const rules: readonly (readonly [boolean, WarningRule])[] = [
      [code.state === 0, 'R80'],
      [kind === 'unusual', 'R81'],
    ];
    const lastDay = civilDate(now.toISOString());
    for (const [, rule] of rules.filter(([holds]) => holds)) {
      const key = `${code.code} ${rule}`;
      if (this.noted.get(key) === lastDay) continue;
      const figures = { lastDay, looks: history.count, networks, places };
      const label = { organizationId, rule, code: code.code, batchId, setId, number };
      await this.store.note(uuidv7(), { ...label, ...figures }, now);
      this.noted.set(key, lastDay);
    }
  }

  /** What was noticed of the labels of an organization, or of all that the actor may see; newest first. */
  async list(actor: Actor, query: WarningsQuery, language: Language): Promise<Page<ScanWarningAnswer>> {
    const { organization = null, state = null, cursor = null, limit } = query;
    const scope = scopeOf(actor, readers);
    if (organization !== null) {
      const party = await this.parties.organizationIn(scope, organization);
      if (party === null) throw notFound();
      requireRole(actor, organization, readers, party.region);
    }
    const choice = { organizationId: organization, isOpen: state === null ? null : state === 'open' };
    const rows = await this.store.list(scope, choice, cursor, limit);
    return pageOf(
      rows,
      limit,
      ({ id }) => id,
      (row) => toWarningAnswer(row, language),
    );
  }

  /** @throws DomainError `not-found`. */
  async get(actor: Actor, id: string, language: Language): Promise<ScanWarningAnswer> {
    return toWarningAnswer(await this.require(actor, id, readers), language);
  }

  /**
   * Closes a warning for its issuer; the same reason again answers the same. The page of the label goes on saying what is
   * to be seen in its looks.
   *
   * @throws DomainError `not-found`, `forbidden`; `warning-closed` when it was closed for another reason.
   */
  async close(actor: Actor, id: string, reason: string, language: Language): Promise<ScanWarningAnswer> {
    const found = await this.require(actor, id, closers);
    await this.store.close(scopeOf(actor, closers), found, new Date(), reason);
    const closed = await this.require(actor, id, closers);
    if (closed.reason === reason) return toWarningAnswer(closed, language);
    throw new DomainError('warning-closed', {
      zh: '这条提醒已经关闭，理由不能再改。',
      en: 'This warning is closed; its reason cannot be changed.',
    });
  }

  private async require(actor: Actor, id: string, roles: readonly Role[]): Promise<ScanWarning> {
    const found = await this.store.find(scopeOf(actor, readers), id);
    if (found === null) throw notFound();
    const party = await this.parties.organization(found.organizationId);
    requireRole(actor, found.organizationId, roles, party?.region);
    return found;
  }
}
