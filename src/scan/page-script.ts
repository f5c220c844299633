import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Injectable } from '@nestjs/common';

const built = new URL('../../dist/web/browser/self-check.js', import.meta.url);
const digestCharacters = 16;

/** The script of the public pages, as the build made it. */
@Injectable()
export class PageScript {
  readonly body: Buffer;
  readonly compressed: Buffer;
  /** Own address; it changes with the content, so that what was fetched is kept for ever. */
  readonly path: string;

  constructor() {
    this.body = readFileSync(built);
    this.compressed = gzipSync(this.body, { level: 9 });
    const digest = createHash('sha256').update(this.body).digest('hex').slice(0, digestCharacters);
    this.path = `/assets/self-check-${digest}.js`;
  }
}
