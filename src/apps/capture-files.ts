import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { DemoMark } from '../access/demo-mark.js';
import { builtFile, digestOf, type BuiltFile } from '../http/built-file.js';
import { captureIcon, captureManifest, renderCapturePage } from '../web/capture-page.js';
import { BuiltApp } from './built-app.js';

const built = new URL('../../dist/web/capture/', import.meta.url);
const worker = new URL('../../dist/web/worker/service-worker.js', import.meta.url);
const workerName = 'sw.js';

/** The page, and the worker that keeps it: a page that says something else is kept by another worker. */
interface PageAndWorker {
  readonly page: BuiltFile;
  readonly worker: BuiltFile;
}

/** The capture app: its page, its scripts, and the worker that keeps both for times without a network. */
@Injectable()
export class CaptureFiles {
  private readonly app = new BuiltApp(built);
  private readonly plain = this.pageAndWorker(false);
  private readonly ofDemo = this.pageAndWorker(true);
  private readonly others: ReadonlyMap<string, BuiltFile> = new Map([
    ['manifest.webmanifest', builtFile('application/manifest+json', Buffer.from(captureManifest))],
    ['icon.svg', builtFile('image/svg+xml', Buffer.from(captureIcon))],
  ]);

  constructor(private readonly demo: DemoMark) {}

  get page(): BuiltFile {
    return this.now.page;
  }

  find(name: string): BuiltFile | null {
    return name === workerName ? this.now.worker : (this.others.get(name) ?? this.app.find(name));
  }

  private get now(): PageAndWorker {
    return this.demo.isDemo ? this.ofDemo : this.plain;
  }

  private pageAndWorker(isDemo: boolean): PageAndWorker {
    const html = renderCapturePage(`/app/${this.app.script}`, isDemo);
    const version = digestOf(Buffer.from([...this.app.names, html, captureManifest, captureIcon].join()));
    const parts = this.app.names.map((name) => `/app/${name}`);
    const light = parts.filter((name) => !isHeavy(name));
    const files = ['/app', ...light, '/app/manifest.webmanifest', '/app/icon.svg'];
    const constants = JSON.stringify({ version, files, parts: parts.filter(isHeavy) });
    const program = `const furrowApp=${constants};\n${readFileSync(worker, 'utf8')}`;
    return {
      page: builtFile('text/html; charset=utf-8', Buffer.from(html)),
      worker: builtFile('text/javascript; charset=utf-8', Buffer.from(program)),
    };
  }
}

/** What most phones never need, being able to read codes by themselves. */
function isHeavy(name: string): boolean {
  return name.endsWith('.wasm');
}
