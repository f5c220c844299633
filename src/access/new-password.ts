import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { DomainError } from '../http/problems.js';
import { passwordCharactersMax } from './password.js';

/** Stricter than what signing in takes: these are new passwords (NIST SP 800-63B asks for length, not for symbols). */
export const newPasswordCharactersMin = 10;

const passwordRule = {
  code: 'password',
  words: {
    zh: `须是 ${newPasswordCharactersMin} 至 ${passwordCharactersMax} 个字符，且不全相同。`,
    en: `Must have ${newPasswordCharactersMin} to ${passwordCharactersMax} characters, not all the same.`,
  },
};

/** A password that somebody chooses. */
export function NewPassword(description: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      description,
      example: 'apple orchard in the morning',
      format: 'password',
      minLength: newPasswordCharactersMin,
      maxLength: passwordCharactersMax,
    }),
    ValidateBy(
      { name: 'password', validator: { validate: isNewPassword, defaultMessage: () => 'password' } },
      { context: passwordRule },
    ),
  );
}

/** @throws DomainError `validation` for a password that anyone who knows the login would try. */
export function requireUntoldPassword(login: string, password: string, pointer = '/password'): void {
  if (!password.toLowerCase().includes(login.toLowerCase())) return;
  const detail = { zh: '密码不能包含账号名。', en: 'The password may not contain the login.' };
  throw new DomainError('validation', detail, [{ pointer, code: 'tells-login', detail }]);
}

function isNewPassword(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > passwordCharactersMax) return false;
  const characters = Array.from(value.normalize('NFKC'));
  return characters.length >= newPasswordCharactersMin && new Set(characters).size > 1;
}
