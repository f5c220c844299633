import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** The answer of `/livez` and `/readyz`. `degraded`: requests are answered, and something needs a person. */
export class HealthAnswer {
  @ApiProperty({ example: 'ok', enum: ['ok', 'degraded'] })
  status!: 'ok' | 'degraded';

  @ApiPropertyOptional({
    description: 'What needs a person (degraded), in plain words',
    type: [String],
    example: ['the log refuses to sign: another tree of 120 entries was signed: entries were changed'],
  })
  troubles?: string[];
}
