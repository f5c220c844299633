import { ApiProperty } from '@nestjs/swagger';
import type { JsonObject, JsonValue } from '../ledger/json.js';
import type { OperatorKind } from '../ledger/key-register.js';

/** A trace of power as it stands on a chain. */
export interface Told {
  readonly seq: number;
  readonly recordedAt: string;
  readonly kind: Exclude<OperatorKind, 'organization-registered'>;
  /** With the disclosures that are kept. */
  readonly data: JsonObject;
}

const text = (description: string, example: string | null) =>
  ({ type: String, nullable: true, description, example }) as const;

/** One use of power over an organization. */
export class AccessAnswer {
  @ApiProperty({ description: 'Its number on the chain of the organization.', example: 7 })
  seq!: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  at!: string;

  @ApiProperty({
    enum: [
      'access',
      'account-ended',
      'application-decided',
      'break-glass',
      'inspection-task',
      'list-published',
      'power-used',
      'role-ended',
      'role-granted',
    ],
    example: 'access',
  })
  kind!: Told['kind'];

  @ApiProperty(text('Role in which it was done.', 'regulator'))
  role!: string | null;

  @ApiProperty({ ...text('Body the person acted for.', null), format: 'uuid' })
  authority!: string | null;

  @ApiProperty(text('What was done, of `power-used`.', null))
  act!: string | null;

  @ApiProperty(text('What was looked at.', 'batch'))
  what!: string | null;

  @ApiProperty({
    ...text('Batch that was looked at.', '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11'),
    format: 'uuid',
  })
  batch!: string | null;

  @ApiProperty(text('What gave the right to look.', 'supervision'))
  purpose!: string | null;

  @ApiProperty(text('Step of a break-glass access, or of a task to inspect.', null))
  step!: string | null;

  @ApiProperty(text('Why a break-glass access was asked for or refused, or an inspection ordered.', null))
  reason!: string | null;

  @ApiProperty({ ...text('When an approved break-glass access ends.', null), format: 'date-time' })
  until!: string | null;

  @ApiProperty(text('Role that was given or taken away.', null))
  granted!: string | null;

  @ApiProperty(
    text('What the person is called; for an admin and those of the body the person acted for.', null),
  )
  person!: string | null;
}

export class AccessPage {
  @ApiProperty({ type: [AccessAnswer] })
  items!: AccessAnswer[];
}

export function toAccessAnswer({ seq, recordedAt, kind, data }: Told, person: string | null): AccessAnswer {
  const isRole = kind === 'role-granted' || kind === 'role-ended' || kind === 'account-ended';
  return {
    seq,
    at: recordedAt,
    kind,
    role: textOf(isRole ? data['by'] : data['role']),
    authority: textOf(data['authority']),
    act: textOf(data['act']),
    what: textOf(data['what']),
    batch: textOf(data['batch']),
    purpose: textOf(data['purpose']),
    step: textOf(data['step']),
    reason: textOf(data['reason']),
    until: textOf(data['until']),
    granted: isRole ? textOf(data['role']) : null,
    person,
  };
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
