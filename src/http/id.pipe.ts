import { Injectable, type PipeTransform } from '@nestjs/common';
import { isUuid } from '../ledger/names.js';
import { DomainError } from './problems.js';

/** A path parameter that names something by UUID: any other text names nothing we have, so it is not found. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (isUuid(value)) return value;
    throw new DomainError('not-found', { zh: '没有这个编号的内容。', en: 'Nothing has this id.' });
  }
}
