import { Injectable, type PipeTransform } from '@nestjs/common';
import { DomainError } from './problems.js';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A path parameter that names something by UUID: any other text names nothing we have, so it is not found. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (uuidPattern.test(value)) return value;
    throw new DomainError('not-found', { zh: '没有这个编号的内容。', en: 'Nothing has this id.' });
  }
}
