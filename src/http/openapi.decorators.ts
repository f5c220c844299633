import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { problemNotes } from './problem-notes.js';
import { problems, type ProblemKind, type ProblemSlug } from './problems.js';

/** Documents the problems an operation can answer with, one response a status. */
export function ProblemAnswers(...slugs: readonly ProblemSlug[]): MethodDecorator & ClassDecorator {
  const byStatus = new Map<number, ProblemSlug[]>();
  for (const slug of slugs) {
    const { status } = problems[slug];
    byStatus.set(status, [...(byStatus.get(status) ?? []), slug]);
  }
  return applyDecorators(...[...byStatus].map(([status, ofStatus]) => problemResponse(status, ofStatus)));
}

function problemResponse(status: number, slugs: readonly ProblemSlug[]): MethodDecorator & ClassDecorator {
  const examples = Object.fromEntries(slugs.map((slug) => [slug, { value: exampleOf(slug) }]));
  return ApiResponse({
    status,
    description: slugs.map((slug) => problems[slug].title.en).join('; '),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, examples } },
  });
}

/** The example of a problem as an answer shows it. */
export function exampleOf(slug: ProblemSlug): object {
  const { status, title }: ProblemKind = problems[slug];
  const detail = problemNotes[slug].en;
  const instance = 'urn:uuid:6f2f1c0e-6f0a-4c5b-9d43-1f4a3c0f7c11';
  return { type: `/problems/${slug}`, title: title.en, status, detail, instance };
}
