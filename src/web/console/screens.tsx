import type { FunctionComponent } from 'preact';
import { AccessesScreen } from './accesses-screen.js';
import { AccountScreen } from './account-screen.js';
import { AnomaliesScreen } from './anomalies-screen.js';
import { ApplicationsScreen } from './applications-screen.js';
import { AuditScreen } from './audit-screen.js';
import { BatchesScreen } from './batches-screen.js';
import { BreakGlassScreen } from './break-glass-screen.js';
import { CertificatesScreen } from './certificates-screen.js';
import { CertificationsScreen } from './certifications-screen.js';
import { CorrectionScreen } from './correction-screen.js';
import { DeliveriesScreen } from './deliveries-screen.js';
import { DevicesScreen } from './devices-screen.js';
import { ExportsScreen } from './exports-screen.js';
import { FiguresScreen } from './figures-screen.js';
import { HoldScreen } from './hold-screen.js';
import { HomeScreen } from './home-screen.js';
import { HouseholdsScreen } from './households-screen.js';
import { InspectionsScreen } from './inspections-screen.js';
import { KeyScreen } from './key-screen.js';
import { LabelKeysScreen } from './label-keys-screen.js';
import { LabelsScreen } from './labels-screen.js';
import { ListsScreen } from './lists-screen.js';
import { MachinesScreen } from './machines-screen.js';
import { MembersScreen } from './members-screen.js';
import { NewBatchScreen } from './new-batch-screen.js';
import { NoteScreen } from './note-screen.js';
import { NoticesScreen } from './notices-screen.js';
import { ObjectionScreen } from './objection-screen.js';
import { OfficialsScreen } from './officials-screen.js';
import { PeopleScreen } from './people-screen.js';
import { ProductsScreen } from './products-screen.js';
import { RecallsScreen } from './recalls-screen.js';
import { ReleaseScreen } from './release-screen.js';
import { ReportScreen } from './report-screen.js';
import { ReturnScreen } from './return-screen.js';
import { RevocationScreen } from './revocation-screen.js';
import { SampleScreen } from './sample-screen.js';
import { ScansScreen } from './scans-screen.js';
import { SitesScreen } from './sites-screen.js';
import { StopsScreen } from './stops-screen.js';
import { StorageScreen } from './storage-screen.js';
import { TraceScreen } from './trace-screen.js';
import type { Place } from './place.js';

/** What draws each place, by its name; `menu.ts` says who finds it without being led there. */
export const screens: Readonly<Record<string, FunctionComponent<{ place: Place }>>> = {
  '': HomeScreen,
  'new-batch': NewBatchScreen,
  deliveries: DeliveriesScreen,
  stops: StopsScreen,
  labels: LabelsScreen,
  certificates: CertificatesScreen,
  certifications: CertificationsScreen,
  products: ProductsScreen,
  sites: SitesScreen,
  members: MembersScreen,
  devices: DevicesScreen,
  machines: MachinesScreen,
  account: AccountScreen,
  anomalies: AnomaliesScreen,
  inspections: InspectionsScreen,
  applications: ApplicationsScreen,
  figures: FiguresScreen,
  audit: AuditScreen,
  exports: ExportsScreen,
  accesses: AccessesScreen,
  batches: BatchesScreen,
  'break-glass': BreakGlassScreen,
  corrections: CorrectionScreen,
  holds: HoldScreen,
  households: HouseholdsScreen,
  keys: KeyScreen,
  'label-keys': LabelKeysScreen,
  lists: ListsScreen,
  notes: NoteScreen,
  notices: NoticesScreen,
  objections: ObjectionScreen,
  officials: OfficialsScreen,
  people: PeopleScreen,
  recalls: RecallsScreen,
  releases: ReleaseScreen,
  reports: ReportScreen,
  returns: ReturnScreen,
  revocations: RevocationScreen,
  samples: SampleScreen,
  scans: ScansScreen,
  storage: StorageScreen,
  trace: TraceScreen,
};
