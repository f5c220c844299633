interface Route {
  readonly method: string;
  readonly pattern: string;
  readonly handler: string;
  readonly matcher: RegExp;
}

/** Every route the server knows, filled while it starts. */
export class RouteTable {
  private readonly routes: Route[] = [];

  /** `handler` is the name of the function that answers: `AuthController.signIn`. */
  add(method: string, pattern: string, handler: string): void {
    this.routes.push({ method, pattern, handler, matcher: matcherOf(pattern) });
  }

  /** Names of everything that answers requests. */
  handlers(): readonly string[] {
    return [...new Set(this.routes.map((route) => route.handler))];
  }

  /** `GET /api/v1/batches/:id`, sorted; the automatic HEAD of each GET is left out. */
  list(): readonly string[] {
    return this.routes
      .filter((route) => route.method !== 'HEAD')
      .map((route) => `${route.method} ${route.pattern}`)
      .sort();
  }

  /** Methods under which a request target is served; empty for an unknown path. */
  methodsAt(url: string): readonly string[] {
    const path = url.split(/[?#]/, 1)[0] ?? '';
    return [
      ...new Set(this.routes.filter((route) => route.matcher.test(path)).map((route) => route.method)),
    ].sort();
  }
}

/** find-my-way syntax: `:name` up to the next `/`, `-` or `.`; `::` is a colon; `*` the rest. */
function matcherOf(pattern: string): RegExp {
  const source = pattern
    .replaceAll('::', '\u0000')
    .split(/(:[A-Za-z0-9_]+|\*)/)
    .map((part) =>
      part === '*' ? '.*' : part.startsWith(':') ? '[^/]+' : part.replace(/[$()+.?[\\\]^{|}]/g, '\\$&'),
    )
    .join('')
    .replaceAll('\u0000', ':');
  return new RegExp(`^${source}$`);
}
