import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { passwordCharactersMax } from './password.js';

/** Longest text that is looked at as a code: a recovery code with its hyphens, and some space. */
export const codeCharactersMax = 40;

/** A password that somebody shows, to prove who it is. */
export function ShownPassword(description?: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      ...(description === undefined ? {} : { description }),
      example: 'correct horse battery staple',
      maxLength: passwordCharactersMax,
      format: 'password',
    }),
    MaxLength(passwordCharactersMax),
    MinLength(1),
    IsString(),
  );
}

/** A code of the account's second factor, where it has one. */
export function ShownCode(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: String,
      required: false,
      description:
        'Where the account has a second factor: a code of the authenticator app, or a recovery code.',
      example: '492039',
      maxLength: codeCharactersMax,
    }),
    IsOptional(),
    CodeText(),
  );
}

/** A text that is looked at as a code. */
export function CodeText(): PropertyDecorator {
  return applyDecorators(MaxLength(codeCharactersMax), MinLength(1), IsString());
}
