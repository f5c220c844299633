import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';

/** Numbers that a seed decides, so that whatever goes wrong goes wrong again (mulberry32 over safe integers). */
export function seeded(seed: string): (below: number) => number {
  let state = createHash('sha256').update(seed).digest();
  let at = 0;
  return (below) => {
    if (at + 6 > state.length) {
      state = createHash('sha256').update(state).digest();
      at = 0;
    }
    const drawn = state.readUIntBE(at, 6);
    at += 6;
    return drawn % below;
  };
}

type Draw = (below: number) => number;
type Segments = readonly [header: string, payload: string, signature: string];

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const odd = ['=', '.', '+', '/', ' ', '\t', '\n', '\u0000', '%', '~', 'é', 'Ａ', '\u200b'];

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (segment: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(segment, 'base64url').toString()) as Record<string, unknown>;

function flippedBit(segment: string, draw: Draw): string {
  const bytes = Buffer.from(segment, 'base64url');
  const at = draw(bytes.length);
  const mask = 2 ** draw(8);
  const byte = bytes[at] ?? 0;
  bytes[at] = Math.floor(byte / mask) % 2 === 1 ? byte - mask : byte + mask;
  return bytes.toString('base64url');
}

/** The same bytes in other characters: spare bits of the last one set, padding, the other alphabet, white space. */
function reencoded(segment: string, draw: Draw): string {
  const last = alphabet.indexOf(segment.at(-1) ?? 'A');
  const spare = segment.length % 4 === 2 ? 16 : segment.length % 4 === 3 ? 4 : 1;
  const other = alphabet.charAt(last - (last % spare) + ((last + 1 + draw(Math.max(1, spare - 1))) % spare));
  const forms = [
    segment.slice(0, -1) + other,
    `${segment}=`,
    `${segment}==`,
    segment.replaceAll('-', '+').replaceAll('_', '/'),
    `${segment} `,
    `${segment}\n`,
    `${segment}A`,
    segment.slice(0, -1),
    segment.slice(0, 4) + '\n' + segment.slice(4),
  ];
  return forms[draw(forms.length)] ?? segment;
}

/** Headers under which forged tokens have been taken elsewhere (RFC 8725 §3). */
export const hostileHeaders: readonly object[] = [
  { alg: 'none' },
  { alg: 'None', typ: 'at+jwt' },
  { alg: 'nOnE', typ: 'at+jwt' },
  { alg: '', typ: 'at+jwt' },
  { typ: 'at+jwt' },
  { alg: null, typ: 'at+jwt' },
  { alg: ['HS256'], typ: 'at+jwt' },
  { alg: 'HS384', typ: 'at+jwt' },
  { alg: 'HS512', typ: 'at+jwt' },
  { alg: 'RS256', typ: 'at+jwt' },
  { alg: 'PS256', typ: 'at+jwt' },
  { alg: 'ES256', typ: 'at+jwt' },
  { alg: 'Ed25519', typ: 'at+jwt' },
  { alg: 'EdDSA', typ: 'at+jwt' },
  { alg: 'dir', enc: 'A128GCM', typ: 'at+jwt' },
  { alg: 'hs256', typ: 'at+jwt' },
  { alg: 'HS256', typ: 'JWT' },
  { alg: 'HS256', typ: 'AT+JWT' },
  { alg: 'HS256', typ: 'application/at+jwt' },
  { alg: 'HS256' },
  { typ: 'at+jwt', alg: 'HS256' },
  { alg: 'HS256', typ: 'at+jwt', kid: '../../dev/null' },
  { alg: 'HS256', typ: 'at+jwt', kid: "x' union select 'secret'--" },
  { alg: 'HS256', typ: 'at+jwt', kid: '' },
  { alg: 'HS256', typ: 'at+jwt', jwk: { kty: 'oct', k: '' } },
  { alg: 'HS256', typ: 'at+jwt', jku: 'http://localhost/jwks.json' },
  { alg: 'HS256', typ: 'at+jwt', x5u: 'http://localhost/x.pem' },
  { alg: 'HS256', typ: 'at+jwt', x5c: ['AA=='] },
  { alg: 'HS256', typ: 'at+jwt', crit: ['exp'], exp: 1 },
  { alg: 'HS256', typ: 'at+jwt', crit: [] },
  { alg: 'HS256', typ: 'at+jwt', b64: false, crit: ['b64'] },
  { alg: 'HS256', typ: 'at+jwt', zip: 'DEF' },
  { alg: 'HS256', typ: 'at+jwt', cty: 'JWT' },
];

