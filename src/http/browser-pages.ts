import type { FastifyRequest } from 'fastify';
import type { Language } from '../gs1/words.js';
import { prefersPage } from './accept.js';
import { takesForm } from './form-body.js';
import type { ProblemDocument } from './problem-document.js';

/** A problem for one reader's page: its document in their language, and how they want pages. */
export interface ShownProblem {
  readonly document: ProblemDocument;
  readonly language: Language;
  /** Path and query of the request. */
  readonly url: string;
}

/** A whole HTML document and the Content-Security-Policy it needs. */
export interface DrawnPage {
  readonly html: string;
  readonly policy: string;
}

/**
 * What a browser is shown in place of a problem document. Pages are drawn above this folder: whoever can draw says so
 * at start, until then every client gets the document.
 */
export class BrowserPages {
  private draw: ((problem: ShownProblem) => DrawnPage) | null = null;

  drawBy(draw: (problem: ShownProblem) => DrawnPage): void {
    this.draw = draw;
  }

  /** The page for a request that reads, or sends a form, and prefers a page; null for every other. */
  pageFor(request: FastifyRequest, document: ProblemDocument, language: Language): DrawnPage | null {
    const shown = request.method === 'GET' || request.method === 'HEAD' || takesForm(request);
    if (this.draw === null || !shown || !prefersPage(request.headers.accept)) return null;
    return this.draw({ document, language, url: request.url });
  }
}
