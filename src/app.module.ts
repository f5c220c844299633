import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { AuditModule } from './audit/audit.module.js';
import { BatchesModule } from './batches/batches.module.js';
import { LedgerModule } from './batches/ledger.module.js';
import { AppsModule } from './apps/apps.module.js';
import { CasesModule } from './cases/cases.module.js';
import { CertificatesModule } from './certificates/certificates.module.js';
import { CertificationsModule } from './certifications/certifications.module.js';
import type { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import type { Database } from './database/database.js';
import { DatabaseModule } from './database/database.module.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { EventsModule } from './events/events.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { FiguresModule } from './figures/figures.module.js';
import { HttpModule } from './http/http.module.js';
import { InspectionsModule } from './inspections/inspections.module.js';
import type { HttpServer } from './http/server.js';
import { LogModule, type LogSurroundings } from './log/log.module.js';
import { ListsModule } from './lists/lists.module.js';
import { LabelsModule } from './labels/labels.module.js';
import { PagesModule } from './pages/pages.module.js';
import { PartiesModule } from './parties/parties.module.js';
import { PrivacyModule } from './privacy/privacy.module.js';
import { RecallsModule } from './recalls/recalls.module.js';
import { ScanModule } from './scan/scan.module.js';
import { TraceModule } from './trace/trace.module.js';

/** What an application is built over. */
export interface AppParts {
  readonly config: Config;
  readonly database: Database;
  readonly server: HttpServer;
  readonly log: LogSurroundings;
}

@Module({})
export class AppModule {
  static over(parts: AppParts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.over(parts.config),
        DatabaseModule.over(parts.database),
        HttpModule.over(parts.server),
        AccessModule,
        LogModule.over(parts.log),
        LedgerModule,
        PartiesModule,
        BatchesModule,
        ListsModule,
        EventsModule,
        ExportsModule,
        LabelsModule,
        DeliveriesModule,
        CertificatesModule,
        AppsModule,
        CasesModule,
        CertificationsModule,
        FiguresModule,
        InspectionsModule,
        PrivacyModule,
        RecallsModule,
        ScanModule,
        TraceModule,
        AuditModule,
        PagesModule,
      ],
    };
  }
}
