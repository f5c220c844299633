// Statements of the bench: signed by a participant and sent one by one, sent in bulk to be signed by the service, and
// signed alone with the service's own signer, on one core, for the bulk to be held against.
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { uuidv7 } from 'uuidv7';
import { built, call, connections, inputEvent, load, origin, seconds, service } from './service.mjs';

/** More statements a second than the service can take: none may be sent twice. */
const signedRateMax = 12_000;
const linesInBulk = 1_000;
/** How long a client waits when it is told to come back, in milliseconds. */
const comeBackMs = 1_000;
const bulkConnections = 4;
const signedAlone = 20_000;

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A key of a participant, registered for the organization of a batch. Answers a function that signs new statements. */
async function participant(headers, organization) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { crv, kty, x } = publicKey.export({ format: 'jwk' });
  const jwk = { crv, kty, x };
  const kid = createHash('sha256').update(JSON.stringify(jwk)).digest('base64url');
  const compact = (typ, payload) => {
    const input = `${encode({ alg: 'Ed25519', kid, typ })}.${encode(payload)}`;
    return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
  };
  const proof = { org: organization, aud: origin, iat: Math.floor(Date.now() / 1_000) };
  const body = { jwk, proof: compact('furrow-key-proof', proof) };
  await call(`/api/v1/organizations/${organization}/keys`, body, headers);
  return (batch) => {
    const claims = { jti: uuidv7(), iss: `org/${organization}`, sub: `batch/${batch}`, ...inputEvent() };
    return `${compact('furrow-statement+sd-jwt', claims)}~`;
  };
}

/** Appends a second of statements that a participant signed; they are signed before the clock starts. */
export async function signedAppends({ headers }, organization, batches) {
  const statement = await participant(headers, organization);
  const sent = { ...headers, 'content-type': 'application/jose' };
  return () => {
    const each = Math.ceil((signedRateMax * seconds) / connections);
    const shares = Array.from({ length: connections }, (_, client) =>
      Array.from({ length: each }, (_, index) => {
        const batch = batches[(client * each + index) % batches.length];
        return {
          method: 'POST',
          path: `/api/v1/batches/${batch}/events`,
          headers: sent,
          body: statement(batch),
        };
      }),
    );
    let repeats = 0;
    return load(service, [], {
      setupClient: (client) => {
        client.setRequests(shares.pop());
        client.on('response', (status) => (repeats += status === 200 ? 1 : 0));
      },
    }).then((rate) => {
      if (repeats > 0) throw new Error(`${repeats} signed statements were sent twice`);
      return rate;
    });
  };
}

/** Events a second in bulk requests of 1,000 lines, custodial, over all batches; waits count. */
export function bulkAppends({ headers }, batches) {
  const lines = Array.from({ length: linesInBulk }, (_, index) =>
    JSON.stringify({ batch: batches[index % batches.length], ...inputEvent() }),
  );
  const body = `${lines.join('\n')}\n`;
  return async (count = Infinity) => {
    const startedMs = performance.now();
    let sent = 0;
    const one = async () => {
      while (performance.now() - startedMs < seconds * 1_000 || count < Infinity) {
        if (sent >= count) return;
        sent += linesInBulk;
        const recorded = await sendBulk(headers, body);
        sent -= linesInBulk - recorded;
        if (recorded < linesInBulk) await new Promise((done) => setTimeout(done, comeBackMs));
      }
    };
    await Promise.all(Array.from({ length: bulkConnections }, one));
    return (sent / (performance.now() - startedMs)) * 1_000;
  };
}

/** Answers how many lines were recorded: all, unless it was asked to come back because of the load. */
async function sendBulk(headers, body) {
  const answer = await fetch(`${service}/api/v1/events:batch`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-ndjson' },
    body,
  });
  const text = await answer.text();
  const recorded = text.split('{"status":201,').length - 1;
  if (answer.status === 503) return 0;
  const refused = text.split('"type":"/problems/log-behind"').length - 1;
  if (answer.status !== 200 || recorded + refused !== linesInBulk)
    throw new Error(`bulk: ${answer.status}, ${recorded} recorded: ${text.slice(0, 500)}`);
  return recorded;
}

/** Statements a second that the service's signer signs when it does nothing else. */
export async function signingAlone() {
  const [{ Keyring }, { signStatement }] = await Promise.all([
    built('log/keyring.js'),
    built('log/statement-signer.js'),
  ]);
  const keyring = new Keyring({}, Buffer.alloc(32, 1));
  const organization = randomUUID();
  const key = keyring.open(keyring.create(organization, 'custodial', new Date()));
  const sub = `batch/${randomUUID()}`;
  return () => {
    const event = inputEvent();
    const startedMs = performance.now();
    for (let count = 0; count < signedAlone; count += 1) {
      signStatement(key, { jti: uuidv7(), iss: `org/${organization}`, sub, ...event }, []);
    }
    return (signedAlone / (performance.now() - startedMs)) * 1_000;
  };
}
