import { ApiProperty } from '@nestjs/swagger';

/** The answer of `/livez` and `/readyz` when all is well. */
export class HealthAnswer {
  @ApiProperty({ example: 'ok', enum: ['ok'] })
  status!: 'ok';
}
