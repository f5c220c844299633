import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../../config/config.js';
import { deriveSecret } from '../../config/master-key.js';
import { networkOf } from '../../http/client-address.js';
import { placeOf } from './place.js';

/** Groups of networks of one code: each of 64 of the 65,536 networks that IPv4 has, four million addresses. */
const groupsMax = 1_024;

/** From where a look came, as coarsely as a pattern needs it. */
export interface LookOrigin {
  /** As `placeOf`. */
  readonly place: string;
  /** As `networkGroup`. */
  readonly network: number;
}

/** Says from where a look came without asking anybody: by the connection, and by the word of a named proxy. */
@Injectable()
export class LookOrigins {
  private readonly key: Buffer;

  constructor(private readonly config: Config) {
    this.key = deriveSecret(config.masterKey, 'scan-networks');
  }

  /** Of a look at `code`. Nothing else of the request is kept. */
  of(code: string, request: FastifyRequest): LookOrigin {
    return { place: this.placeIn(request), network: networkGroup(this.key, code, request.ip) };
  }

  /** A header is the word of the proxy only when a named proxy sent it: else of whoever writes it. */
  private placeIn({ headers, ips = [] }: FastifyRequest): string {
    const { scanRegionHeader } = this.config;
    // Fastify names more addresses than the peer’s own only where the peer is one of TRUST_PROXY and forwards.
    const said = scanRegionHeader === null || ips.length < 2 ? undefined : headers[scanRegionHeader];
    return typeof said === 'string' ? placeOf(said) : '';
  }
}

/**
 * The group, from 0, that the network of an address is in for one code. It tells networks apart and never which they
 * are: thousands are in each group, other thousands for another code.
 */
export function networkGroup(key: Uint8Array, code: string, address: string): number {
  const mac = createHmac('sha256', key)
    .update(`${code} ${networkOf(address)}`)
    .digest();
  return mac.readUInt32BE(0) % groupsMax;
}
