import { ApiProperty } from '@nestjs/swagger';
import { documentTypes, type DocumentType } from '../../http/document-body.js';
import { CheckedText, OneOf, PersonalText, PlainText, Region } from '../fields.js';
import { PageQuery } from '../pages.dto.js';
import { subjectCode } from '../subject-code.js';
import {
  applicationStates,
  applicationTypes,
  documentKinds,
  type ApplicationState,
  type ApplicationType,
  type DocumentKind,
} from './application.js';
import type { ApplicationRow, DocumentRow } from './applications.store.js';
import type { Contact } from './sealed-parts.js';

/** The body of `POST /api/v1/applications`, and of `PUT` to complete one. */
export class NewApplication {
  @OneOf(applicationTypes, { description: 'What applies.', example: 'cooperative' })
  kind!: ApplicationType;

  @PlainText(120, {
    description:
      'Its registered name; of a household or family farm one that names no person, because it stays in the ledger.',
    example: '栖霞示例果业农民专业合作社',
  })
  name!: string;

  @CheckedText(40, {
    description: 'Unified social credit code (GB 32100). Households and family farms may have none.',
    example: '93370686MA3C2E7X7L',
    optional: true,
  })
  uscc?: string | null;

  @Region({ description: 'County-level region where it is registered (GB/T 2260).', example: '370686' })
  region!: string;

  @PersonalText(80, {
    description: 'Who answers for it. Personal: sealed, and shown to those who decide only.',
    example: '负责人一号',
  })
  responsible!: string;

  @PersonalText(80, {
    description: 'How to reach that person. Personal, as `responsible`.',
    example: '0535-0000000',
  })
  contact!: string;
}

/** What a document is said to be. */
export class DocumentQuery {
  @OneOf(documentKinds, { description: 'What the document is.', example: 'business-licence' })
  type!: DocumentKind;
}

/** The body of `POST /api/v1/applications/{id}/decision`. */
export class ApplicationDecision {
  @OneOf(['approved', 'refused', 'returned'], {
    description: '`returned`: the applicant is to complete it.',
    example: 'approved',
  })
  decision!: 'approved' | 'refused' | 'returned';

  @PlainText(400, {
    description: 'Why it is refused or returned; the applicant reads it.',
    example: '营业执照照片不清楚，请重新上传',
    optional: true,
  })
  reason?: string | null;
}

/** Which applications a list is of. */
export class ApplicationPageQuery extends PageQuery {
  @OneOf(applicationStates, {
    description: 'In which state; all when absent.',
    example: 'applied',
    optional: true,
  })
  state?: ApplicationState | null;
}

/** One document of an application. */
export class DocumentAnswer {
  @ApiProperty({
    description: 'SHA-256 of its bytes, in hex: its name.',
    example: 'a3f5b1c2d4e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f80',
  })
  sha256!: string;

  @ApiProperty({ enum: documentKinds, example: 'business-licence' })
  type!: DocumentKind;

  @ApiProperty({ enum: [...documentTypes], example: 'application/pdf' })
  mediaType!: DocumentType;

  @ApiProperty({ description: 'In bytes.', example: 182044 })
  size!: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  addedAt!: string;
}

/** An application in a list of those who decide. */
export class ApplicationSummary {
  @ApiProperty({ format: 'uuid', example: '5e0c2f4a-1d3b-4c6e-8f70-91a2b3c4d5e6' })
  id!: string;

  @ApiProperty({ enum: applicationTypes, example: 'cooperative' })
  kind!: ApplicationType;

  @ApiProperty({ example: '栖霞示例果业农民专业合作社' })
  name!: string;

  @ApiProperty({ type: String, nullable: true, example: '93370686MA3C2E7X7L' })
  uscc!: string | null;

  @ApiProperty({ example: '370686' })
  region!: string;

  @ApiProperty({ enum: [...applicationStates], example: 'applied' })
  state!: ApplicationState;

  @ApiProperty({
    description: 'Why it was refused or returned.',
    type: String,
    nullable: true,
    example: null,
  })
  reason!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  changedAt!: string;
}

/** An application as its applicant follows it. */
export class ApplicationAnswer extends ApplicationSummary {
  @ApiProperty({ type: [DocumentAnswer] })
  documents!: DocumentAnswer[];

  @ApiProperty({
    description: 'The organization, once approved.',
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
  })
  organization!: string | null;

  @ApiProperty({
    description: 'Its subject code (主体码), once approved.',
    type: String,
    nullable: true,
    example: null,
  })
  subjectCode!: string | null;

  @ApiProperty({ description: 'Whether an account is its owner already.', example: false })
  hasOwner!: boolean;
}

/** A new application, with what its applicant follows it by. */
export class FiledApplication extends ApplicationAnswer {
  @ApiProperty({
    description: 'Sent back as `Application-Secret`; shown this once.',
    example: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  })
  secret!: string;
}

/** An application as those who decide read it. */
export class ApplicationDetail extends ApplicationAnswer {
  @ApiProperty({ example: '负责人一号' })
  responsible!: string;

  @ApiProperty({ example: '0535-0000000' })
  contact!: string;
}

export class ApplicationPage {
  @ApiProperty({ type: [ApplicationSummary] })
  items!: ApplicationSummary[];
}

/** The fields of a shape, without its class. */
type Fields<Shape> = Pick<Shape, keyof Shape>;

export function toSummary(row: ApplicationRow): Fields<ApplicationSummary> {
  const { id, kind, name, uscc, region, state, reason, createdAt, changedAt } = row;
  const times = { createdAt: createdAt.toISOString(), changedAt: changedAt.toISOString() };
  return { id, kind, name, uscc, region, state, reason, ...times };
}

export function toDocument({ sha256, type, mediaType, size, addedAt }: DocumentRow): DocumentAnswer {
  return { sha256: sha256.toString('hex'), type, mediaType, size, addedAt: addedAt.toISOString() };
}

export function toAnswer(row: ApplicationRow, documents: readonly DocumentRow[]): Fields<ApplicationAnswer> {
  const { organizationId } = row;
  return {
    ...toSummary(row),
    documents: documents.map(toDocument),
    organization: organizationId,
    subjectCode: organizationId === null ? null : subjectCode(organizationId),
    hasOwner: row.ownerId !== null,
  };
}

export function toDetail(
  row: ApplicationRow,
  documents: readonly DocumentRow[],
  { responsible, contact }: Contact,
): ApplicationDetail {
  return { ...toAnswer(row, documents), responsible, contact };
}
