import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { builtFile, digestOf, type BuiltFile } from '../http/built-file.js';

const built = new URL('../../dist/web/browser/self-check.js', import.meta.url);

/** The script of the public pages, as the build made it. */
@Injectable()
export class PageScript {
  readonly file: BuiltFile;
  /** Own address; it changes with the content, so that what was fetched is kept for ever. */
  readonly path: string;

  constructor() {
    const body = readFileSync(built);
    this.file = builtFile('text/javascript; charset=utf-8', body, true);
    this.path = `/assets/self-check-${digestOf(body)}.js`;
  }
}
