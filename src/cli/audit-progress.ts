const betweenMs = 200;
const plainBetweenMs = 10_000;

/** Where progress is written: the standard error of the process, so that the answer alone is in its output. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How far an audit is: one line that is rewritten on a terminal, a plain line now and then elsewhere. */
export class AuditProgress {
  private readonly startedMs = performance.now();
  private saidMs = this.startedMs;
  private isLineOpen = false;

  constructor(
    private readonly from: number,
    private readonly to: number,
    private readonly stream: ProgressStream,
  ) {}

  /** Entries read since the start, and for how long. */
  speed(entries: number): { readonly seconds: number; readonly perSecond: number } {
    const seconds = (performance.now() - this.startedMs) / 1_000;
    return { seconds, perSecond: seconds === 0 ? 0 : Math.round((entries - this.from) / seconds) };
  }

  /** All entries up to `entries` are read. */
  step(entries: number): void {
    const nowMs = performance.now();
    const isTerminal = this.stream.isTTY === true;
    if (nowMs - this.saidMs < (isTerminal ? betweenMs : plainBetweenMs)) return;
    this.saidMs = nowMs;
    const share = Math.floor((entries / this.to) * 100);
    const line = `${share} %  ${entries} / ${this.to} 条 entries  ${this.speed(entries).perSecond} /s`;
    this.isLineOpen = isTerminal;
    this.stream.write(isTerminal ? `\r${line}\u001b[K` : `${line}\n`);
  }

  /** Clears the line. */
  end(): void {
    if (this.isLineOpen) this.stream.write('\r\u001b[K');
    this.isLineOpen = false;
  }
}
