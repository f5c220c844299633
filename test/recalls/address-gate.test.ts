import { describe, expect, it } from 'vitest';
import { gatedLookup, isAllowedAddress, RefusedAddress } from '../../src/recalls/address-gate.js';
import { webhookUrlFault } from '../../src/recalls/webhook-url.js';

describe('an address is sent to', () => {
  it.each(['1.1.1.1', '114.114.114.114', '2606:4700:4700::1111', '240e:4c:4008::1', '::ffff:1.1.1.1'])(
    'when it is of the public internet: %s',
    (address) => {
      expect(isAllowedAddress(address, [])).toBe(true);
    },
  );

  it.each([
    ['this machine', '127.0.0.1'],
    ['this machine', '127.8.8.8'],
    ['this machine', '0.0.0.0'],
    ['this machine', '::1'],
    ['this machine', '::'],
    ['this machine, as IPv6', '::ffff:127.0.0.1'],
    ['a private network', '10.1.2.3'],
    ['a private network', '172.16.0.1'],
    ['a private network', '192.168.1.1'],
    ['a private network, as IPv6', '::ffff:192.168.1.1'],
    ['a private network by NAT64', '64:ff9b::c0a8:101'],
    ['a private network by 6to4', '2002:c0a8:101::1'],
    ['a private network by Teredo', '2001:0:c0a8:101::1'],
    ['the metadata of a cloud', '169.254.169.254'],
    ['the metadata of a cloud, as IPv6', 'fd00:ec2::254'],
    ['the metadata of another cloud', '100.100.100.200'],
    ['the platform of a third', '168.63.129.16'],
    ['a carrier’s network', '100.64.0.1'],
    ['a unique-local address', 'fd12:3456::1'],
    ['a link', 'fe80::1'],
    ['a multicast group', '224.0.0.1'],
    ['a multicast group', 'ff02::1'],
    ['everybody', '255.255.255.255'],
    ['a network of examples', '192.0.2.1'],
    ['a network of examples', '2001:db8::1'],
    ['a benchmark', '198.18.0.1'],
    ['no address at all', 'localhost'],
  ])('never when it is %s: %s', (_, address) => {
    expect(isAllowedAddress(address, [])).toBe(false);
  });

  it('within a network that the operator allows, and no further', () => {
    const networks = ['10.0.0.0/8', 'fd12:3456::/32'];
    expect(
      ['10.1.2.3', '::ffff:10.1.2.3', 'fd12:3456::1'].map((one) => isAllowedAddress(one, networks)),
    ).toEqual([true, true, true]);
    expect(
      ['192.168.1.1', 'fd99::1', '169.254.169.254'].map((one) => isAllowedAddress(one, networks)),
    ).toEqual([false, false, false]);
  });
});

describe('a name', () => {
  const resolve = (host: string, networks: readonly string[]): Promise<unknown> =>
    new Promise((answered) => {
      gatedLookup(networks)(host, {}, (error, addresses) => {
        answered(error ?? addresses);
      });
    });

  it('that resolves to this machine is refused when a connection is made', async () => {
    expect(await resolve('localhost', [])).toBeInstanceOf(RefusedAddress);
  });

  it('is connected to at the addresses that were looked at', async () => {
    const found = (await resolve('localhost', ['127.0.0.0/8', '::1/128'])) as { address: string }[];
    expect(found.length).toBeGreaterThan(0);
    for (const { address } of found) expect(isAllowedAddress(address, ['127.0.0.0/8', '::1/128'])).toBe(true);
  });
});

describe('the address of a webhook', () => {
  it.each([
    ['plain http', 'http://erp.example.com/', 'https'],
    ['another scheme', 'file:///etc/passwd', 'https'],
    ['no address', 'erp.example.com', 'https'],
    ['a user', 'https://me@erp.example.com/', 'https'],
    ['a password', 'https://me:secret@erp.example.com/', 'https'],
    ['a fragment', 'https://erp.example.com/#x', 'https'],
    ['an empty fragment', 'https://erp.example.com/#', 'https'],
    ['the metadata of a cloud', 'https://169.254.169.254/latest/meta-data', 'private-address'],
    ['this machine by its name', 'https://localhost/', 'private-address'],
    ['this machine in hexadecimal', 'https://0x7f.1/', 'private-address'],
    ['this machine as one number', 'https://2130706433/', 'private-address'],
    ['this machine in IPv6', 'https://[::1]:8443/', 'private-address'],
    ['this machine in full-width letters', 'https://ｌocalhost/', 'private-address'],
    ['a private network', 'https://192.168.1.10/', 'private-address'],
    ['a mapped address', 'https://[::ffff:10.0.0.1]/', 'private-address'],
  ])('is refused for %s', async (_, url, code) => {
    expect((await webhookUrlFault(url, []))?.code).toBe(code);
  });

  it.each(['https://1.1.1.1/hook', 'https://[2606:4700:4700::1111]/', 'https://no-such-name.invalid/hook'])(
    'is taken: %s',
    async (url) => {
      expect(await webhookUrlFault(url, [])).toBeNull();
    },
  );
});
