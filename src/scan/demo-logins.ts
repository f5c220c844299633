import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { isLocal } from '../http/client-address.js';
import { shownLogins, type DemoLogin } from '../web/start-page.js';

/** Names under which a machine reaches itself. */
const ownNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Demo accounts for the start page. */
@Injectable()
export class DemoLogins {
  constructor(private readonly config: Config) {}

  /** Of `DATA_DIR/demo.json`; passwords only to whom they may be shown. */
  async list(request: FastifyRequest): Promise<DemoLogin[]> {
    const text = await readFile(join(this.config.dataDir, 'demo.json'), 'utf8').catch(() => null);
    if (text === null) return [];
    const { accounts = [] } = JSON.parse(text) as { accounts?: { login: string; password: string }[] };
    const mayShow = this.mayShow(request);
    return shownLogins.flatMap((login) => {
      const account = accounts.find((known) => known.login === login);
      return account === undefined ? [] : [{ login, password: mayShow ? account.password : null }];
    });
  }

  /**
   * To everybody where the operator said so; else to this machine alone, asked under a name of its own. A proxy that says
   * nothing of itself would make everybody look like this machine: where the service has a public address, or knows of a
   * proxy, nobody is shown them. A foreign name that was made to lead here (DNS rebinding) is refused by its name.
   */
  private mayShow(request: FastifyRequest): boolean {
    if (this.config.demoLogins === 'shown') return true;
    const isAlone = this.config.trustProxy === false && ownNames.has(new URL(this.config.publicUrl).hostname);
    const asked = /^(\[[0-9a-f:]+\]|[^:]*)(?::\d{1,5})?$/i.exec(request.headers.host ?? '')?.[1] ?? '';
    return isAlone && isLocal(request) && ownNames.has(asked.toLowerCase());
  }
}
