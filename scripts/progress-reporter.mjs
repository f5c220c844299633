// A vitest reporter for runs that may be cut off: a failure is told when it happens, and what has been running for more
// than a minute is told every minute.

import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';

const everyMs = 60_000;
/** Of a message that goes on, such as the example of a property that does not hold. */
const linesMax = 12;

const since = (start) => Math.round((performance.now() - start) / 1_000);

export default class ProgressReporter {
  /** File by its id: its name, the test or hook it is at, and when each began. */
  #files = new Map();
  #timer;

  onInit() {
    this.#timer = setInterval(() => {
      this.#tellWhatRuns();
    }, everyMs);
    this.#timer.unref();
  }

  onTestModuleStart(file) {
    const now = performance.now();
    this.#files.set(file.id, { name: file.relativeModuleId, start: now, at: 'its beginning', atStart: now });
  }

  onHookStart({ name, entity }) {
    // Those around each test are told by the name of the test.
    if (name.endsWith('All')) this.#isAt(entity.type === 'module' ? entity : entity.module, name);
  }

  onTestCaseReady(test) {
    this.#isAt(test.module, test.fullName);
  }

  onTestCaseResult(test) {
    const { state, errors } = test.result();
    if (state !== 'failed') return;
    const why = (errors ?? []).flatMap(({ message }) => message.split('\n').slice(0, linesMax));
    const name = ` × ${test.module.relativeModuleId} > ${test.fullName}`;
    console.log([name, ...why.map((line) => `      ${line}`)].join('\n'));
  }

  onTestModuleEnd(file) {
    this.#files.delete(file.id);
  }

  onTestRunEnd() {
    clearInterval(this.#timer);
  }

  #isAt(file, at) {
    const found = this.#files.get(file.id);
    if (found !== undefined) Object.assign(found, { at, atStart: performance.now() });
  }

  #tellWhatRuns() {
    for (const { name, start, at, atStart } of this.#files.values())
      if (since(start) * 1_000 >= everyMs)
        console.log(` … ${name} for ${since(start)} s, of these ${since(atStart)} s at: ${at}`);
  }
}
