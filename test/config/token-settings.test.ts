import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/settings.js';

const whole = { PKCS11_MODULE: '/usr/lib/token.so', PKCS11_TOKEN: 'furrow', PKCS11_PIN: '1234' };

describe('the variables of a PKCS#11 token', () => {
  it('are absent together', () => {
    expect(readSettings({}).token).toBeNull();
    expect(readSettings({ PKCS11_MODULE: ' ', LOG_KEY: '' }).token).toBeNull();
  });

  it('say where the token is, and which keys lie in it', () => {
    const token = { module: '/usr/lib/token.so', token: 'furrow', pin: '1234' };
    expect(readSettings(whole).token).toEqual({ ...token, logKey: null, labelKeys: false });
    expect(readSettings({ ...whole, LOG_KEY: 'pkcs11:the log', LABEL_KEYS: 'pkcs11' }).token).toEqual({
      ...token,
      logKey: 'the log',
      labelKeys: true,
    });
  });

  it.each([
    [{ ...whole, PKCS11_MODULE: '' }, /PKCS11_MODULE: must be given/],
    [{ ...whole, PKCS11_TOKEN: '' }, /PKCS11_TOKEN: must be given/],
    [{ ...whole, PKCS11_PIN: '' }, /PKCS11_PIN: must be given, or PKCS11_PIN_FILE/],
    [{ ...whole, PKCS11_PIN_FILE: '/nowhere' }, /PKCS11_PIN_FILE: PKCS11_PIN is set too/],
    [{ ...whole, PKCS11_PIN: '', PKCS11_PIN_FILE: '/nowhere' }, /PKCS11_PIN_FILE: .* cannot be read/],
    [{ ...whole, LOG_KEY: 'furrow-log' }, /LOG_KEY: must be pkcs11:<label/],
    [{ ...whole, LOG_KEY: 'pkcs11:' }, /LOG_KEY: must be pkcs11:<label/],
    [{ ...whole, LABEL_KEYS: 'token' }, /LABEL_KEYS: must be pkcs11, or absent/],
    [{ LOG_KEY: 'pkcs11:log' }, /PKCS11_MODULE: must be given/],
    [{ LABEL_KEYS: 'pkcs11' }, /PKCS11_MODULE: must be given/],
  ])('are refused by name: %j', (env, reason) => {
    expect(() => readSettings(env)).toThrow(reason);
  });
});
