import { ApiProperty } from '@nestjs/swagger';
import { evidenceVersion, withheldReasons } from '../ledger/evidence.js';

const hashes = {
  type: 'array',
  items: { type: 'string' },
  description: 'RFC 6962 §2.1.1, base64.',
  example: ['CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='],
} as const;

/** A digest whose disclosure is not shown. */
class WithheldDto {
  @ApiProperty({ example: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek' })
  digest!: string;

  @ApiProperty({ enum: withheldReasons, example: 'private' })
  reason!: string;
}

/** An entry and the proof that it is in the log. */
class EvidenceEntryDto {
  @ApiProperty({
    description: 'The bytes that were hashed, base64.',
    example: 'eyJjaGFpbiI6ImJhdGNoLzBiNmY3Y…',
  })
  entry!: string;

  @ApiProperty({ type: Number, description: 'Index in the log.', example: 118 })
  index!: number;

  @ApiProperty(hashes)
  proof!: string[];

  @ApiProperty({
    type: [String],
    description: 'What you may see of the private fields (RFC 9901).',
    example: [],
  })
  disclosures!: string[];

  @ApiProperty({ type: [WithheldDto] })
  withheld!: WithheldDto[];
}

/** A chain, or the entries of one that keys rest on. */
class EvidenceChainDto {
  @ApiProperty({ example: 'batch/0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  chain!: string;

  @ApiProperty({ enum: ['subject', 'upstream', 'signer'], example: 'subject' })
  role!: string;

  @ApiProperty({ type: [EvidenceEntryDto] })
  entries!: EvidenceEntryDto[];
}

/** The evidence file as the OpenAPI document shows it. */
export class EvidenceFile {
  @ApiProperty({ enum: [evidenceVersion], example: evidenceVersion })
  v!: string;

  @ApiProperty({ description: 'Origin of the log.', example: 'ledger.example.org/2026' })
  log!: string;

  @ApiProperty({ example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  batch!: string;

  @ApiProperty({
    description: 'A C2SP signed note with the cosignatures of witnesses.',
    example:
      'ledger.example.org/2026\n120\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— ledger.example.org/2026 Az3grl…\n',
  })
  checkpoint!: string;

  @ApiProperty({ type: [EvidenceChainDto] })
  chains!: EvidenceChainDto[];

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'Where the code stands in the Merkle tree over its label set.',
    example: { code: '001061050R3GG28AY', seq: 7, number: 1, proof: [] },
  })
  label!: object | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description:
      'That no entry of the batches is hidden, by the completeness map; null while they are newer than it.',
    example: null,
  })
  completeness!: object | null;
}
