import { randomBytes, randomUUID } from 'node:crypto';
import { CompactSign, compactVerify, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SealedError, unseal } from '../../src/config/master-key.js';
import { parsePublicKey } from '../../src/ledger/key.js';
import { verifySignature } from '../../src/ledger/signature.js';
import { checkStatement, parseStatement } from '../../src/ledger/statement.js';
import { open } from '../../src/ledger/disclosure.js';
import { Keyring } from '../../src/log/keyring.js';
import { signStatement } from '../../src/log/statement-signer.js';
import { Vault } from '../../src/log/vault.js';
import { KeyFiles } from '../../src/config/key-files.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { createTestLedger, type TestLedger } from '../support/ledger.js';

const masterKey = Buffer.alloc(32, 7);

let ledger: TestLedger;
let owner: pg.Client;
let folder: string;
let files: KeyFiles;
beforeAll(async () => {
  folder = await createTestFolder();
  files = new KeyFiles(folder);
  ledger = await createTestLedger();
  owner = new pg.Client({ connectionString: ledger.testDatabase.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await ledger.close();
  await removeTestFolder(folder);
});

function claimsOf(organizationId: string, data: Record<string, string>) {
  return {
    jti: uuidv7(),
    iss: `org/${organizationId}`,
    sub: `org/${organizationId}`,
    kind: 'note',
    occurredAt: '2026-11-23T08:00:00+08:00',
    data,
  };
}

/** A registered custodial key of a new organization, as any process with the master key finds it. */
async function registered(): Promise<{ organizationId: string; keyring: Keyring }> {
  const organizationId = randomUUID();
  await owner.query(
    `insert into organizations (id, registration_event_id, kind, name, region, created_at)
     values ($1, $2, 'household', '示例农户', '370686', now())`,
    [organizationId, uuidv7()],
  );
  const keyring = new Keyring(ledger.database, masterKey);
  await keyring.insert(keyring.create(organizationId, 'custodial', new Date()));
  return { organizationId, keyring };
}

describe('a signature by the service', () => {
  it('is the one that a JOSE library makes of the same key and content, and each takes the other’s', async () => {
    const keyring = new Keyring(ledger.database, masterKey);
    const created = keyring.create(randomUUID(), 'custodial', new Date());
    const der = unseal(masterKey, `custodial-key/${created.kid}`, created.sealedPrivate ?? Buffer.alloc(0));
    const seed = der.subarray(-32);
    const jwk: JWK = { ...created.publicJwk, d: seed.toString('base64url'), alg: 'Ed25519' };
    const privateKey = await importJWK(jwk, 'Ed25519');
    const publicKey = await importJWK({ ...created.publicJwk, alg: 'Ed25519' }, 'Ed25519');
    for (let round = 0; round < 20; round += 1) {
      const { compact } = signStatement(
        keyring.open(created),
        claimsOf(randomUUID(), { text: `第 ${round} 条` }),
        [],
      );
      const [header = '', payload = ''] = compact.split('.');
      const theirs = await new CompactSign(Buffer.from(payload, 'base64url'))
        .setProtectedHeader(JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string })
        .sign(privateKey);
      expect(theirs).toBe(compact);
      expect((await compactVerify(compact, publicKey)).protectedHeader.kid).toBe(created.kid);
      expect(checkStatement(parseStatement(theirs), parsePublicKey(created.publicJwk))).toBeNull();
    }
  });

  it.each(['Ed25519', 'ES256'] as const)(
    'made by a JOSE library in %s is taken, and none of it changed',
    async (alg) => {
      const pair = await generateKeyPair(alg, { extractable: true });
      const key = parsePublicKey(await exportJWK(pair.publicKey));
      let taken = 0;
      for (let round = 0; round < 20; round += 1) {
        const jws = await new CompactSign(randomBytes(40)).setProtectedHeader({ alg }).sign(pair.privateKey);
        const [header = '', payload = '', signature = ''] = jws.split('.');
        const message = Buffer.from(`${header}.${payload}`);
        const bytes = new Uint8Array(Buffer.from(signature, 'base64url'));
        // ES256 of a library may have a high s, which is not the form we take.
        if (!verifySignature(key, message, bytes)) continue;
        taken += 1;
        for (const at of [0, 31, 32, 63]) {
          const other = Uint8Array.from(bytes);
          other[at] = ((other[at] ?? 0) + 1) % 256;
          expect(verifySignature(key, message, other)).toBe(false);
        }
        expect(verifySignature(key, Buffer.concat([message, Buffer.of(0)]), bytes)).toBe(false);
      }
      expect(taken).toBeGreaterThan(alg === 'Ed25519' ? 19 : 1);
    },
  );
});

describe('a custodial key', () => {
  it('opens in every process that has the master key, and in no other', async () => {
    const { organizationId } = await registered();
    const again = new Keyring(ledger.database, masterKey);
    const key = await again.signingKey(organizationId, 'custodial');
    const message = Buffer.from('to be signed');
    expect(verifySignature(key.publicKey, message, key.sign(message))).toBe(true);
    const stranger = new Keyring(ledger.database, Buffer.alloc(32, 8));
    await expect(stranger.signingKey(organizationId, 'custodial')).rejects.toThrow(SealedError);
  });

  it('does not open in the place of another key, of another purpose or another organization', async () => {
    const [one, other] = [await registered(), await registered()];
    await owner.query(
      `update signing_keys set sealed_private = (select sealed_private from signing_keys where organization_id = $2)
       where organization_id = $1`,
      [one.organizationId, other.organizationId],
    );
    await expect(one.keyring.signingKey(one.organizationId, 'custodial')).rejects.toThrow(SealedError);
    await owner.query("update signing_keys set purpose = 'label' where organization_id = $1", [
      other.organizationId,
    ]);
    await expect(other.keyring.signingKey(other.organizationId, 'label')).rejects.toThrow(SealedError);
  });

  it('is never a participant’s, whose private half is not here', async () => {
    const { organizationId, keyring } = await registered();
    const pair = await generateKeyPair('Ed25519', { extractable: true });
    const key = parsePublicKey(await exportJWK(pair.publicKey));
    await owner.query(
      `insert into signing_keys (kid, organization_id, purpose, alg, public_jwk, valid_from)
       values ($1, $2, 'participant', 'Ed25519', $3, now())`,
      [key.kid, organizationId, JSON.stringify(key.jwk)],
    );
    expect(await keyring.find(key.kid)).toMatchObject({ purpose: 'participant', organizationId });
    await expect(keyring.signingKeyByKid(key.kid)).rejects.toThrow('is not held here');
    await expect(keyring.signingKeyByKid('A'.repeat(43))).rejects.toThrow('is not registered');
    await expect(keyring.signingKey(randomUUID(), 'custodial')).rejects.toThrow('has no custodial key');
  });

  it('that was replaced is not signed with any more, and is still known', async () => {
    const { organizationId, keyring } = await registered();
    const first = await keyring.signingKey(organizationId, 'custodial');
    const next = keyring.create(organizationId, 'custodial', new Date(Date.now() + 1_000));
    await keyring.insert(next);
    const fresh = new Keyring(ledger.database, masterKey);
    expect((await fresh.signingKey(organizationId, 'custodial')).publicKey.kid).toBe(next.kid);
    expect(await fresh.find(first.publicKey.kid)).not.toBeNull();
    await owner.query('update signing_keys set revoked_from = now() where kid = $1', [next.kid]);
    const later = new Keyring(ledger.database, masterKey);
    expect((await later.signingKey(organizationId, 'custodial')).publicKey.kid).toBe(first.publicKey.kid);
  });
});

describe('a private field', () => {
  const secrets = { operator: '记录员一号', ticket: 'XS-20260801-017' };

  /** A stored entry with two private fields, and where it stands. */
  async function told() {
    const organizationId = randomUUID();
    const vault = new Vault(ledger.database, masterKey, files);
    const draft = ledger.draft(organizationId, { opens: true });
    const claims = { ...claimsOf(organizationId, { text: 'x', ...secrets }), jti: draft.eventId };
    const signed = signStatement(ledger.key, claims, ['/operator', '/ticket']);
    const disclosures = await vault.seal(organizationId, signed.disclosures);
    const appended = await ledger.appender.append({ ...draft, statement: signed.compact, disclosures });
    expect(appended.outcome).toBe('appended');
    return { chain: { organizationId, chainId: organizationId }, signed };
  }

  const fresh = (key = masterKey): Vault => new Vault(ledger.database, key, files);

  it('is opened again by any process with the master key, and fits its statement', async () => {
    const { chain, signed } = await told();
    const opened = (await fresh().open(chain, 1, 1)).get(1)?.open ?? [];
    expect([...opened].sort()).toEqual([...signed.disclosures].sort());
    expect(open(parseStatement(signed.compact).payload, opened).data).toEqual({ text: 'x', ...secrets });
    expect((await fresh().open(chain, 2, 9)).size).toBe(0);
  });

  it('stands nowhere in the clear, neither in the entry nor beside it', async () => {
    const { chain } = await told();
    const rows = await owner.query<{ bytes: Buffer }>(
      `select entry as bytes from entries where chain_id = $1
       union all select sealed from disclosures where chain_id = $1
       union all select sealed from subject_keys where organization_id = $1`,
      [chain.chainId],
    );
    expect(rows.rows).toHaveLength(4);
    for (const { bytes } of rows.rows) {
      const decoded = bytes
        .toString('latin1')
        .split(/[.~"]/)
        .map((part) => Buffer.from(part, 'base64url').toString());
      const everything = [bytes.toString('utf8'), ...decoded].join(' ');
      for (const secret of Object.values(secrets)) expect(everything).not.toContain(secret);
    }
  });

  it('is the same text sealed differently each time', async () => {
    const vault = fresh();
    const organizationId = randomUUID();
    const disclosure = Buffer.from(JSON.stringify(['A'.repeat(22), 'operator', 'x'])).toString('base64url');
    const [one] = await vault.seal(organizationId, [disclosure]);
    const [two] = await vault.seal(organizationId, [disclosure]);
    expect(one?.digest).toEqual(two?.digest);
    expect(one?.sealed).not.toEqual(two?.sealed);
  });

  it('does not open under another master key, with any byte changed, or in the place of another', async () => {
    const { chain } = await told();
    await expect(fresh(Buffer.alloc(32, 8)).open(chain, 1, 1)).rejects.toThrow(SealedError);
    const swap = `update disclosures d set sealed = o.sealed from disclosures o
      where d.chain_id = $1 and o.chain_id = $1 and d.digest <> o.digest`;
    await owner.query(swap, [chain.chainId]);
    await expect(fresh().open(chain, 1, 1)).rejects.toThrow();
    await owner.query(swap, [chain.chainId]);
    expect((await fresh().open(chain, 1, 1)).get(1)?.open).toHaveLength(2);
    for (const at of [0, 12, 20]) {
      const flip = (by: number) =>
        owner.query(
          'update disclosures set sealed = set_byte(sealed, $2, (get_byte(sealed, $2) + $3) % 256) where chain_id = $1',
          [chain.chainId, at, by],
        );
      await flip(1);
      await expect(fresh().open(chain, 1, 1), `byte ${at}`).rejects.toThrow();
      await flip(255);
    }
  });

  it('is gone for good with its subject’s key, though what was sealed is still there', async () => {
    const { chain, signed } = await told();
    const before = await owner.query('select sealed from subject_keys where organization_id = $1', [
      chain.organizationId,
    ]);
    const other = randomUUID();
    await fresh().seal(other, signed.disclosures);
    // Only the owner of the tables can take the key alone: the foreign key holds it for the service.
    await owner.query(
      `update subject_keys set sealed = (select sealed from subject_keys where organization_id = $2)
       where organization_id = $1`,
      [chain.organizationId, other],
    );
    await expect(fresh().open(chain, 1, 1)).rejects.toThrow(SealedError);
    expect(before.rowCount).toBe(1);
    await expect(
      ledger.database.write(
        { name: 'test-erase', text: 'delete from subject_keys where organization_id = $1' },
        [chain.organizationId],
      ),
    ).rejects.toMatchObject({ code: '23503' });
    for (const table of ['disclosures', 'subject_keys']) {
      const text = `delete from ${table} where organization_id = $1`;
      await ledger.database.write({ name: `test-erase-${table}`, text }, [chain.organizationId]);
    }
    expect((await fresh().open(chain, 1, 1)).size).toBe(0);
    expect(open(parseStatement(signed.compact).payload, []).data).toEqual({ text: 'x' });
  });

  it('is sealed under one key by all who are first at once', async () => {
    const organizationId = randomUUID();
    const disclosure = Buffer.from(JSON.stringify(['A'.repeat(22), 'operator', 'x'])).toString('base64url');
    await Promise.all(Array.from({ length: 8 }, () => fresh().seal(organizationId, [disclosure])));
    const keys = await owner.query('select 1 from subject_keys where organization_id = $1', [organizationId]);
    expect(keys.rowCount).toBe(1);
  });
});
