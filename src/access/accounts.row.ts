import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from './actor.js';

/** One person or machine that can sign in. */
@Entity('accounts')
export class AccountRow {
  @PrimaryColumn('uuid')
  id!: string;

  /** Half of the account's key, under the master key. Of an erased one until its file is destroyed. */
  @Column('bytea', { name: 'sealed_key', nullable: true })
  sealedKey!: Buffer | null;

  /** Login and name, as JSON, under the account's key. */
  @Column('bytea', { name: 'sealed_profile', nullable: true })
  sealedProfile!: Buffer | null;

  /** The hash of the password, under the account's key. */
  @Column('bytea', { name: 'sealed_password', nullable: true })
  sealedPassword!: Buffer | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;

  /** Made by the demo loader: needs no second factor. */
  @Column('boolean')
  demo!: boolean;

  /** When everything of it was destroyed, login and password with it: then nobody asks for more than that. */
  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt!: Date | null;
}

/** One role of one account: in an organization, over a region, or over the service; ended, never deleted. */
@Entity('members')
export class MemberRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'account_id' })
  accountId!: string;

  @Column('uuid', { name: 'organization_id', nullable: true })
  organizationId!: string | null;

  @Column('text')
  role!: Role;

  @Column('text', { nullable: true })
  region!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
