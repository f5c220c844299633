import { ApiProperty } from '@nestjs/swagger';
import type { Colleague } from './officials.store.js';
import { supervisors } from './scope.js';

/** Somebody to whom an inquiry or an inspection can be given. */
export class ColleagueAnswer {
  @ApiProperty({
    format: 'uuid',
    description: 'Of the account, as `assignee`.',
    example: '2c7d1e90-63b4-4f1a-9c25-8e0f4a6b3d17',
  })
  id!: string;

  @ApiProperty({ example: '检查员一号' })
  name!: string;

  @ApiProperty({ enum: supervisors, example: 'inspector' })
  role!: (typeof supervisors)[number];

  @ApiProperty({
    description: 'For which region: the first digits of region codes, empty for the whole country.',
    example: '3706',
  })
  region!: string;

  @ApiProperty({ description: 'Whether this is the one who asks.', example: false })
  you!: boolean;
}

export class ColleaguePage {
  @ApiProperty({ type: [ColleagueAnswer] })
  items!: ColleagueAnswer[];
}

export function toColleagueAnswer({ id, name, role, region }: Colleague, accountId: string): ColleagueAnswer {
  return { id, name, role, region, you: id === accountId };
}
