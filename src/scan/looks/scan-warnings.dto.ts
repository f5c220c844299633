import { ApiProperty } from '@nestjs/swagger';
import { fill, say, type Language, type Words } from '../../gs1/words.js';
import { defaultLimit, PageLimit } from '../../http/paging.js';
import { Id, OneOf, PlainText } from '../../parties/fields.js';
import { warningRules, type ScanWarning, type WarningRule } from './scan-warnings.store.js';

const states = ['open', 'closed'] as const;

/** Which warnings are asked for. */
export class WarningsQuery {
  @Id({
    description: 'Whose labels; without it, those of every organization that the caller may oversee.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  organization?: string | null;

  @OneOf(states, { description: 'Open or closed ones alone.', example: 'open', optional: true })
  state?: (typeof states)[number] | null;

  @PageLimit()
  limit = defaultLimit;

  @Id({
    description: 'Where the page before ended; taken from its `Link` header.',
    example: '01939c6e-0000-7000-8000-00000000a001',
    optional: true,
  })
  cursor?: string | null;
}

/** The body of `POST /api/v1/scan-warnings/{id}/closing`. */
export class WarningClosing {
  @PlainText(400, {
    description: 'What was found out. No personal data.',
    example: '样品摆在超市货架上，顾客都可以扫',
  })
  reason!: string;
}

const integer = (description: string, example: number) =>
  ({ type: 'integer', description, example }) as const;

/** A label whose looks were worth a word to its issuer. */
export class ScanWarningAnswer {
  @ApiProperty({ format: 'uuid', example: '01939c6e-0000-7000-8000-00000000a001' })
  id!: string;

  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  organization!: string;

  @ApiProperty({ format: 'uuid', example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  batch!: string;

  @ApiProperty({ format: 'uuid', description: 'Label set.', example: '01939c6e-0000-7000-8000-00000000b001' })
  set!: string;

  @ApiProperty(integer('Number of the label in its set.', 17))
  number!: number;

  @ApiProperty({ example: '001061050R3GG28AY' })
  code!: string;

  @ApiProperty({
    enum: warningRules,
    description: '`R80`: scanned before it was activated. `R81`: scanned as a copied label would be.',
    example: 'R81',
  })
  rule!: WarningRule;

  @ApiProperty({ description: 'The same in words.', example: '在 5 个地区被扫描 12 次，可能被复制。' })
  detail!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'When it was noticed.',
    example: '2026-11-20T06:05:00.000Z',
  })
  since!: string;

  @ApiProperty({ format: 'date', description: 'Day of the figures.', example: '2026-11-24' })
  lastDay!: string;

  @ApiProperty(integer('Scans by then.', 12))
  looks!: number;

  @ApiProperty(integer('Networks they came from, as far as they were told apart.', 9))
  networks!: number;

  @ApiProperty(integer('Provinces they came from, all other countries as one; 0 where nobody said.', 5))
  places!: number;

  @ApiProperty({ enum: states, example: 'open' })
  state!: (typeof states)[number];

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  closedAt!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it was closed.', example: null })
  reason!: string | null;
}

export class ScanWarningPage {
  @ApiProperty({ type: [ScanWarningAnswer] })
  items!: ScanWarningAnswer[];
}

const details = {
  early: {
    zh: '标签还没有启用，就被扫描 {looks} 次，可能流出了空白标签。',
    en: 'Scanned {looks} times before it was activated: printed labels may have got out.',
  },
  places: {
    zh: '在 {places} 个地区被扫描 {looks} 次，可能被复制。',
    en: 'Scanned {looks} times in {places} regions: it may have been copied.',
  },
  networks: {
    zh: '从 {networks} 个网络被扫描 {looks} 次，可能被复制。',
    en: 'Scanned {looks} times from {networks} networks: it may have been copied.',
  },
} as const satisfies Record<string, Words>;

export function toWarningAnswer(row: ScanWarning, language: Language): ScanWarningAnswer {
  const { looks, networks, places } = row;
  const words = row.rule === 'R80' ? details.early : places > 1 ? details.places : details.networks;
  return {
    id: row.id,
    organization: row.organizationId,
    batch: row.batchId,
    set: row.setId,
    number: row.number,
    code: row.code,
    rule: row.rule,
    detail: fill(say(words, language), { looks, networks, places }),
    since: row.since.toISOString(),
    lastDay: row.lastDay,
    looks,
    networks,
    places,
    state: row.closedAt === null ? 'open' : 'closed',
    closedAt: row.closedAt?.toISOString() ?? null,
    reason: row.reason,
  };
}
