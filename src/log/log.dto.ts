import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

const TreeSize =
  (description: string, example: number): PropertyDecorator =>
  (target, property) => {
    ApiProperty({ type: 'integer', minimum: 1, description, example })(target, property);
    Type(() => Number)(target, property);
    IsInt()(target, property);
    Min(1)(target, property);
    Max(Number.MAX_SAFE_INTEGER)(target, property);
  };

/** Between which two trees a consistency proof is asked for. */
export class ConsistencyQuery {
  @TreeSize('Size of the smaller tree.', 120)
  from!: number;

  @TreeSize('Size of the larger tree, at most the published one.', 240)
  to!: number;
}

/** A consistency proof (RFC 6962 §2.1.2). */
export class ConsistencyDto {
  @ApiProperty({ type: 'integer', example: 120 })
  from!: number;

  @ApiProperty({ type: 'integer', example: 240 })
  to!: number;

  @ApiProperty({
    type: [String],
    description: 'Hashes in base64, in the order of RFC 6962.',
    example: ['CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='],
  })
  proof!: string[];
}
