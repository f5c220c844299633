const trustAddress = '/.well-known/furrow/trust.json';
const pinName = 'furrow-trust';
/** A batch that was just recorded is in the log within seconds; until then its evidence answers 503. */
const triesMax = 6;
const betweenTriesMs = 2_000;

/** The evidence file. @throws Error when it is not to be had. */
export async function fetchEvidence(address: string): Promise<ArrayBuffer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(address, { credentials: 'omit' });
    if (answer.ok) return answer.arrayBuffer();
    if (answer.status !== 503 || tries === triesMax)
      throw new Error(`the evidence answered ${answer.status}`);
    await new Promise((resolve) => setTimeout(resolve, betweenTriesMs));
  }
}

/** The text of the trust file that the service hands out now. @throws Error when it is not to be had. */
export async function fetchTrust(): Promise<string> {
  const answer = await fetch(trustAddress, { credentials: 'omit' });
  if (!answer.ok) throw new Error(`the trust file answered ${answer.status}`);
  return answer.text();
}

/** The trust file this browser kept; browsers may keep nothing for a page, or refuse to: then every look is the first. */
export function readPin(): string | null {
  try {
    return localStorage.getItem(pinName);
  } catch {
    return null;
  }
}

/** Keeps the trust file, where the browser keeps anything. */
export function writePin(text: string): void {
  try {
    localStorage.setItem(pinName, text);
  } catch {
    // Nothing is kept, so nothing can be compared later.
  }
}