const swaps: Readonly<Record<string, readonly unknown[]>> = {
  sub: ['00000000-0000-4000-8000-000000000001', '', null, 0, [], "' or 1=1--"],
  sid: ['00000000-0000-4000-8000-000000000002', '', null, {}],
  iss: ['https://evil.example', '', null, []],
  aud: ['https://evil.example/api', '', [], ['a', 'b']],
  exp: [9_999_999_999, '9999999999', null, -1, 1e15],
  iat: [0, 9_999_999_999, null, 'now'],
  nbf: [9_999_999_999],
  role: ['admin'],
  scope: ['*'],
};

/** The payload with other claims; the signature is left as it was, or is one that the attacker can make. */
function otherClaims([header, payload, signature]: Segments, draw: Draw): string {
  const names = Object.keys(swaps);
  const name = names[draw(names.length)] ?? 'sub';
  const values = swaps[name] ?? [];
  const changed = encode({ ...decode(payload), [name]: values[draw(values.length)] });
  return `${header}.${changed}.${draw(2) === 0 ? signature : forgedSignature(`${header}.${changed}`, draw)}`;
}

const { privateKey: foreignKey, publicKey: foreignPublic } = generateKeyPairSync('ed25519');
const publicPem = foreignPublic.export({ type: 'spki', format: 'pem' }).toString();
const guesses = ['', 'secret', 'furrow', 'access-token/v1', '\u0000'.repeat(32), publicPem];

/** Signatures without our key: guessed secrets, a public key taken for one, another algorithm, zeros, nothing. */
function forgedSignature(input: string, draw: Draw): string {
  const forms = [
    ...guesses.map((secret) => createHmac('sha256', secret).update(input).digest('base64url')),
    createHmac('sha512', 'secret').update(input).digest('base64url'),
    sign(null, Buffer.from(input), foreignKey).toString('base64url'),
    createHash('sha256').update(input).digest('base64url'),
    Buffer.alloc(32).toString('base64url'),
    '',
  ];
  return forms[draw(forms.length)] ?? '';
}

function hostileHeader([, payload, signature]: Segments, draw: Draw): string {
  const header = encode(hostileHeaders[draw(hostileHeaders.length)]);
  const input = `${header}.${payload}`;
  return `${input}.${draw(3) === 0 ? signature : forgedSignature(input, draw)}`;
}

function changedCharacter(token: string, draw: Draw): string {
  const at = draw(token.length);
  const put = draw(4) === 0 ? (odd[draw(odd.length)] ?? '') : alphabet.charAt(draw(64));
  const cut = [0, 1, 1, 1, 1, 2][draw(6)] ?? 1;
  return token.slice(0, at) + put + token.slice(at + cut);
}

function movedSegments(segments: Segments, other: Segments, draw: Draw): string {
  const [header, payload, signature] = segments;
  const forms = [
    `${header}.${payload}`,
    `${header}.${payload}.`,
    `.${payload}.${signature}`,
    `${header}..${signature}`,
    `${payload}.${header}.${signature}`,
    `${header}.${payload}.${signature}.`,
    `${header}.${payload}.${signature}.${signature}`,
    `${header}.${payload}.${signature}~`,
    `${header}.${payload}.${other[2]}`,
    `${header}.${other[1]}.${signature}`,
    `${header}.${payload}${payload}.${signature}`,
    `${segments.join('.')},${other.join('.')}`,
    `${segments.join('.')} ${other.join('.')}`,
    JSON.stringify({ protected: header, payload, signature }),
  ];
  return forms[draw(forms.length)] ?? '';
}

/** A token that is not one of the two it was made of, by one of the ways in which forgers change tokens. */
export function mutatedToken(token: string, another: string, draw: Draw): string {
  const segments = token.split('.') as unknown as Segments;
  const other = another.split('.') as unknown as Segments;
  const at = draw(3);
  const inPlace = (change: (segment: string, draw: Draw) => string): string =>
    segments.map((segment, index) => (index === at ? change(segment, draw) : segment)).join('.');
  const ways = [
    () => inPlace(flippedBit),
    () => segments.map((segment, index) => (index === 0 ? segment : flippedBit(segment, draw))).join('.'),
    () => `${segments[0]}.${segments[1]}.${flippedBit(segments[2], draw)}`,
    () => inPlace(reencoded),
    () => changedCharacter(token, draw),
    () => otherClaims(segments, draw),
    () => hostileHeader(segments, draw),
    () => movedSegments(segments, other, draw),
  ];
  const made = ways[draw(ways.length)]?.() ?? '';
  return made === token || made === another ? `${token}A` : made;
}
