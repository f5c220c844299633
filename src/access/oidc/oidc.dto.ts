import { ApiProperty } from '@nestjs/swagger';

/** Where a signed-in person goes to link an identity. */
export class ProviderAddress {
  @ApiProperty({
    description: 'For the browser that asked, within ten minutes.',
    example: 'https://id.example.org/auth?client_id=furrow&response_type=code&scope=openid',
  })
  location!: string;
}

/** An identity at a provider. */
export class IdentityAnswer {
  @ApiProperty({ format: 'uuid', example: '9f1b0f8e-2d54-4f0c-8f3e-5f0f5f3b7a21' })
  id!: string;

  @ApiProperty({ description: 'Which provider.', example: 'https://id.example.org' })
  issuer!: string;

  @ApiProperty({ description: 'As the provider knows the person.', example: '248289761001' })
  subject!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  linkedAt!: string;
}

export class IdentityList {
  @ApiProperty({ type: [IdentityAnswer] })
  items!: IdentityAnswer[];
}
