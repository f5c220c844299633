import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { builtFile, digestOf, type BuiltFile } from '../http/built-file.js';
import { captureIcon, captureManifest, renderCapturePage } from '../web/capture-page.js';

const built = new URL('../../dist/web/capture/', import.meta.url);

/** The capture app as the build made it: its page, its script, and the worker that keeps both for times without a network. */
@Injectable()
export class CaptureFiles {
  private readonly files: ReadonlyMap<string, BuiltFile>;
  readonly page: BuiltFile;

  constructor() {
    const script = readFileSync(new URL('app.js', built));
    const scriptName = `app-${digestOf(script)}.js`;
    const html = Buffer.from(renderCapturePage(`/app/${scriptName}`));
    const version = digestOf(Buffer.concat([script, html, Buffer.from(captureManifest + captureIcon)]));
    const kept = ['/app', `/app/${scriptName}`, '/app/manifest.webmanifest', '/app/icon.svg'];
    const worker = `const furrowApp=${JSON.stringify({ version, files: kept })};\n${readFileSync(new URL('service-worker.js', built), 'utf8')}`;
    this.page = builtFile('text/html; charset=utf-8', html);
    this.files = new Map([
      [scriptName, builtFile('text/javascript; charset=utf-8', script, true)],
      ['sw.js', builtFile('text/javascript; charset=utf-8', Buffer.from(worker))],
      ['manifest.webmanifest', builtFile('application/manifest+json', Buffer.from(captureManifest))],
      ['icon.svg', builtFile('image/svg+xml', Buffer.from(captureIcon))],
    ]);
  }

  find(name: string): BuiltFile | null {
    return this.files.get(name) ?? null;
  }
}
