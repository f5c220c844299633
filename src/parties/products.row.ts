import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProductCategory } from '../gs1/vocabulary.js';

/** What an organization produces: inserted once, never changed. */
@Entity('products')
export class ProductRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  variety!: string | null;

  @Column('text')
  category!: ProductCategory;

  /** 14 digits. */
  @Column('text', { nullable: true })
  gtin!: string | null;

  @Column('text')
  unit!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
