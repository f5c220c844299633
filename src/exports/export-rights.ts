import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound } from '../access/authorize.js';
import { BatchesService } from '../batches/batches.service.js';
import type { Language } from '../gs1/words.js';
import { refused } from '../http/problems.js';
import { PartyFacts } from '../parties/facts.js';
import { fault } from '../parties/faults.js';
import { OperatorService } from '../parties/operator.service.js';
import { authorityOf } from '../parties/standing.js';
import { exporters, scopeOfExports } from './export-roles.js';
import type { NewExport } from './exports.dto.js';
import type { Asked, Template } from './exports.store.js';

/** What an official may ask for. */
@Injectable()
export class ExportRights {
  constructor(
    private readonly batches: BatchesService,
    private readonly parties: PartyFacts,
    private readonly operator: OperatorService,
  ) {}

  /** The home of an export: the body that the actor acts for; the operator where it is none. */
  async homeOf(actor: Actor): Promise<string> {
    return authorityOf(actor) ?? (await this.operator.id());
  }

  /** What is asked for, all of it in the actor's regions. @throws DomainError `not-found`, `validation`. */
  async askedOf(actor: Actor, body: NewExport, language: Language): Promise<Asked> {
    const { template, organization = null, batch, batches, direction = null } = body;
    const given = { organization, batch, batches, direction };
    for (const [name, value] of Object.entries(given)) {
      const isOf = templateOf[name as keyof typeof given] === template;
      if (value != null && !isOf) throw refused(notOf(name));
      if (value == null && isOf && name.startsWith('batch')) throw refused(needed(name));
    }
    const named = batches ?? (batch === undefined ? [] : [batch]);
    for (const id of named) await this.batches.require(actor, id, exporters);
    if (organization !== null) {
      const found = await this.parties.organizationIn(scopeOfExports(actor), organization);
      if (found === null) throw notFound();
    }
    return { organization, batches: [...new Set(named)], direction: direction ?? 'backward', language };
  }
}

const templateOf = {
  organization: 'regulator-table',
  batch: 'trace-table',
  direction: 'trace-table',
  batches: 'evidence',
} as const satisfies Record<string, Template>;

function notOf(name: string): ReturnType<typeof fault> {
  return fault(`/${name}`, 'unknown', '这个模板没有这一项。', 'This template has no such field.');
}

function needed(name: string): ReturnType<typeof fault> {
  return fault(`/${name}`, 'required', '这个模板需要这一项。', 'This template needs it.');
}
