import type { Media, Parameter, Schema } from '../../src/web/api-document.js';
import type { TestApp } from '../support/app.js';

export type { Media, Schema };

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly parameters: readonly Parameter[];
  readonly body: Readonly<Record<string, Media>> | null;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}

export interface Description {
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, Schema>>;
}

interface Document {
  readonly paths: Record<
    string,
    Record<string, Omit<Operation, 'body'> & { requestBody?: { content: Operation['body'] } }>
  >;
  readonly components: { readonly schemas: Record<string, Schema> };
}

/** What the service says of itself at `/openapi.json`. */
export async function readDescription(service: TestApp): Promise<Description> {
  const document = (await (await fetch(`${service.url}/openapi.json`)).json()) as Document;
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): Operation => ({
      ...operation,
      method: method.toUpperCase(),
      path,
      parameters: operation.parameters,
      body: operation.requestBody?.content ?? null,
    })),
  );
  return { operations, schemas: document.components.schemas };
}

/** The path of an operation with its parameters filled in. */
export function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? name));
}
