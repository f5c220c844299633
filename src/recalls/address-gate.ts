import { lookup, type LookupAddress } from 'node:dns';
import ipaddr from 'ipaddr.js';

/** Inside a cloud, the platform of one provider answers at a public address, too. */
const platforms = ['168.63.129.16'];

/** Why an address or a name is not sent to. */
export class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
}

/**
 * Whether a message may be sent to an address: one of the public internet by the special-purpose registries of IANA
 * (RFC 6890; an IPv4 address within IPv6 counts as what it is), or one of the networks that the operator allows.
 */
export function isAllowedAddress(text: string, networks: readonly string[]): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  const isIn = (network: string): boolean => {
    const [base, bits] = ipaddr.parseCIDR(network);
    return base.kind() === address.kind() && address.match(base, bits);
  };
  return networks.some(isIn) || (address.range() === 'unicast' && !platforms.includes(address.toString()));
}

/** The host of an address bar's text without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

type Lookup = (
  host: string,
  options: object,
  answer: (error: Error | null, addresses: string | LookupAddress[], family?: number) => void,
) => void;

/**
 * A resolver for one connection, which is made to the addresses that it answers and to no others: a name is not
 * resolved again after it was looked at. All addresses of a name must be allowed.
 */
export function gatedLookup(networks: readonly string[]): Lookup {
  return (host, options, answer) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        answer(error, []);
      } else if (!addresses.every(({ address }) => isAllowedAddress(address, networks))) {
        answer(new RefusedAddress(`${host} is not in the public internet`), []);
      } else {
        answer(null, addresses);
      }
    });
  };
}
