import type { Lists } from '../lists/rows.js';
import type { Finding } from './finding.js';
import type { BatchRecord } from './record.js';
import { rules } from './rules.js';

export function judgeRecord(record: BatchRecord, lists: Lists): Finding[] {
  return rules.flatMap((rule) => rule.judge(record, lists));
}
