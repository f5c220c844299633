import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { builtFile, digestOf, type BuiltFile } from '../http/built-file.js';
import { captureIcon, captureManifest, renderCapturePage } from '../web/capture-page.js';
import { BuiltApp } from './built-app.js';

const built = new URL('../../dist/web/capture/', import.meta.url);
const worker = new URL('../../dist/web/worker/service-worker.js', import.meta.url);

/** The capture app: its page, its scripts, and the worker that keeps both for times without a network. */
@Injectable()
export class CaptureFiles {
  private readonly app = new BuiltApp(built);
  private readonly others: ReadonlyMap<string, BuiltFile>;
  readonly page: BuiltFile;

  constructor() {
    const html = Buffer.from(renderCapturePage(`/app/${this.app.script}`));
    const version = digestOf(
      Buffer.from([...this.app.names, html.toString(), captureManifest, captureIcon].join()),
    );
    const parts = this.app.names.map((name) => `/app/${name}`);
    const constants = JSON.stringify({
      version,
      files: [
        '/app',
        ...parts.filter((name) => !isHeavy(name)),
        '/app/manifest.webmanifest',
        '/app/icon.svg',
      ],
      parts: parts.filter(isHeavy),
    });
    const program = `const furrowApp=${constants};\n${readFileSync(worker, 'utf8')}`;
    this.page = builtFile('text/html; charset=utf-8', html);
    this.others = new Map([
      ['sw.js', builtFile('text/javascript; charset=utf-8', Buffer.from(program))],
      ['manifest.webmanifest', builtFile('application/manifest+json', Buffer.from(captureManifest))],
      ['icon.svg', builtFile('image/svg+xml', Buffer.from(captureIcon))],
    ]);
  }

  find(name: string): BuiltFile | null {
    return this.others.get(name) ?? this.app.find(name);
  }
}

/** What most phones never need, being able to read codes by themselves. */
function isHeavy(name: string): boolean {
  return name.endsWith('.wasm');
}
