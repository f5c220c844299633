import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../access/access.decorators.js';
import { ApiDocs } from './api-docs.js';

/** The description of the interface for programs; src/pages shows it to people. */
@ApiExcludeController()
@Controller()
export class DocsController {
  constructor(private readonly docs: ApiDocs) {}

  @Get('openapi.json')
  @Public()
  @Header('content-type', 'application/json; charset=utf-8')
  document(): string {
    return this.docs.documentText();
  }
}
