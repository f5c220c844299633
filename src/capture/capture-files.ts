import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { captureIcon, captureManifest, renderCapturePage } from '../web/capture-page.js';

const built = new URL('../../dist/web/capture/', import.meta.url);
const digestCharacters = 16;

/** A file of the app as it is sent. */
export interface CaptureFile {
  readonly type: string;
  readonly body: Buffer;
  readonly compressed: Buffer;
  /** True for what never changes under its address. */
  readonly isFixed: boolean;
}

/** The capture app as the build made it: its page, its script, and the worker that keeps both for times without a network. */
@Injectable()
export class CaptureFiles {
  private readonly files: ReadonlyMap<string, CaptureFile>;
  readonly page: CaptureFile;

  constructor() {
    const script = readFileSync(new URL('app.js', built));
    const scriptName = `app-${digestOf(script)}.js`;
    const html = Buffer.from(renderCapturePage(`/app/${scriptName}`));
    const version = digestOf(Buffer.concat([script, html, Buffer.from(captureManifest + captureIcon)]));
    const kept = ['/app', `/app/${scriptName}`, '/app/manifest.webmanifest', '/app/icon.svg'];
    const worker = `const furrowApp=${JSON.stringify({ version, files: kept })};\n${readFileSync(new URL('service-worker.js', built), 'utf8')}`;
    this.page = fileOf('text/html; charset=utf-8', html);
    this.files = new Map([
      [scriptName, fileOf('text/javascript; charset=utf-8', script, true)],
      ['sw.js', fileOf('text/javascript; charset=utf-8', Buffer.from(worker))],
      ['manifest.webmanifest', fileOf('application/manifest+json', Buffer.from(captureManifest))],
      ['icon.svg', fileOf('image/svg+xml', Buffer.from(captureIcon))],
    ]);
  }

  find(name: string): CaptureFile | null {
    return this.files.get(name) ?? null;
  }
}

function fileOf(type: string, body: Buffer, isFixed = false): CaptureFile {
  return { type, body, compressed: gzipSync(body, { level: 9 }), isFixed };
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, digestCharacters);
}
