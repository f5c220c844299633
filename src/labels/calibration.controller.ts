import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Scoped, SignedIn } from '../access/access.decorators.js';
import type { Language } from '../gs1/words.js';
import { ReaderLanguage } from '../http/language.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { getLayout } from './layouts.js';
import { calibrationPdf } from './sheet-calibration.js';
import { CalibrationQuery } from './sheets.dto.js';

/** What belongs to a label stock and to no set. */
@ApiTags('labels')
@Controller('api/v1/labels')
@SignedIn()
export class CalibrationController {
  @Get('calibration.pdf')
  @Scoped('labels:read')
  @ApiOperation({
    summary: 'Calibration page of a label stock: its corners, a ruler and the scales for the offset',
  })
  @ApiOkResponse({
    content: {
      'application/pdf': { schema: { type: 'string', format: 'binary' }, example: 'bytes of the file' },
    },
  })
  @ProblemAnswers('validation', 'unauthenticated')
  calibration(
    @Query() query: CalibrationQuery,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer {
    const pdf = calibrationPdf(getLayout(query.layout), { createdAt: new Date(), language });
    void reply.headers({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="calibration-${query.layout}.pdf"`,
      'content-language': language,
      vary: 'Accept-Language',
    });
    return pdf;
  }
}
