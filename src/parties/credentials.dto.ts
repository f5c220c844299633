import { ApiProperty } from '@nestjs/swagger';
import { Matches, ValidateBy } from 'class-validator';
import { passwordCharactersMax } from '../access/password.js';
import { fault, refused } from './faults.js';
import { PlainText } from './fields.js';

/** Stricter than what signing in takes: these are new passwords (NIST SP 800-63B asks for length, not for symbols). */
export const newPasswordCharactersMin = 10;

const loginRule = {
  code: 'login',
  words: {
    zh: '须是 3 至 64 个英文字母、数字或 . _ @ + -，以字母或数字开头。',
    en: 'Must be 3 to 64 of letters, digits and . _ @ + -, beginning with a letter or digit.',
  },
};
const passwordRule = {
  code: 'password',
  words: {
    zh: `须是 ${newPasswordCharactersMin} 至 ${passwordCharactersMax} 个字符，且不全相同。`,
    en: `Must have ${newPasswordCharactersMin} to ${passwordCharactersMax} characters, not all the same.`,
  },
};

function isNewPassword(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > passwordCharactersMax) return false;
  const characters = Array.from(value.normalize('NFKC'));
  return characters.length >= newPasswordCharactersMin && new Set(characters).size > 1;
}

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

  @ApiProperty({
    description: 'The first password.',
    example: 'apple orchard in the morning',
    format: 'password',
    minLength: newPasswordCharactersMin,
    maxLength: passwordCharactersMax,
  })
  @ValidateBy(
    { name: 'password', validator: { validate: isNewPassword, defaultMessage: () => 'password' } },
    { context: passwordRule },
  )
  password!: string;

  @PlainText(80, { description: 'What the person is called here.', example: '记录员一号' })
  name!: string;
}

/** @throws DomainError `validation` for a password that anyone who knows the login would try. */
export function requireUntoldPassword({ login, password }: NewCredentials): void {
  if (!password.toLowerCase().includes(login.toLowerCase())) return;
  throw refused(
    fault('/password', 'tells-login', '密码不能包含账号名。', 'The password may not contain the login.'),
  );
}
