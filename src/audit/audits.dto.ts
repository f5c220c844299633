import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { defaultLimit, PageLimit } from '../http/paging.js';
import { auditReasons, type AuditReason } from '../ledger/audit-report.js';
import { Id } from '../parties/fields.js';
import { chainStates, type ChainState } from './audit-chains.store.js';
import { runStates, type RunState } from './audit-runs.store.js';

const batch = '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11';
const organization = '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64';
const runId = '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10';
const hash = 'pWZXJ8yCq1gqv5V3hq0Ck2VJYq7eYyH2lZkqO8o3v3Q=';

const Text = (description: string, example: string | null): PropertyDecorator =>
  ApiProperty({ type: String, nullable: example === null, description, example });
const TextOrNull = (description: string, example: string | null = null): PropertyDecorator =>
  ApiProperty({ type: String, nullable: true, description, example });
const Count = (description: string, example: number): PropertyDecorator =>
  ApiProperty({ type: 'integer', description, example });

/** Who wrote an entry, as its bytes say now. */
export class SaidByDto {
  @ApiProperty({ format: 'uuid', example: organization })
  organization!: string;

  @TextOrNull('Name of the organization; null beyond your region.', '栖霞示例果业农民专业合作社')
  name!: string | null;

  @Text('Thumbprint of the signing key (RFC 7638).', 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs')
  key!: string;

  @ApiProperty({
    type: String,
    enum: ['participant', 'custodial'],
    nullable: true,
    description: 'Whether it is a key of their own device, or one that the service holds for them.',
    example: 'custodial',
  })
  signer!: string | null;

  @Text('Kind of the statement.', 'harvest')
  kind!: string;

  @Text('The kind in words.', '采收')
  statement!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  recordedAt!: string;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    description:
      'Whether the statement in the entry as it is now is signed by that key; null where the log has no such key, or the check was made before this was told.',
    example: false,
  })
  signed!: boolean | null;
}

/** The first thing that is wrong with a chain. */
export class ChainFaultDto {
  @Count('Number of the first entry that is wrong.', 3)
  position!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Its index in the log.', example: 118 })
  logIndex!: number | null;

  @ApiProperty({ enum: auditReasons, example: 'leaf-differs' })
  reason!: AuditReason;

  @Text('The reason in words.', '条目的哈希与哈希块不一致：条目或哈希块被改动')
  detail!: string;

  @TextOrNull('What it must be: hashes in base64, as the log has them.', hash)
  expected!: string | null;

  @TextOrNull('What it is.', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')
  found!: string | null;

  @ApiProperty({
    type: SaidByDto,
    nullable: true,
    description: 'Null when the entry cannot be read any more.',
  })
  writtenBy!: SaidByDto | null;

  @TextOrNull('Where the evidence of the batch is; null for the chain of an organization.')
  evidence!: string | null;
}

export class ChainOwnerDto {
  @ApiProperty({ format: 'uuid', example: organization })
  id!: string;

  @ApiProperty({ example: '栖霞示例果业农民专业合作社' })
  name!: string;
}

export class ChainBatchDto {
  @ApiProperty({ format: 'uuid', example: batch })
  id!: string;

  @ApiProperty({ example: '7K3Q9VXN2MTB4RWC5' })
  code!: string;

  @TextOrNull('Lot number.', '20261020-A')
  lot!: string | null;

  @ApiProperty({ example: '红富士苹果' })
  product!: string;
}

export class CheckedDto {
  @ApiProperty({ format: 'uuid', example: runId })
  run!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-20T06:05:00.000Z' })
  at!: string | null;

  @Count('Entries that are sound, from the first on.', 7)
  entries!: number;
}

/** A chain with what the newest check found of it. */
export class AuditedChainDto {
  @Text('The chain, as entries name it.', `batch/${batch}`)
  chain!: string;

  @ApiProperty({ description: 'Whose chain it is.' })
  organization!: ChainOwnerDto;

  @ApiProperty({ type: ChainBatchDto, nullable: true, description: 'Null for the chain of an organization.' })
  batch!: ChainBatchDto | null;

  @Count('Entries by now.', 7)
  entries!: number;

