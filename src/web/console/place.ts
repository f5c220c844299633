/** Where somebody is: `#/<name>/<rest>…?<query>`. */
export interface Place {
  readonly name: string;
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

/** The place that a fragment names, given without its number sign. */
export function placeOf(fragment: string): Place {
  const [path = '', query = ''] = fragment.replace(/^\//, '').split('?');
  const [name = '', ...rest] = path.split('/').map(decoded);
  return { name, rest: rest.filter((part) => part !== ''), query: new URLSearchParams(query) };
}

/** A part of an address that is no text stands for itself: it names nothing then. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
