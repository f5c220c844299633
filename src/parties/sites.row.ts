import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Ring } from './polygon.js';

/** A place of an organization: inserted once, never changed. Only `publicName` and `region` are for everyone. */
@Entity('sites')
export class SiteRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  name!: string;

  @Column('text', { name: 'public_name' })
  publicName!: string;

  @Column('text')
  region!: string;

  @Column('text', { name: 'area_value', nullable: true })
  areaValue!: string | null;

  @Column('text', { name: 'area_unit', nullable: true })
  areaUnit!: string | null;

  @Column('jsonb', { nullable: true })
  polygon!: { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] } | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
