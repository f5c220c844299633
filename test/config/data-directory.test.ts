import { createCipheriv } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/config.js';
import {
  deriveSecret,
  masterKeyId,
  openMasterKey,
  seal,
  sealedBeginning,
  unseal,
} from '../../src/config/master-key.js';
import { createOnce } from '../../src/config/once-file.js';
import { ConfigError } from '../../src/config/settings.js';
import { isLogOrigin } from '../../src/ledger/names.js';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'furrow-data-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

describe('the data directory', () => {
  it('is made at the first start, closed to others, with all it holds', () => {
    const inner = join(dataDir, 'new', 'data');
    loadConfig({ DATA_DIR: inner });
    expect(statSync(inner).mode % 0o1000).toBe(0o700);
    expect(readdirSync(inner).sort()).toEqual(['log-origin', 'master.key']);
  });

  it('gives every later start the same master key and log origin', () => {
    const first = loadConfig({ DATA_DIR: dataDir, PUBLIC_URL: 'https://a.example' }, new Date('2026-05-01'));
    const later = loadConfig({ DATA_DIR: dataDir, PUBLIC_URL: 'https://b.example' }, new Date('2031-05-01'));
    expect(first.logOrigin).toBe('a.example/2026');
    expect(later.logOrigin).toBe('a.example/2026');
    expect(later.masterKey.equals(first.masterKey)).toBe(true);
  });

  it('gives way to what the environment says', () => {
    const masterKey = Buffer.alloc(32, 5);
    const config = loadConfig({
      DATA_DIR: dataDir,
      LOG_ORIGIN: 'elsewhere.example/2020',
      FURROW_MASTER_KEY: masterKey.toString('base64'),
    });
    expect(config.logOrigin).toBe('elsewhere.example/2020');
    expect(config.masterKey.equals(masterKey)).toBe(true);
    expect(readdirSync(dataDir)).toEqual([]);
  });
});

