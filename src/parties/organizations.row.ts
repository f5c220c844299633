import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrganizationType } from '../gs1/vocabulary.js';

/** An organization: inserted once, never changed. */
@Entity('organizations')
export class OrganizationRow {
  @PrimaryColumn('uuid')
  id!: string;

  /** Event id of the first entry of its chain, and the request's idempotency key. */
  @Column('uuid', { name: 'registration_event_id' })
  registrationEventId!: string;

  @Column('text')
  kind!: OrganizationType;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  uscc!: string | null;

  @Column('text')
  region!: string;

  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
