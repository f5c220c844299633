import type { FastifyRequest } from 'fastify';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const forwardingHeaders = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** The peer is this machine and speaks for itself: a proxy on the same machine adds one of these headers. */
export function isLocal(request: FastifyRequest): boolean {
  return (
    loopback.has(request.socket.remoteAddress ?? '') &&
    forwardingHeaders.every((name) => request.headers[name] === undefined)
  );
}

/**
 * What requests of one client are counted under: the IPv4 address, or the first 64 bits of an IPv6 address, because
 * one subscriber holds all addresses below them.
 */
export function addressKey(address: string): string {
  return ipv4Of(address) ?? `${groupsOf(address).slice(0, 4).join(':')}::/64`;
}

/**
 * The network that an address is in, so large that it names nobody and one holder seldom has a second one: the first 16
 * bits of an IPv4 address, the first 32, which a provider holds, of an IPv6 address.
 */
export function networkOf(address: string): string {
  const ipv4 = ipv4Of(address);
  if (ipv4 !== null) return `${ipv4.split('.').slice(0, 2).join('.')}.0.0/16`;
  return `${groupsOf(address).slice(0, 2).join(':')}::/32`;
}

function ipv4Of(address: string): string | null {
  const [, mapped = null] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  return mapped ?? (address.includes(':') ? null : address);
}

/** The eight groups of an IPv6 address, in lower case without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = address.split('%', 1).join('').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));
}
