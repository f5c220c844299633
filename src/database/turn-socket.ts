import { Socket } from 'node:net';

/**
 * A socket that sends together what is written in one turn of the event loop: the pipelined statements of a ledger
 * transaction leave in one system call, and PostgreSQL wakes once.
 */
export class TurnSocket extends Socket {
  private gathering = false;

  override cork(): void {
    super.cork();
    if (this.gathering) return;
    this.gathering = true;
    super.cork();
    process.nextTick(() => {
      this.gathering = false;
      this.uncork();
    });
  }
}
