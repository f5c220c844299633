// The baselines of the bench: a plain Fastify handler that does one INSERT of the body, without validation or chain,
// and one that answers a constant of the size of a scan's JSON.
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
app.get('/constant/:id', (_request, reply) => {
  reply.type('application/json').send(constant);
});

await pool.query('create table if not exists bench_events (id bigserial primary key, body text not null)');
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
