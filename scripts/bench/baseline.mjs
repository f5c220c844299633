// The baselines of the bench: a plain Fastify handler that does one INSERT of the body, without validation or chain,
// and one that answers a constant of the size of a scan's JSON. And what no service of this kind could do better than:
// handlers that store bodies in groups and make (or check) the two signatures of an append, and do nothing else.
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { setImmediate } from 'node:timers';
import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: 10 });
const constant = 'x'.repeat(Number(process.env.BENCH_CONSTANT_BYTES ?? 2000));
const app = Fastify();

app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
  done(null, body),
);
app.post('/insert/:id', async (request, reply) => {
  await pool.query({
    name: 'insert',
    text: 'insert into bench_events (body) values ($1)',
    values: [request.body],
  });
  return reply.code(201).send({ ok: true });
});

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const stranger = sign(null, Buffer.from('another text'), privateKey);
let waiting = [];
let underWay = 0;

/** Stores a body with whatever else arrives while two groups are under way. */
function store(body) {
  return new Promise((resolve, reject) => {
    waiting.push({ body, resolve, reject });
    setImmediate(storeGroup);
  });
}

function storeGroup() {
  if (underWay === 2 || waiting.length === 0) return;
  const group = waiting;
  waiting = [];
  underWay += 1;
  const values = [group.map(({ body }) => body)];
  pool
    .query({ name: 'group', text: 'insert into bench_events (body) select unnest($1::text[])', values })
    .then(
      () => group.forEach(({ resolve }) => resolve()),
      (error) => group.forEach(({ reject }) => reject(error)),
    )
    .finally(() => {
      underWay -= 1;
      storeGroup();
    });
}

const signed = (text) => sign(null, Buffer.from(text), privateKey).toString('base64url');

app.post('/two-signatures/:id', async (request, reply) => {
  await store(request.body + signed(request.body));
  return reply.code(201).send({ receipt: signed(request.body) });
});
app.post('/check-and-sign/:id', async (request, reply) => {
  verify(null, Buffer.from(request.body), publicKey, stranger);
  await store(request.body);
  return reply.code(201).send({ receipt: signed(request.body) });
});
app.get('/constant/:id', (_request, reply) => {
  reply.type('application/json').send(constant);
});

await pool.query('create table if not exists bench_events (id bigserial primary key, body text not null)');
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
