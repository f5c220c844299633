import { mkdir } from 'node:fs/promises';
import { formatVerifierKey, type VerifierKey } from '../../src/ledger/note.js';
import { openCosigner } from '../../src/witness/witness-key.js';
import { startWitness } from '../../src/witness/witness-server.js';
import { WitnessState } from '../../src/witness/witness-state.js';

/** A witness of one log, in this process, on loopback; the rest of it is the real one. */
export interface TestWitness {
  /** Policy lines that ask it, and it alone. */
  readonly policy: string;
  readonly url: string;
  stop(): Promise<void>;
}

export async function startTestWitness(directory: string, log: VerifierKey, port = 0): Promise<TestWitness> {
  await mkdir(directory, { recursive: true });
  const logs = new Map([[log.name, [log]]]);
  const cosigner = await openCosigner(directory, 'test.example/witness', 'test.example/witness');
  const state = new WitnessState(directory, cosigner.key);
  await state.open();
  const running = await startWitness({
    host: '127.0.0.1',
    port,
    logs,
    cosigner,
    state,
    warn: () => undefined,
  });
  return {
    policy: `witness beside ${formatVerifierKey(cosigner.key)} ${running.url}\nquorum beside\n`,
    url: running.url,
    stop: () => running.stop(),
  };
}
