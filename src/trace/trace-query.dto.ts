import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

const depthMax = 100;
const nodesMax = 10_000;
export const directions = ['backward', 'forward'] as const;
const formats = ['tree', 'table', 'csv'] as const;

const WholeNumber = (max: number): PropertyDecorator => {
  const rules = [IsOptional(), Type(() => Number), IsInt(), Min(1), Max(max)];
  return (target, key) => {
    for (const rule of rules) rule(target, key);
  };
};

/** Which way, how far, and in which shape. */
export class TraceQuery {
  @ApiProperty({
    enum: directions,
    required: false,
    default: 'backward',
    example: 'backward',
    description: '`backward`: what it was made from; `forward`: what was made of it, and where that is.',
  })
  @IsOptional()
  @IsIn(directions)
  direction: (typeof directions)[number] = 'backward';

  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: depthMax,
    default: 50,
    description: 'Levels away from the batch.',
    example: 50,
  })
  @WholeNumber(depthMax)
  depth = 50;

  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: nodesMax,
    default: 1_000,
    description: 'Nodes in all; five links are followed for each at most.',
    example: 1_000,
  })
  @WholeNumber(nodesMax)
  limit = 1_000;

  @ApiProperty({
    enum: formats,
    required: false,
    default: 'tree',
    example: 'tree',
    description: '`table`: a row a link, as JSON; `csv`: the same for a spreadsheet.',
  })
  @IsOptional()
  @IsIn(formats)
  format: (typeof formats)[number] = 'tree';
}
