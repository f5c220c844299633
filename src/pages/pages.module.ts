import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { PartiesModule } from '../parties/parties.module.js';
import { ScanModule } from '../scan/scan.module.js';
import { AlteredController } from './altered.controller.js';
import { DocsPageController } from './docs-page.controller.js';
import { KeysPageController } from './keys-page.controller.js';
import { ProblemsController } from './problems.controller.js';
import { StatusController } from './status.controller.js';
import { VerifyPageController } from './verify-page.controller.js';

/** Pages for builders and auditors, of the interface and its refusals, and the altered record of the demo. */
@Module({
  imports: [AuditModule, PartiesModule, ScanModule],
  controllers: [
    AlteredController,
    DocsPageController,
    KeysPageController,
    ProblemsController,
    StatusController,
    VerifyPageController,
  ],
})
export class PagesModule {}
