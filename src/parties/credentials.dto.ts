import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { NewPassword } from '../access/new-password.js';
import { PlainText } from './fields.js';

const loginRule = {
  code: 'login',
  words: {
    zh: '须是 3 至 64 个英文字母、数字或 . _ @ + -，以字母或数字开头。',
    en: 'Must be 3 to 64 of letters, digits and . _ @ + -, beginning with a letter or digit.',
  },
};
/** What every new account begins with. */
export class NewCredentials {
  @ApiProperty({
    description: 'With what the person signs in.',
    example: 'recorder-01',
    minLength: 3,
    maxLength: 64,
  })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._@+-]{2,63}$/, { context: loginRule })
  login!: string;

  @NewPassword('The first password.')
  password!: string;

  @PlainText(80, { description: 'What the person is called here.', example: '记录员一号' })
  name!: string;
}