  @Text('Leaf hash of the last entry, base64url.', 'pWZXJ8yCq1gqv5V3hq0Ck2VJYq7eYyH2lZkqO8o3v3Q')
  head!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'When the last entry was recorded.',
    example: '2026-11-20T06:05:00.000Z',
  })
  recordedAt!: string;

  @ApiProperty({
    enum: chainStates,
    description: '`unchecked`: opened after the newest check.',
    example: 'passed',
  })
  state!: ChainState;

  @ApiProperty({ type: CheckedDto, nullable: true })
  checked!: CheckedDto | null;

  @ApiProperty({ type: ChainFaultDto, nullable: true, example: null })
  fault!: ChainFaultDto | null;
}

export class AuditedChainPageDto {
  @ApiProperty({ type: [AuditedChainDto], description: 'By organization.' })
  items!: AuditedChainDto[];
}

export class AuditCountsDto {
  @Count('Chains that were checked.', 42)
  chains!: number;

  @Count('Entries that were checked and are sound.', 311)
  entries!: number;

  @Count('Chains without a fault.', 41)
  passed!: number;

  @Count('Chains with one.', 1)
  failed!: number;
}

/** What is wrong with the log as a whole. */
export class LogFaultDto {
  @ApiProperty({ enum: auditReasons, example: 'root-differs' })
  reason!: AuditReason;

  @Text('The reason in words.', '全部条目算出的树根与签署的检查点不一致')
  detail!: string;

  @ApiProperty({ type: 'integer', nullable: true, example: null })
  logIndex!: number | null;

  @TextOrNull('What it must be.', hash)
  expected!: string | null;

  @TextOrNull('What it is.', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')
  found!: string | null;
}

/** A check of all chains. */
export class AuditRunDto {
  @ApiProperty({ format: 'uuid', example: runId })
  id!: string;

  @ApiProperty({
    enum: runStates,
    description: '`interrupted`: it did not come to its end, and has found nothing.',
    example: 'failed',
  })
  state!: RunState;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  startedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-20T06:05:09.000Z' })
  endedAt!: string | null;

  @Count('Entries of the log up to the checkpoint.', 1_204)
  size!: number;

  @Count('How many of those were read.', 1_204)
  read!: number;

  @Text(
    'The signed checkpoint that it checks up to (C2SP tlog-checkpoint).',
    'ledger.example.org/2026\n1204\n…',
  )
  checkpoint!: string;

  @ApiProperty({
    type: AuditCountsDto,
    nullable: true,
    description: 'Of your region; null until it has ended.',
  })
  counts!: AuditCountsDto | null;

  @ApiProperty({
    type: LogFaultDto,
    nullable: true,
    description: 'What is wrong with the log itself.',
    example: null,
  })
  fault!: LogFaultDto | null;
}

/** A check with the chains at fault. */
export class AuditRunDetailDto extends AuditRunDto {
  @ApiProperty({
    type: [AuditedChainDto],
    description: 'In the order of the log: the first is often the cause. 200 at most.',
  })
  faults!: AuditedChainDto[];
}

export class AuditRunPageDto {
  @ApiProperty({ type: [AuditRunDto], description: 'Newest first; thirty are kept.' })
  items!: AuditRunDto[];
}

export class AuditRunQuery {
  @PageLimit()
  limit = defaultLimit;

  @Id({
    description: 'Where the page before ended; taken from its `Link` header.',
    example: runId,
    optional: true,
  })
  cursor?: string | null;
}

export class AuditedChainQuery {
  @ApiProperty({
    enum: chainStates,
    required: false,
    description: 'Only chains of this state.',
    example: 'failed',
  })
  @IsOptional()
  @IsIn(chainStates)
  state?: ChainState;

  @Id({ description: 'Only chains of this organization.', example: organization, optional: true })
  organization?: string | null;

  @PageLimit()
  limit = defaultLimit;

  @ApiProperty({
    required: false,
    description: 'Where the page before ended; taken from its `Link` header.',
    example: `${organization}_${batch}`,
  })
  @IsOptional()
  @IsString()
  @MaxLength(80)
  cursor?: string;
}
