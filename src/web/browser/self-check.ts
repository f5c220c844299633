import type { Language } from '../../gs1/words.js';
import {
  evidenceCheckWords,
  evidenceStatusWords,
  evidenceVerdictWords,
  sayFinding,
} from '../../gs1/evidence-words.js';
import { fill, say } from '../../gs1/words.js';
import { utf8Encode } from '../../ledger/bytes.js';
import {
  type EvidenceCheck,
  type EvidenceCheckName,
  evidenceCheckNames,
  type EvidenceStatus,
  type EvidenceVerdict,
} from '../../ledger/evidence-report.js';
import { parseTrust } from '../../ledger/trust.js';
import { verifyEvidence } from '../../ledger/verify.js';
import { codeSignatureWords, comparedWords, selfCheckWords } from '../words-self-check.js';
import { checkCodeSignature, type CodeSignature, type ScannedCode } from './code-signature.js';
import { fetchEvidence, fetchTrust, readPin, writePin } from './fetching.js';
import { offerReading } from './read-aloud.js';

/** What the page asks its worker to verify. */
interface Task {
  readonly evidence: ArrayBuffer;
  /** The text of the pinned trust file. */
  readonly trust: string;
  readonly code: string;
  readonly scanned: ScannedCode;
}

type Said =
  | { readonly check: EvidenceCheck }
  | { readonly codeSignature: CodeSignature }
  | { readonly verdict: EvidenceVerdict };

/** The steps in the order of the page: the checks of the evidence, then the code in the reader's hand. */
const steps = [...evidenceCheckNames, 'code-signature'] as const;
type Step = EvidenceCheckName | 'code-signature';

const signs = { pass: '✓', fail: '✗', unknown: '?', 'not-applicable': '–' } as const;
const codeSignatureStatus: Readonly<Record<CodeSignature, EvidenceStatus>> = {
  signed: 'pass',
  unsigned: 'not-applicable',
  'other-key': 'fail',
  wrong: 'fail',
  unread: 'unknown',
};

/** In the worker: verifies, and tells each step as it is done, so that the page stays responsive. */
function work(task: Task, tell: (said: Said) => void): void {
  const evidence = new Uint8Array(task.evidence);
  const trust = parseTrust(utf8Encode(task.trust));
  const onCheck = (check: EvidenceCheck): void => {
    tell({ check });
  };
  const { verdict } = verifyEvidence(evidence, trust, { code: task.code, onCheck });
  const codeSignature = checkCodeSignature(evidence, task.scanned);
  tell({ codeSignature });
  const status = codeSignatureStatus[codeSignature];
  if (status === 'fail') tell({ verdict: 'invalid' });
  else tell({ verdict: status === 'unknown' && verdict === 'verified' ? 'unknown' : verdict });
}

/** In the page: shows what the worker says. */
class SelfCheck {
  private readonly summary: HTMLElement;
  private readonly details: HTMLDetailsElement;
  private readonly lines: ReadonlyMap<Step, HTMLElement>;
  private done = 0;

  constructor(
    private readonly card: HTMLElement,
    private readonly language: Language,
  ) {
    this.summary = part('self-check-summary');
    this.details = part('self-check-details') as HTMLDetailsElement;
    const list = part('self-check-list');
    this.lines = new Map(steps.map((step) => [step, list.appendChild(document.createElement('li'))]));
    for (const step of steps) this.show(step, '○', say(selfCheckWords.waiting, language));
  }

  async run(): Promise<void> {
    this.card.hidden = false;
    try {
      const { evidence = '', code = '', key = '', address } = this.card.dataset;
      const [file, trust] = await Promise.all([fetchEvidence(evidence), fetchTrust()]);
      const scanned = { address: address ?? location.pathname + location.search, key };
      this.verify({ evidence: file, trust: this.pinned(trust), code, scanned });
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
      if ('verdict' in data) {
        this.conclude(data.verdict);
        worker.terminate();
        return;
      }
      if ('check' in data)
        this.tell(data.check.check, data.check.status, sayFinding(data.check, this.language));
      else this.tellCode(data.codeSignature);
    });
    worker.postMessage(task, [task.evidence]);
  }

  private conclude(verdict: EvidenceVerdict): void {
    if (verdict !== 'verified') this.details.open = true;
    this.summary.textContent = say(evidenceVerdictWords[verdict], this.language);
    this.card.dataset['verdict'] = verdict;
  }

  private tellCode(found: CodeSignature): void {
    this.tell('code-signature', codeSignatureStatus[found], say(codeSignatureWords[found], this.language));
  }

  private tell(step: Step, status: EvidenceStatus, sentence: string): void {
    this.done += 1;
    this.show(step, signs[status], `${say(evidenceStatusWords[status], this.language)}: ${sentence}`);
    const figures = { name: nameOf(step, this.language), done: this.done, all: steps.length };
    this.summary.textContent = fill(say(selfCheckWords.step, this.language), figures);
  }

  /** The line of a step: sign, name, how it came out, and what is compared there. */
  private show(step: Step, sign: string, outcome: string): void {
    const name = document.createElement('strong');
    name.textContent = nameOf(step, this.language);
    const compared = document.createElement('p');
    compared.className = 'quiet';
    compared.textContent = say(comparedWords[step], this.language);
    this.lines.get(step)?.replaceChildren(`${sign} `, name, ` · ${outcome}`, compared);
  }
}

function nameOf(step: Step, language: Language): string {
  return say(step === 'code-signature' ? codeSignatureWords.name : evidenceCheckWords[step], language);
}

function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no ${id}`);
  return element;
}

if (typeof document === 'undefined') {
  addEventListener('message', ({ data }: MessageEvent<Task>) => {
    work(data, (said) => {
      postMessage(said);
    });
  });
} else {
  const language = document.documentElement.lang === 'en' ? 'en' : 'zh-CN';
  const card = document.getElementById('self-check');
  if (card !== null) void new SelfCheck(card, language).run();
  offerReading(language);
}
