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
    const { template, organization = null, batch, batches, direction = null, format = null } = body;
    checkFields(template, { organization, batch, batches, direction, format });
    const named = batches ?? (batch === undefined ? [] : [batch]);
    for (const id of named) await this.batches.require(actor, id, exporters);
    if (organization !== null) {
      const found = await this.parties.organizationIn(scopeOfExports(actor), organization);
      if (found === null) throw notFound();
    }
    const asked = {
      organization,
      batches: [...new Set(named)],
      direction: direction ?? 'backward',
      language,
    };
    return template === 'evidence' ? asked : { ...asked, format: format ?? 'csv' };
  }
}

const templatesOf = {
  organization: ['regulator-table'],
  batch: ['trace-table'],
  direction: ['trace-table'],
  batches: ['evidence'],
  format: ['regulator-table', 'trace-table'],
} as const satisfies Readonly<Record<string, readonly Template[]>>;

/** @throws DomainError `validation` for a field that the template has not, or that it misses. */
function checkFields(template: Template, given: Readonly<Record<keyof typeof templatesOf, unknown>>): void {
  for (const [name, templates] of Object.entries(templatesOf)) {
    const value = given[name as keyof typeof given] ?? null;
    const isOf = templates.some((one) => one === template);
    if (value !== null && !isOf) throw refused(notOf(name));
    if (value === null && isOf && name.startsWith('batch')) throw refused(needed(name));
  }
}

function notOf(name: string): ReturnType<typeof fault> {
  return fault(`/${name}`, 'unknown', '这个模板没有这一项。', 'This template has no such field.');
}

function needed(name: string): ReturnType<typeof fault> {
  return fault(`/${name}`, 'required', '这个模板需要这一项。', 'This template needs it.');
}
