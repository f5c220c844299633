import { Injectable, type PipeTransform } from '@nestjs/common';
import { isUuid } from '../ledger/names.js';
import { DomainError } from './problems.js';

/** A path parameter that names something by UUID: any other text names nothing we have, so it is not found. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (isUuid(value)) return value;
    throw nothingHasThisId();
  }
}

const keyIdText = /^[A-Za-z0-9_-]{43}$/;

/** A path parameter that names a key by its RFC 7638 thumbprint (SHA-256, base64url): any other text names no key. */
@Injectable()
export class KeyIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (keyIdText.test(value)) return value;
    throw nothingHasThisId();
  }
}

function nothingHasThisId(): DomainError {
  return new DomainError('not-found', { zh: '没有这个编号的内容。', en: 'Nothing has this id.' });
}
