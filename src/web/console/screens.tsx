import type { FunctionComponent } from 'preact';
import { AccountScreen } from './account-screen.js';
import { AnomaliesScreen } from './anomalies-screen.js';
import { ApplicationsScreen } from './applications-screen.js';
import { AuditScreen } from './audit-screen.js';
import { BatchesScreen } from './batches-screen.js';
import { CertificatesScreen } from './certificates-screen.js';
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
import { LabelsScreen } from './labels-screen.js';
import { laterScreen } from './later-screen.js';
import { MembersScreen } from './members-screen.js';
import { NewBatchScreen } from './new-batch-screen.js';
import { NoteScreen } from './note-screen.js';
import { NoticesScreen } from './notices-screen.js';
import { ObjectionScreen } from './objection-screen.js';
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

const AccessesScreen = laterScreen(async () => (await import('./accesses-screen.js')).AccessesScreen);
const BreakGlassScreen = laterScreen(async () => (await import('./break-glass-screen.js')).BreakGlassScreen);
const CertificationsScreen = laterScreen(
  async () => (await import('./certifications-screen.js')).CertificationsScreen,
);
const LabelKeysScreen = laterScreen(async () => (await import('./label-keys-screen.js')).LabelKeysScreen);
const ListsScreen = laterScreen(async () => (await import('./lists-screen.js')).ListsScreen);
const MachinesScreen = laterScreen(async () => (await import('./machines-screen.js')).MachinesScreen);
const OfficialsScreen = laterScreen(async () => (await import('./officials-screen.js')).OfficialsScreen);
const PeopleScreen = laterScreen(async () => (await import('./people-screen.js')).PeopleScreen);

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
