import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { deriveSecret } from '../config/master-key.js';
import { AccountsService } from './accounts.service.js';
import { cookieText, readCookie } from './cookies.js';

const cookieName = 'furrow_device';
/** As long as browsers keep a cookie (RFC 6265bis §5.5: 400 days). */
const lifeS = 400 * 24 * 3_600;
/** Accounts that one device is known for: people share phones. The one that signed in longest ago is forgotten. */
export const loginsOfDeviceMax = 8;
/** Of the random name of the device, and of each mark (HMAC-SHA-256 cut to 128 bits). */
const partBytes = 16;
const pattern = /^[A-Za-z0-9_-]{22}(\.[A-Za-z0-9_-]{22}){1,8}$/;

/**
 * Remembers on the device itself which accounts have signed in there (OWASP: device cookies). The cookie holds a random
 * name and a mark an account, none of which tells anything without our key; it opens nothing, it only has a count of
 * failures of its own. Whoever takes a login that was another's is not known where that other was.
 */
@Injectable()
export class Devices {
  private readonly key: Buffer;
  private readonly overTls: boolean;

  constructor(
    config: Config,
    private readonly accounts: AccountsService,
  ) {
    this.key = deriveSecret(config.masterKey, 'device-cookie/v2');
    this.overTls = config.overTls;
  }

  /** The name of the device that sends the request, when the login's account has signed in on it before; else null. */
  async known(request: FastifyRequest, login: string): Promise<string | null> {
    const [device, ...marks] = this.read(request);
    const account = device === undefined ? null : await this.accounts.findByLogin(login);
    if (device === undefined || account === null) return null;
    const own = this.markOf(device, account.id);
    return marks.some((mark) => isSame(mark, own)) ? device : null;
  }

  /** Makes the device that sent the request known for the account of the login. */
  async remember(request: FastifyRequest, reply: FastifyReply, login: string): Promise<void> {
    const account = await this.accounts.findByLogin(login);
    if (account === null) return;
    const [device = randomBytes(partBytes).toString('base64url'), ...marks] = this.read(request);
    const own = this.markOf(device, account.id);
    const others = marks.filter((mark) => mark !== own).slice(0, loginsOfDeviceMax - 1);
    const value = [device, own, ...others].join('.');
    void reply.header('set-cookie', cookieText(cookieName, value, lifeS, this.overTls));
  }

  private read(request: FastifyRequest): string[] {
    const value = readCookie(request, cookieName) ?? '';
    return pattern.test(value) ? value.split('.') : [];
  }

  private markOf(device: string, accountId: string): string {
    const mac = createHmac('sha256', this.key).update(`${device} ${accountId}`).digest();
    return mac.subarray(0, partBytes).toString('base64url');
  }
}

/** Both have the length that the pattern and the mark's own making give them. */
function isSame(mark: string, own: string): boolean {
  return timingSafeEqual(Buffer.from(mark), Buffer.from(own));
}
