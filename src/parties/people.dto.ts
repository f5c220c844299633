import { ApiProperty } from '@nestjs/swagger';
import { Id, PersonalText } from './fields.js';

/** What is known of a person: the body of `PUT …/people/{person}`. */
export class PersonDetails {
  @PersonalText(80, { description: 'Name of the person.', example: '示例农户甲' })
  name!: string;

  @PersonalText(80, { description: 'How to reach the person.', example: '021-00000000', optional: true })
  contact?: string | null;
}

/** The body of `POST …/people`. */
export class NewPerson extends PersonDetails {
  @Id({
    description:
      'The member of the organization who is this person: its account may then decide for itself. See `GET /members`.',
    example: '1c9b0f8e-2d54-4f0c-8f3e-5f0f5f3b7a21',
    optional: true,
  })
  member?: string | null;
}

/** A person whose data the statements of an organization carry. */
export class PersonAnswer {
  @ApiProperty({ format: 'uuid', example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  id!: string;

  @ApiProperty({
    description: 'How private fields of statements name the person.',
    example: 'person/0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
  })
  reference!: string;

  @ApiProperty({
    enum: ['in-use', 'restricted'],
    description: '`restricted`: erasure was asked for; nothing of the person is shown or used any more.',
    example: 'in-use',
  })
  state!: 'in-use' | 'restricted';

  @ApiProperty({ type: String, nullable: true, description: 'Null while restricted.', example: '示例农户甲' })
  name!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '021-00000000' })
  contact!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  createdAt!: string;
}

export class PersonPage {
  @ApiProperty({ type: [PersonAnswer] })
  items!: PersonAnswer[];
}
