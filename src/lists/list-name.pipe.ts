import { Injectable, type PipeTransform } from '@nestjs/common';
import { DomainError } from '../http/problems.js';
import { findListName, listNames } from './names.js';
import type { ListName } from './rows.js';

/** A path parameter that names a list. */
@Injectable()
export class ListNamePipe implements PipeTransform<string, ListName> {
  transform(value: string): ListName {
    const name = findListName(value);
    if (name !== null) return name;
    throw new DomainError('not-found', {
      zh: `没有这份清单。清单有：${listNames.join('、')}。`,
      en: `There is no such list. The lists are ${listNames.join(', ')}.`,
    });
  }
}

/** A path parameter that numbers a version: any other text names none. */
@Injectable()
export class VersionPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
    throw noSuchVersion();
  }
}

export function noSuchVersion(): DomainError {
  return new DomainError('not-found', {
    zh: '清单没有这一版。',
    en: 'The list has no such version.',
  });
}
