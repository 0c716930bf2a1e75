/** Operations as documents that may be executed: parsed and checked once, whichever way they come. */

import { type DocumentNode, type GraphQLSchema, getOperationAST, type OperationTypeNode } from 'graphql';

/** What the server's plugins make of parsing, checking and executing. */
export interface Enveloped {
  readonly schema: GraphQLSchema;
  readonly parse: (source: string) => DocumentNode;
  readonly validate: (schema: GraphQLSchema, document: DocumentNode) => readonly unknown[];
  readonly execute: (args: object) => unknown;
  readonly contextFactory: () => unknown;
}

export interface Params {
  readonly query: string;
  readonly variables: Record<string, unknown> | null | undefined;
  readonly operationName: string | null | undefined;
}

/** Documents that are kept, and how long they may be for that; most clients send the same few again and again. */
const DOCUMENTS_MAX = 1_000;
const KEPT_CHARACTERS_MAX = 20_000;

export class Documents {
  readonly #kept = new Map<string, DocumentNode>();

  /** The document when it has this one operation and no errors; else null, and then others say what is wrong with it. */
  find(
    enveloped: Enveloped,
    { query, operationName }: Params,
    operations: readonly OperationTypeNode[] | readonly string[],
  ) {
    const document = this.#kept.get(query) ?? this.#checked(enveloped, query);
    if (document === null) return null;
    const operation = getOperationAST(document, operationName)?.operation;
    return operation !== undefined && (operations as readonly string[]).includes(operation) ? document : null;
  }

  #checked({ schema, parse, validate }: Enveloped, query: string): DocumentNode | null {
    try {
      const document = parse(query);
      if (validate(schema, document).length > 0) return null;
      if (query.length <= KEPT_CHARACTERS_MAX) this.#keep(query, document);
      return document;
    } catch {
      return null;
    }
  }

  #keep(query: string, document: DocumentNode): void {
    const [eldest] = this.#kept.keys();
    if (this.#kept.size >= DOCUMENTS_MAX && eldest !== undefined) this.#kept.delete(eldest);
    this.#kept.set(query, document);
  }
}

/** The parameters of an operation in a body; null when there is anything unusual about them. */
export function paramsIn(body: string): Params | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { query, variables, operationName, extensions, ...unknown } = value as Record<string, unknown>;
  const isUsual =
    typeof query === 'string' &&
    (variables == null || (typeof variables === 'object' && !Array.isArray(variables))) &&
    (operationName == null || typeof operationName === 'string') &&
    (extensions == null || (typeof extensions === 'object' && !Array.isArray(extensions))) &&
    Object.keys(unknown).length === 0;
  if (!isUsual) return null;
  return {
    query,
    variables: variables as Params['variables'],
    operationName: operationName as Params['operationName'],
  };
}

/** The same in the query of an address, as a browser's EventSource sends it. */
export function paramsOf(search: URLSearchParams): Params | null {
  const variables = search.get('variables');
  const body: Record<string, unknown> = { query: search.get('query') };
  try {
    if (variables !== null) body.variables = JSON.parse(variables);
  } catch {
    return null;
  }
  if (search.has('operationName')) body.operationName = search.get('operationName');
  return paramsIn(JSON.stringify(body));
}
