import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DomainError } from './problems.js';

const swaggerUi = createRequire(import.meta.url).resolve('swagger-ui-dist/package.json');

/** The only files of swagger-ui-dist that are served. */
const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};
const startFile = 'start.js';
const startScript = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', validatorUrl: null, supportedSubmitMethods: [] });\n`;

/** Serves the OpenAPI document and the files of the page that shows it, without any other host. */
@Injectable()
export class ApiDocs {
  private describe: (() => object) | null = null;
  private text: string | null = null;

  /** Where the document comes from; it is made at the first request, not at every start. */
  describeBy(describe: () => object): void {
    this.describe = describe;
  }

  documentText(): string {
    if (this.describe === null) throw new Error('the application was not described');
    this.text ??= JSON.stringify(this.describe());
    return this.text;
  }

  /** @throws DomainError `not-found` for every name that is not on the list. */
  async sendAsset(file: string, reply: FastifyReply): Promise<void> {
    if (file === startFile) {
      void reply.header('content-type', 'text/javascript; charset=utf-8').send(startScript);
      return;
    }
    const mediaType = Object.hasOwn(assets, file) ? assets[file] : undefined;
    if (mediaType === undefined) {
      throw new DomainError('not-found', { zh: '没有这个文件。', en: 'There is no such file.' });
    }
    const content = await readFile(swaggerUi.replace(/package\.json$/, file));
    void reply
      .header('cache-control', 'public, max-age=86400')
      .header('content-type', mediaType)
      .send(content);
  }
}
