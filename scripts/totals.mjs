// Counts a test run for the last line of `npm test`.

/**
 * Passed, failed and skipped tests out of vitest's JSON report (null: there is none). A file that could not be run at
 * all counts as one failure, and so does a run that failed without any test failing.
 */
export function totals(report, exitCode) {
  const files = report?.testResults ?? [];
  const broken = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = (report?.numFailedTests ?? 0) + broken.length;
  return {
    passed: report?.numPassedTests ?? 0,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
}

/** `12 passed, 0 failed`, and `, 3 skipped` when there are some. */
export function totalsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
