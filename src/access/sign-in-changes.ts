import { Injectable } from '@nestjs/common';

/** What people change about their own means of signing in. */
export type SignInChange =
  | 'password-changed'
  | 'factor-enabled'
  | 'factor-disabled'
  | 'passkey-registered'
  | 'passkey-removed'
  | 'identity-linked'
  | 'identity-unlinked';

/** Tells a feature, before it is done, what people change about their own means of signing in. */
@Injectable()
export class SignInChanges {
  private state: ((accountId: string, change: SignInChange) => Promise<void>) | null = null;

  /** Lets a feature hear of each change; what it throws keeps the change from being done. */
  heardBy(state: (accountId: string, change: SignInChange) => Promise<void>): void {
    this.state = state;
  }

  /** Answers when the change may be done. @throws what whoever hears of it throws. */
  async begin(accountId: string, change: SignInChange): Promise<void> {
    if (this.state === null) throw new Error('nobody hears of changes to means of signing in');
    await this.state(accountId, change);
  }
}
