import { Injectable, type PipeTransform } from '@nestjs/common';
import { DomainError } from './problems.js';

const entryNumberMax = 2_147_483_647;

/** A path parameter that numbers an entry of a chain, from 1: any other text numbers none. */
@Injectable()
export class EntryNumberPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    const number = /^[1-9]\d{0,9}$/.test(value) ? Number(value) : NaN;
    if (number <= entryNumberMax) return number;
    throw new DomainError('not-found', { zh: '没有这个编号的内容。', en: 'Nothing has this id.' });
  }
}