describe('a data directory that cannot be used', () => {
  it('is refused by name, with the reason', () => {
    const path = join(dataDir, 'a-file');
    writeFileSync(path, '');
    for (const DATA_DIR of [path, join(path, 'below')]) {
      expect(() => loadConfig({ DATA_DIR })).toThrow(ConfigError);
      expect(() => loadConfig({ DATA_DIR })).toThrow(/DATA_DIR: .*a-file.* cannot be used \(E/);
    }
  });

  it('is refused when its log-origin was damaged, and left as it is', () => {
    for (const content of ['', 'https://a.example/2026', 'a.example/2026\nb.example/2026', '\0']) {
      writeFileSync(join(dataDir, 'log-origin'), content);
      expect(() => loadConfig({ DATA_DIR: dataDir }), content).toThrow(/log-origin: .*restore it/);
      expect(readFileSync(join(dataDir, 'log-origin'), 'utf8')).toBe(content);
    }
  });
});

describe('the name of the log', () => {
  it.each(['http://[::1]:3000', 'http://farm_box:3000'])(
    'must be given where the host of %s cannot stand in one, and is then kept as given',
    (PUBLIC_URL) => {
      expect(() => loadConfig({ DATA_DIR: dataDir, PUBLIC_URL })).toThrow(/LOG_ORIGIN: must be given/);
      expect(readdirSync(dataDir)).not.toContain('log-origin');
      const LOG_ORIGIN = 'ledger.example.org/2026';
      expect(loadConfig({ DATA_DIR: dataDir, PUBLIC_URL, LOG_ORIGIN }).logOrigin).toBe(LOG_ORIGIN);
    },
  );

  it.each([
    'http://localhost:3000',
    'https://账本.example',
    'http://10.0.0.7',
    'https://a-b.example.org:8443',
  ])('made out of %s is one that entries take', (PUBLIC_URL) => {
    expect(isLogOrigin(loadConfig({ DATA_DIR: dataDir, PUBLIC_URL }).logOrigin)).toBe(true);
  });
});

describe('what configuration tells the rest', () => {
  it('says host and transport of the public address', () => {
    const config = loadConfig({ DATA_DIR: dataDir, PUBLIC_URL: 'https://ledger.example.org:8443' });
    expect([config.publicHost, config.overTls]).toEqual(['ledger.example.org:8443', true]);
    expect(loadConfig({ DATA_DIR: dataDir }).overTls).toBe(false);
  });
});

describe('the master key file', () => {
  it('is made with mode 0600 and 32 bytes', () => {
    expect(openMasterKey(dataDir)).toHaveLength(32);
    expect(statSync(join(dataDir, 'master.key')).mode % 0o1000).toBe(0o600);
  });

  it.each([0o640, 0o604, 0o660, 0o601])('is refused when others may open it: mode %i', (mode) => {
    openMasterKey(dataDir);
    chmodSync(join(dataDir, 'master.key'), mode);
    expect(() => openMasterKey(dataDir)).toThrow(ConfigError);
    expect(() => openMasterKey(dataDir)).toThrow(/chmod 600/);
  });

  it.each(['', 'short', Buffer.alloc(33).toString('base64')])('is refused when it holds %j', (content) => {
    writeFileSync(join(dataDir, 'master.key'), content, { mode: 0o600 });
    expect(() => openMasterKey(dataDir)).toThrow(/does not hold 32 bytes/);
  });
});

describe('a file that is made once', () => {
  it('keeps its first content and leaves no draft behind', () => {
    const path = join(dataDir, 'once');
    createOnce(path, 'first');
    createOnce(path, 'second');
    expect(readFileSync(path, 'utf8')).toBe('first');
    expect(readdirSync(dataDir)).toEqual(['once']);
  });

  it('is the same for all who make it at once, though they share a process number', async () => {
    const rounds = 40;
    const gate = new Int32Array(new SharedArrayBuffer(4 * rounds));
    const program = `
      const { readFileSync } = require('node:fs');
      const { parentPort, workerData } = require('node:worker_threads');
      void import(workerData.module).then(({ createOnce }) => {
        const { gate, dataDir, name, rounds, others } = workerData;
        const seen = [];
        for (let round = 0; round < rounds; round += 1) {
          Atomics.add(gate, round, 1);
          while (Atomics.load(gate, round) < others);
          createOnce(dataDir + '/' + round, name.repeat(1000));
          seen.push(readFileSync(dataDir + '/' + round, 'utf8'));
        }
        parentPort.postMessage(seen);
      });`;
    const module = new URL('../../dist/config/once-file.js', import.meta.url).href;
    const names = ['a', 'b'];
    const seen = await Promise.all(
      names.map(async (name) => {
        const workerData = { module, gate, dataDir, name, rounds, others: names.length };
        const worker = new Worker(program, { eval: true, workerData });
        const [answer] = (await once(worker, 'message')) as [string[]];
        return answer;
      }),
    );
    const kept = Array.from({ length: rounds }, (_, round) =>
      readFileSync(join(dataDir, String(round)), 'utf8'),
    );
    for (const each of seen) expect(each).toEqual(kept);
    expect(readdirSync(dataDir)).toHaveLength(rounds);
  });

  it('says what is wrong when its folder is not there', () => {
    expect(() => {
      createOnce(join(dataDir, 'absent', 'once'), 'x');
    }).toThrow(/ENOENT/);
  });
});

describe('sealed bytes', () => {
  const masterKey = Buffer.alloc(32, 1);
  const secret = Buffer.from('the private half of a key');

  it('open under the same key and label', () => {
    expect(unseal(masterKey, 'custodial-key/a', seal(masterKey, 'custodial-key/a', secret))).toEqual(secret);
    expect(unseal(masterKey, 'empty', seal(masterKey, 'empty', Buffer.alloc(0)))).toHaveLength(0);
  });

  it('never look the same twice and never show what they hold', () => {
    const first = seal(masterKey, 'x', secret);
    expect(first.equals(seal(masterKey, 'x', secret))).toBe(false);
    expect(first.includes(secret)).toBe(false);
  });

  it('do not open under another key or label', () => {
    const sealed = seal(masterKey, 'custodial-key/a', secret);
    expect(() => unseal(Buffer.alloc(32, 2), 'custodial-key/a', sealed)).toThrow(/do not open/);
    expect(() => unseal(masterKey, 'custodial-key/b', sealed)).toThrow(/do not open/);
  });

  it('do not open with any one bit changed', () => {
    const sealed = seal(masterKey, 'x', secret);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8((changed.readUInt8(index) + 1) % 256, index);
      expect(() => unseal(masterKey, 'x', changed)).toThrow(/sealed bytes of x/);
    }
  });

  it('begin with the id of their key, which is authenticated', () => {
    const sealed = seal(masterKey, 'x', secret);
    const other = Buffer.alloc(32, 2);
    expect(sealed.subarray(0, 5)).toEqual(sealedBeginning(masterKey));
    expect(sealedBeginning(other).equals(sealedBeginning(masterKey))).toBe(false);
    expect(() => unseal(other, 'x', sealed)).toThrow(
      `under the master key ${masterKeyId(masterKey).toString('hex')}, this one is ${masterKeyId(other).toString('hex')}`,
    );
    const renamed = Buffer.concat([sealedBeginning(other), sealed.subarray(5)]);
    expect(() => unseal(other, 'x', renamed)).toThrow(/do not open/);
  });

  it('of the first form, without the id, still open, and under their own key and label only', () => {
    const nonce = Buffer.alloc(12, 3);
    const cipher = createCipheriv('aes-256-gcm', deriveSecret(masterKey, 'seal/x'), nonce);
    const body = Buffer.concat([cipher.update(secret), cipher.final()]);
    const first = Buffer.concat([Buffer.of(1), nonce, body, cipher.getAuthTag()]);
    expect(unseal(masterKey, 'x', first)).toEqual(secret);
    expect(() => unseal(Buffer.alloc(32, 2), 'x', first)).toThrow(/do not open/);
    expect(() => unseal(masterKey, 'y', first)).toThrow(/do not open/);
    const taken = Buffer.concat([sealedBeginning(masterKey), first.subarray(1)]);
    expect(() => unseal(masterKey, 'x', taken)).toThrow(/do not open/);
  });

  it('do not open cut short or with bytes added', () => {
    const sealed = seal(masterKey, 'x', secret);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => unseal(masterKey, 'x', sealed.subarray(0, length))).toThrow(/sealed bytes of x/);
    }
    expect(() => unseal(masterKey, 'x', Buffer.concat([sealed, Buffer.of(0)]))).toThrow(/do not open/);
  });
});

describe('a derived secret', () => {
  it('is 32 bytes that master key and purpose decide', () => {
    const masterKey = Buffer.alloc(32, 1);
    const secret = deriveSecret(masterKey, 'access-token/v1');
    expect(secret).toHaveLength(32);
    expect(deriveSecret(masterKey, 'access-token/v1')).toEqual(secret);
    expect(deriveSecret(masterKey, 'access-token/v2')).not.toEqual(secret);
    expect(deriveSecret(Buffer.alloc(32, 2), 'access-token/v1')).not.toEqual(secret);
  });

  it('is HKDF-SHA256 as RFC 5869 has it', () => {
    // Computed with `openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt hexkey:01… -kdfopt info:furrow/x HKDF`.
    expect(deriveSecret(Buffer.alloc(32, 1), 'x').toString('hex')).toBe(
      '7ee25ea9d170b04eba362a47c155270cbfaf935988f4c2bf587fef609a9c3b6d',
    );
  });
});
