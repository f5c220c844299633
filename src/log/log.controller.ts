import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { LogReaders, Public } from '../access/access.decorators.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { DomainError } from '../http/problems.js';
import { base64urlDecode } from '../ledger/bytes.js';
import { LedgerError } from '../ledger/errors.js';
import { parseBundlePath, parseTilePath } from '../ledger/tile.js';
import { ConsistencyDto, ConsistencyQuery } from './log.dto.js';
import { LogReader, tlogProof } from './log-reader.js';
import { LogDamage } from './stored-tree.js';

const binary = 'application/octet-stream';
const text = 'text/plain; charset=utf-8';
const immutable = 'public, max-age=31536000, immutable';
const shortLived = 'public, max-age=1';
const exampleCheckpoint =
  'ledger.example.org/2026\n120\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— ledger.example.org/2026 Az3grl…\n';
const exampleProof = `c2sp.org/tlog-proof@v1\nindex 118\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n${exampleCheckpoint}`;

/** The public log in the C2SP formats that existing tools read (tlog-tiles, tlog-checkpoint, tlog-proof). */
@ApiTags('log')
@Controller('log')
export class LogController {
  constructor(private readonly reader: LogReader) {}

  @Get('checkpoint')
  @Public()
  @ApiOperation({ summary: 'The newest checkpoint, with the cosignatures it has' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string', example: exampleCheckpoint } })
  @ProblemAnswers('not-found', 'unavailable')
  async checkpoint(@Res() reply: FastifyReply): Promise<void> {
    const { published } = await this.reader.state();
    if (published === null) throw notFound();
    send(reply, text, shortLived, published.note);
  }

  @Get('tile/entries/*')
  @LogReaders()
  @ApiOperation({ summary: 'An entry bundle: 256 entries, each with its length before it' })
  @ApiParam({
    name: 'path',
    description: 'Number of the bundle, and its width when partial',
    example: '000.p/12',
  })
  @ApiProduces(binary)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary', example: '…' } })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'log-damaged', 'unavailable')
  async bundle(@Param('*') rest: string, @Res() reply: FastifyReply): Promise<void> {
    const { index, width } = named(() => parseBundlePath(`tile/entries/${rest}`));
    const bytes = await whole(this.reader.bundle(index, width));
    if (bytes === null) throw notFound();
    send(reply, binary, immutable, Buffer.from(bytes));
  }

  @Get('tile/*')
  @Public()
  @ApiOperation({ summary: 'A hash tile' })
  @ApiParam({ name: 'path', description: 'Level, number and, when partial, width', example: '0/000.p/12' })
  @ApiProduces(binary)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary', example: '…' } })
  @ProblemAnswers('not-found', 'log-damaged', 'unavailable')
  async tile(@Param('*') rest: string, @Res() reply: FastifyReply): Promise<void> {
    const bytes = await whole(this.reader.tile(named(() => parseTilePath(`tile/${rest}`))));
    if (bytes === null) throw notFound();
    send(reply, binary, immutable, Buffer.from(bytes));
  }

  @Get('proof/:leafHash')
  @Public()
  @ApiOperation({ summary: 'The proof that an entry is in the log, by its leaf hash' })
  @ApiParam({ name: 'leafHash', example: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'C2SP tlog-proof.', schema: { type: 'string', example: exampleProof } })
  @ProblemAnswers('not-found', 'log-damaged', 'unavailable')
  async proof(@Param('leafHash') leafHash: string, @Res() reply: FastifyReply): Promise<void> {
    const hash = named(() => base64urlDecode(leafHash));
    const inclusion = hash.length === 32 ? await whole(this.reader.inclusion(hash)) : null;
    if (inclusion === null) throw notFound();
    send(reply, text, shortLived, tlogProof(inclusion));
  }

  @Get('consistency')
  @Public()
  @ApiOperation({ summary: 'The proof that a larger tree has a smaller one as its beginning' })
  @ApiOkResponse({ type: ConsistencyDto })
  @ProblemAnswers('validation', 'not-found', 'log-damaged', 'unavailable')
  async consistency(
    @Query() { from, to }: ConsistencyQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConsistencyDto> {
    const proof = await whole(this.reader.consistency(from, to));
    if (proof === null) throw notFound();
    void reply.headers({ 'cache-control': immutable, 'access-control-allow-origin': '*' });
    return { from, to, proof: proof.map((hash) => Buffer.from(hash).toString('base64')) };
  }
}

function send(reply: FastifyReply, type: string, caching: string, body: string | Buffer): void {
  void reply
    .header('content-type', type)
    .header('cache-control', caching)
    .header('access-control-allow-origin', '*')
    .send(body);
}

/** A path that is not written as the specification says names nothing. */
function named<Value>(parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (error instanceof LedgerError) throw notFound();
    throw error;
  }
}

/** What was published and is not there any more is no bug of the program, and no word of the reader's. */
async function whole<Value>(read: Promise<Value>): Promise<Value> {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof LogDamage)) throw error;
    throw new DomainError('log-damaged', {
      zh: `公开日志已损坏：${error.message}`,
      en: `The public log is damaged: ${error.message}`,
    });
  }
}

function notFound(): DomainError {
  return new DomainError('not-found', {
    zh: '公开日志里没有这一项，或者尚未发布。',
    en: 'The published log holds nothing of this name, or not yet.',
  });
}
