import { inLanguage, renderPage, type PageView } from './page.js';
import { siteWords } from './words-site.js';

/** One kind of refusal as its page describes it, in the reader's language. */
interface DescribedProblem {
  /** `/problems/<slug>` */
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly meaning: string;
}

/** The page of one kind of refusal, or of all of them: when it is answered, and what to do about it. */
export function renderProblemsPage(page: PageView, problems: readonly DescribedProblem[]): string {
  const [first] = problems;
  const title =
    problems.length === 1 && first !== undefined
      ? first.title
      : inLanguage(page.language)(siteWords.problemList);
  return renderPage({
    ...page,
    title,
    body: (
      <>
        <section class="card">
          <h1>{title}</h1>
        </section>
        {problems.map(({ type, status, title: name, meaning }) => (
          <section class="card prose">
            <h2>
              <a class="tap" href={type}>
                {name}
              </a>
            </h2>
            <p class="small quiet">
              <code>{type}</code> · HTTP {status}
            </p>
            <p>{meaning}</p>
          </section>
        ))}
      </>
    ),
  });
}
