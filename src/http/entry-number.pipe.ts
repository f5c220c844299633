import { Injectable, type PipeTransform } from '@nestjs/common';

const entryNumberMax = 2_147_483_647;

/**
 * A path parameter that numbers an entry of a chain, from 1. Any other text is 0, which no entry has: it is looked for and
 * not found like any number that is not there.
 */
@Injectable()
export class EntryNumberPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    const number = /^[1-9]\d{0,9}$/.test(value) ? Number(value) : 0;
    return number <= entryNumberMax ? number : 0;
  }
}
