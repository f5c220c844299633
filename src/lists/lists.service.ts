import { Injectable } from '@nestjs/common';
import type { ListName, Lists, ListVersion } from './rows.js';
@Injectable()
export class ListsService {
  asKnown(at: Date | null): Promise<Lists> {
    return Promise.resolve({
      'pesticide-labels': null,
      'pesticide-restrictions': null,
      'residue-limits': null,
      'residue-definitions': null,
      'product-categories': null,
      'process-yields': null,
    });
  }
  version<Name extends ListName>(name: Name, version: number): Promise<ListVersion<Name> | null> {
    return Promise.resolve(null);
  }
}
