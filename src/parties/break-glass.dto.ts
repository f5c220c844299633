import { ApiProperty } from '@nestjs/swagger';
import type { BreakGlass } from './break-glass.store.js';
import { Id, OneOf, PlainText } from './fields.js';

/** The body of `POST /api/v1/break-glass`: an organization, or one of its batches. */
export class NewBreakGlass {
  @Id({
    description: 'Whose data is to be read. This or `batch`.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  organization?: string | null;

  @Id({
    description: 'A batch of the organization, where that is not known. This or `organization`.',
    example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
    optional: true,
  })
  batch?: string | null;

  @PlainText(400, {
    description: 'Why: the organization reads it, and the one who decides. No personal data.',
    example: '跨省流通的同批次产品检出不合格，需核对来源记录',
  })
  reason!: string;
}

/** The body of `POST /api/v1/break-glass/{id}/decision`. */
export class BreakGlassDecision {
  @OneOf(['approved', 'refused'], { description: 'What is decided.', example: 'approved' })
  decision!: 'approved' | 'refused';
}

const states = ['pending', 'expired', 'refused', 'open', 'ended'] as const;

/** A look beyond one's own, and what came of it. */
export class BreakGlassAnswer {
  @ApiProperty({ format: 'uuid', example: '5e0c2f4a-1d3b-4c6e-8f70-91a2b3c4d5e6' })
  id!: string;

  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  organization!: string;

  @ApiProperty({ description: 'What the organization is called.', example: '栖霞示例果业农民专业合作社' })
  organizationName!: string;

  @ApiProperty({ description: 'That you asked: another person decides.', example: false })
  own!: boolean;

  @ApiProperty({ description: 'Who asked.', type: String, nullable: true, example: '外省检查员一号' })
  requester!: string | null;

  @ApiProperty({ enum: ['inspector', 'regulator', 'admin'], example: 'regulator' })
  role!: string;

  @ApiProperty({ example: '跨省流通的同批次产品检出不合格，需核对来源记录' })
  reason!: string;

  @ApiProperty({
    enum: states,
    description: '`pending` until `expiresAt`; `open` from its approval until `until`, then `ended`.',
    example: 'pending',
  })
  state!: (typeof states)[number];

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  requestedAt!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T06:05:00.000Z' })
  expiresAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  until!: string | null;
}

export class BreakGlassPage {
  @ApiProperty({ type: [BreakGlassAnswer] })
  items!: BreakGlassAnswer[];
}

/** What a request is told with beside itself. */
interface BreakGlassTelling {
  readonly organizationName: string;
  readonly requester: string | null;
  /** Who reads it. */
  readonly accountId: string;
  readonly now: Date;
}

export function toBreakGlassAnswer(row: BreakGlass, telling: BreakGlassTelling): BreakGlassAnswer {
  const { organizationName, requester, accountId, now } = telling;
  return {
    id: row.id,
    organization: row.organizationId,
    organizationName,
    own: row.requesterId === accountId,
    requester,
    role: row.requesterRole,
    reason: row.reason,
    state: stateOf(row, now),
    requestedAt: row.requestedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    until: row.until?.toISOString() ?? null,
  };
}

function stateOf({ decision, until, expiresAt }: BreakGlass, now: Date): BreakGlassAnswer['state'] {
  if (decision === 'refused') return 'refused';
  if (until !== null) return until > now ? 'open' : 'ended';
  return expiresAt > now ? 'pending' : 'expired';
}
