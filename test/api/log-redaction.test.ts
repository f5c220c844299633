import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/http/log.js';

const secret = 'never to be seen';

function written(line: object): string {
  let text = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  createLog('trace', sink).error(line, 'a line');
  return text;
}

describe('a line of the log', () => {
  it.each([
    [{ password: secret }],
    [{ body: { password: secret } }],
    [{ authorization: secret }],
    [{ headers: { authorization: secret, cookie: secret } }],
    [{ cookie: secret }],
    [{ err: Object.assign(new Error('failed'), { parameters: [secret] }) }],
    [{ err: Object.assign(new Error('failed'), { detail: `Key (login)=(${secret}) already exists.` }) }],
    [{ err: Object.assign(new Error('failed'), { driverError: { detail: secret } }) }],
    [{ err: Object.assign(new Error('failed'), { pin: secret }) }],
    [
      {
        body: { accessToken: secret, refreshToken: secret, token: secret, secret, pin: secret, totp: secret },
      },
    ],
    [{ token: secret, secret, pin: secret, accessToken: secret, refreshToken: secret }],
    [{ headers: { 'set-cookie': secret } }],
    [{ body: { phone: secret, idNumber: secret } }],
    [{ config: { masterKey: secret, databaseUrl: secret } }],
    [{ req: { method: 'GET', url: `/t/${secret}`, headers: { cookie: secret } } }],
    [{ res: { statusCode: 200, headers: { 'set-cookie': secret } } }],
  ])('does not show what is secret in it: %j', (line) => {
    const text = written(line);
    expect(text).not.toContain(secret);
    expect(JSON.parse(text)).toMatchObject({ msg: 'a line' });
  });

  it('shows the rest', () => {
    expect(JSON.parse(written({ route: '/api/v1/batches', err: new Error('broken') }))).toMatchObject({
      level: 'error',
      route: '/api/v1/batches',
      err: { message: 'broken' },
    });
  });
});
