import { ApiProperty } from '@nestjs/swagger';
import { CheckedText } from '../parties/fields.js';

/** The body of `PUT /api/v1/organizations/{id}/webhook`. */
export class WebhookBody {
  @CheckedText(500, {
    description: 'An https address in the public internet that takes recall notices.',
    example: 'https://erp.example.com/furrow',
  })
  url!: string;
}

export class WebhookDto {
  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  organization!: string;

  @ApiProperty({ example: 'https://erp.example.com/furrow' })
  url!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  registeredAt!: string;
}

export class RegisteredWebhookDto extends WebhookDto {
  @ApiProperty({
    description: 'What messages are signed with (Standard Webhooks): shown here and never again.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  })
  secret!: string;
}
