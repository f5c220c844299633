// Writes docs/problems.md from the problem table of the built service: `node scripts/problems.mjs [--check]`.
import { writeOrCheck } from './generated.mjs';
import { setUp } from './setup.mjs';

setUp();
const { problemsMarkdown } = await import('../dist/http/problem-pages.js');
await writeOrCheck('docs/problems.md', problemsMarkdown());
