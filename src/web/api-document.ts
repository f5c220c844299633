/** A JSON Schema (2020-12), as far as the OpenAPI document of this service uses it. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

export type Schemas = Readonly<Record<string, Schema>>;

/** One form of a body or answer. */
export interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

export type Content = Readonly<Record<string, Media>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
  readonly example?: unknown;
}

export interface ApiAnswer {
  readonly description: string;
  readonly content?: Content;
}

/** An operation as it stands in the document. */
interface DescribedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, ApiAnswer>>;
}

export interface ApiOperation extends DescribedOperation {
  /** In capitals. */
  readonly method: string;
  readonly path: string;
}

/** The OpenAPI document, as far as pages draw it. */
interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: {
    readonly schemas: Schemas;
    readonly securitySchemes: {
      readonly machine: {
        readonly flows: { readonly clientCredentials: { readonly scopes: Readonly<Record<string, string>> } };
      };
    };
  };
}

/** What the service says of its interface. */
export interface Api {
  /** By `operationId`, in the order of the document. */
  readonly operations: ReadonlyMap<string, ApiOperation>;
  readonly schemas: Schemas;
  /** What each scope opens, by its name. */
  readonly scopes: ReadonlyMap<string, string>;
}

/** Reads the document that the service itself made. */
export function readApi(text: string): Api {
  const { paths, components } = JSON.parse(text) as ApiDocument;
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, ApiOperation] => [
      operation.operationId,
      { ...operation, method: method.toUpperCase(), path },
    ]),
  );
  const { schemas, securitySchemes } = components;
  const { scopes } = securitySchemes.machine.flows.clientCredentials;
  return { operations: new Map(operations), schemas, scopes: new Map(Object.entries(scopes)) };
}
