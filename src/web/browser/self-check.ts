import type { Language } from '../../gs1/words.js';
import {
  evidenceCheckWords,
  evidenceStatusWords,
  evidenceVerdictWords,
  sayFinding,
} from '../../gs1/evidence-words.js';
import { fill, say } from '../../gs1/words.js';
import { utf8Encode } from '../../ledger/bytes.js';
import { type EvidenceCheck, evidenceCheckNames, type EvidenceReport } from '../../ledger/evidence-report.js';
import { parseTrust } from '../../ledger/trust.js';
import { verifyEvidence } from '../../ledger/verify.js';
import { selfCheckWords } from '../words-self-check.js';

/** What the page asks its worker to verify. */
interface Task {
  readonly evidence: ArrayBuffer;
  /** The text of the pinned trust file. */
  readonly trust: string;
  readonly code: string;
}

type Said = { readonly check: EvidenceCheck } | { readonly report: EvidenceReport };

const trustAddress = '/.well-known/furrow/trust.json';
const pinName = 'furrow-trust';
/** A batch that was just recorded is in the log within seconds; until then its evidence answers 503. */
const triesMax = 6;
const betweenTriesMs = 2_000;
const signs = { pass: '✓', fail: '✗', unknown: '?', 'not-applicable': '–' } as const;

/** In the worker: verifies, and tells each check as it is done, so that the page stays responsive. */
function work(task: Task, tell: (said: Said) => void): void {
  const options = {
    code: task.code,
    onCheck: (check: EvidenceCheck): void => {
      tell({ check });
    },
  };
  const trust = parseTrust(utf8Encode(task.trust));
  tell({ report: verifyEvidence(new Uint8Array(task.evidence), trust, options) });
}

/** In the page: shows what the worker says. */
class SelfCheck {
  private readonly language: Language = document.documentElement.lang === 'en' ? 'en' : 'zh-CN';
  private readonly summary: HTMLElement;
  private readonly list: HTMLElement;
  private readonly details: HTMLDetailsElement;

  constructor(private readonly card: HTMLElement) {
    this.summary = part('self-check-summary');
    this.list = part('self-check-list');
    this.details = part('self-check-details') as HTMLDetailsElement;
  }

  async run(): Promise<void> {
    this.card.hidden = false;
    try {
      const { evidence = '', code = '' } = this.card.dataset;
      const [file, trust] = await Promise.all([fetchEvidence(evidence), fetchTrust()]);
      this.verify({ evidence: file, trust: this.pinned(trust), code });
    } catch {
      this.summary.textContent = say(selfCheckWords.failed, this.language);
    }
  }

  /**
   * The trust file as this browser saw it first. A page cannot be its own witness: whoever serves it could serve
   * another trust file too, so what counts is the one that was there before, and a change is said.
   */
  private pinned(present: string): string {
    const first = readPin();
    if (first === null) writePin(present);
    if (first === null || first === present) return present;
    const note = document.createElement('p');
    note.textContent = `${say(selfCheckWords.trustChanged, this.language)} `;
    const renew = document.createElement('button');
    renew.textContent = say(selfCheckWords.trustRenew, this.language);
    renew.addEventListener('click', () => {
      writePin(present);
      location.reload();
    });
    note.append(renew);
    this.card.append(note);
    return first;
  }

  private verify(task: Task): void {
    const worker = new Worker(import.meta.url, { type: 'module' });
    worker.addEventListener('error', () => {
      this.summary.textContent = say(selfCheckWords.failed, this.language);
    });
    worker.addEventListener('message', ({ data }: MessageEvent<Said>) => {
      if ('check' in data) {
        this.tell(data.check);
        return;
      }
      if (data.report.verdict !== 'verified') this.details.open = true;
      this.summary.textContent = say(evidenceVerdictWords[data.report.verdict], this.language);
      this.card.dataset['verdict'] = data.report.verdict;
      worker.terminate();
    });
    worker.postMessage(task, [task.evidence]);
  }

  private tell(check: EvidenceCheck): void {
    this.list.append(this.line(check));
    const name = say(evidenceCheckWords[check.check], this.language);
    const figures = { name, done: this.list.childElementCount, all: evidenceCheckNames.length };
    this.summary.textContent = fill(say(selfCheckWords.step, this.language), figures);
  }

  private line(check: EvidenceCheck): HTMLElement {
    const item = document.createElement('li');
    const name = document.createElement('strong');
    name.textContent = say(evidenceCheckWords[check.check], this.language);
    const status = say(evidenceStatusWords[check.status], this.language);
    item.append(`${signs[check.status]} `, name, ` · ${status}: ${sayFinding(check, this.language)}`);
    return item;
  }
}

function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no ${id}`);
  return element;
}

async function fetchEvidence(address: string): Promise<ArrayBuffer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(address, { credentials: 'omit' });
    if (answer.ok) return answer.arrayBuffer();
    if (answer.status !== 503 || tries === triesMax)
      throw new Error(`the evidence answered ${answer.status}`);
    await new Promise((resolve) => setTimeout(resolve, betweenTriesMs));
  }
}

async function fetchTrust(): Promise<string> {
  const answer = await fetch(trustAddress, { credentials: 'omit' });
  if (!answer.ok) throw new Error(`the trust file answered ${answer.status}`);
  return answer.text();
}

/** Browsers may keep nothing for a page, or refuse to: then every look is the first. */
function readPin(): string | null {
  try {
    return localStorage.getItem(pinName);
  } catch {
    return null;
  }
}

function writePin(text: string): void {
  try {
    localStorage.setItem(pinName, text);
  } catch {
    // Nothing is kept, so nothing can be compared later.
  }
}

if (typeof document === 'undefined') {
  addEventListener('message', ({ data }: MessageEvent<Task>) => {
    work(data, (said) => {
      postMessage(said);
    });
  });
} else {
  const card = document.getElementById('self-check');
  if (card !== null) void new SelfCheck(card).run();
}
