/** A request of a hurl file with what is to come back. */
export interface HurlCase {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly status: number;
  /** `body contains "…"` and `body == "…"`. */
  readonly asserts: readonly { readonly kind: 'contains' | '=='; readonly text: string }[];
}

const requestLine = /^(GET|POST) https?:\/\/[^/]+(\/\S*)$/;
const statusLine = /^HTTP (\d{3})$/;
const assertLine = /^body (contains|==) (".*")$/;

/**
 * The requests of a hurl file, of the part of its language that the witness tests use: a request line, a body between
 * fences, a status, assertions on the body, comments.
 *
 * @throws Error on anything else, so that nothing is left out in silence.
 */
export function parseHurl(text: string): HurlCase[] {
  const cases: {
    method: string;
    path: string;
    body: string;
    status: number;
    asserts: HurlCase['asserts'][number][];
  }[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    const last = cases.at(-1);
    const [request, status, assertion] = [requestLine, statusLine, assertLine].map((form) => form.exec(line));
    if (request) cases.push({ method: request[1]!, path: request[2]!, body: '', status: 0, asserts: [] });
    else if (line === '```' && last) {
      const end = lines.indexOf('```', at + 1);
      last.body = lines
        .slice(at + 1, end)
        .map((part) => `${part}\n`)
        .join('');
      at = end;
    } else if (status && last) last.status = Number(status[1]);
    else if (assertion && last) {
      last.asserts.push({
        kind: assertion[1] as 'contains' | '==',
        text: JSON.parse(assertion[2]!) as string,
      });
    } else if (!/^(#.*|\[Asserts\])?$/.test(line))
      throw new Error(`line ${at + 1} of the hurl file is not understood`);
  }
  return cases;
}
