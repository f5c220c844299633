import { ConfigError } from '../config/settings.js';
import { LedgerError } from '../ledger/errors.js';
import { formatVerifierKey, type VerifierKey } from '../ledger/note.js';
import { parsePolicy, type Policy } from '../ledger/policy.js';

/** Under which keys the log is trusted: its own, and those of its witnesses (C2SP tlog-policy). */
export class LogPolicy {
  readonly policy: Policy;

  /**
   * `witnesses` are the policy's `witness`, `group` and `quorum` lines; `earlier` the keys of logs that ended before.
   *
   * @throws ConfigError when they are not such lines.
   */
  constructor(
    log: VerifierKey,
    private readonly witnesses: string,
    earlier: readonly VerifierKey[] = [],
  ) {
    const own = `log ${formatVerifierKey(log)}\n`;
    try {
      this.policy = parsePolicy(own + ended(witnesses));
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      throw new ConfigError([`WITNESSES: not a policy of witnesses: ${error.message}`]);
    }
    if (this.policy.logs.length !== 1) {
      throw new ConfigError(['WITNESSES: must name no log; the log is the one of this service']);
    }
    const before = earlier.map((key) => `log ${formatVerifierKey(key)}\n`).reverse();
    this.text = own + before.join('') + publicLines(ended(witnesses));
  }

  /** The policy as it is published: where a witness is asked is nobody else's business. */
  readonly text: string;
}

function ended(lines: string): string {
  return lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`;
}

/** `witness <name> <vkey> <url>` without the URL. */
function publicLines(lines: string): string {
  return lines.replaceAll(/^(\s*witness\s+\S+\s+\S+)[^\n]*$/gm, '$1');
}
