import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { CertificatesModule } from '../certificates/certificates.module.js';
import { EventsModule } from '../events/events.module.js';
import { PrivacyModule } from '../privacy/privacy.module.js';
import { AssetsController } from './assets.controller.js';
import { DemoLabels } from './demo-labels.js';
import { DemoLogins } from './demo-logins.js';
import { LabelChecker } from './label-checker.js';
import { LogStandings } from './log-standing.js';
import { LookAgeing } from './looks/look-ageing.js';
import { LookCounter } from './looks/look-counter.js';
import { LookOrigins } from './looks/look-origin.js';
import { ScanWarningsController } from './looks/scan-warnings.controller.js';
import { ScanWarnings } from './looks/scan-warnings.service.js';
import { ScanWarningsStore } from './looks/scan-warnings.store.js';
import { OriginTracer } from './origin-tracer.js';
import { PageScript } from './page-script.js';
import { RecallCopies } from './recall-copies.js';
import { RecordChecker } from './record-checker.js';
import { RecordTeller } from './record-teller.js';
import { ScanController } from './scan.controller.js';
import { FindingsModule } from '../findings/findings.module.js';
import { RecallsModule } from '../recalls/recalls.module.js';
import { WarningReader } from './warnings.js';
import { ScanService } from './scan.service.js';
import { StartController } from './start.controller.js';

/** Public verification of scanned codes. */
@Module({
  imports: [BatchesModule, EventsModule, PrivacyModule, FindingsModule, RecallsModule, CertificatesModule],
  controllers: [StartController, ScanController, ScanWarningsController, AssetsController],
  providers: [
    DemoLabels,
    DemoLogins,
    LabelChecker,
    LogStandings,
    LookAgeing,
    LookCounter,
    LookOrigins,
    OriginTracer,
    PageScript,
    RecallCopies,
    RecordChecker,
    RecordTeller,
    ScanService,
    ScanWarnings,
    ScanWarningsStore,
    WarningReader,
  ],
  exports: [DemoLabels, LabelChecker, PageScript, ScanService],
})
export class ScanModule {}
