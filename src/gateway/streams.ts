/**
 * Subscriptions, whatever carries them. What an event looks like to a subscriber depends on the operation and its
 * variables alone, so it is worked out once for all who ask the same.
 */

import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  visit,
} from 'graphql';
import { isAsyncIterable, maskError } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { App } from '../app/app.ts';
import type { RequestContext } from './context.ts';
import type { Params } from './documents.ts';

/** One item as it is sent. */
export interface Frame {
  /** To resume after it; null of an error that belongs to no item. */
  readonly position: string | null;
  readonly result: ExecutionResult;
  /** The result as JSON. */
  readonly text: string;
}

export interface Stream extends AsyncIterableIterator<Frame> {
  /** Nothing up to this position is still to come; null while there may be. */
  readonly reached: string | null;
}

/** Items of which what was made of them is kept: those that all subscribers are being told of. */
const ITEMS_KEPT_MAX = 256;

interface Item {
  readonly sequence: number;
}

interface Source extends AsyncIterableIterator<Item> {
  readonly reached: number | null;
}

/** All who ask the same. */
interface Group {
  readonly key: string;
  members: number;
}

export class Streams {
  readonly #app: App;
  readonly #schema: GraphQLSchema;
  readonly #logger: Logger;
  readonly #groups = new Map<string, Group>();
  readonly #frames = new Map<Item, Map<Group, Promise<Frame>>>();

  constructor(app: App, schema: GraphQLSchema, logger: Logger) {
    this.#app = app;
    this.#schema = schema;
    this.#logger = logger;
  }

  /** The subscription as a stream of frames; or, where it cannot be, the errors that say why. */
  async open(document: DocumentNode, params: Params, context: () => RequestContext): Promise<Stream | ExecutionResult> {
    const { variables: variableValues, operationName } = params;
    const source = await createSourceEventStream({
      schema: this.#schema,
      document,
      contextValue: context(),
      variableValues,
      operationName,
    });
    if (!isAsyncIterable(source)) return { errors: source.errors?.map((error) => this.#refusal(error)) ?? [] };
    const group = this.#join(document, params);
    const make = (item: Item) => this.#frame(group, item, document, params, context);
    return new FrameStream(
      source as unknown as Source,
      this.#app,
      make,
      (error) => this.#fault(error),
      () => {
        group.members -= 1;
        if (group.members === 0) this.#groups.delete(group.key);
      },
    );
  }

  #join(document: DocumentNode, { query, operationName, variables }: Params): Group {
    const places = placesIn(document);
    const shared = Object.entries(variables ?? {}).filter(([name]) => !places.has(name));
    const key = JSON.stringify([query, operationName ?? null, shared.sort(([a], [b]) => (a < b ? -1 : 1))]);
    const group = this.#groups.get(key) ?? { key, members: 0 };
    group.members += 1;
    this.#groups.set(key, group);
    return group;
  }

  #frame(
    group: Group,
    item: Item,
    document: DocumentNode,
    params: Params,
    context: () => RequestContext,
  ): Promise<Frame> {
    const ofItem = this.#frames.get(item) ?? this.#keep(item);
    const known = ofItem.get(group);
    if (known !== undefined) return known;
    const made = this.#made(item, document, params, context());
    ofItem.set(group, made);
    // What went wrong this time may go well the next, so that nobody else is served it.
    const forget = () => void (ofItem.get(group) === made && ofItem.delete(group));
    made.then(({ result }) => result.errors !== undefined && forget(), forget);
    return made;
  }

  /** Throws what passes: an item that could not be told for now is still to come for whoever resumes. */
  async #made(item: Item, document: DocumentNode, params: Params, contextValue: RequestContext): Promise<Frame> {
    const { variables: variableValues, operationName } = params;
    const args = { schema: this.#schema, document, rootValue: item, contextValue, variableValues, operationName };
    const executed = await execute(args);
    const passing = executed.errors?.find(({ extensions }) => extensions.code === 'LOG_UNAVAILABLE');
    if (passing !== undefined) throw passing;
    const position = this.#app.positions.encode(item.sequence);
    const errors = executed.errors?.map((error) => this.#shown(error));
    const result = {
      data: executed.data ?? null,
      ...(errors === undefined ? {} : { errors }),
      extensions: { position },
    };
    return { position, result, text: JSON.stringify(result) };
  }

  #keep(item: Item): Map<Group, Promise<Frame>> {
    const ofItem = new Map<Group, Promise<Frame>>();
    this.#frames.set(item, ofItem);
    const [eldest] = this.#frames.keys();
    if (this.#frames.size > ITEMS_KEPT_MAX && eldest !== undefined) this.#frames.delete(eldest);
    return ofItem;
  }

  /** The last frame of a stream that cannot go on. */
  #fault(error: unknown): Frame {
    const result = { errors: [this.#shown(error as GraphQLError)] };
    return { position: null, result, text: JSON.stringify(result) };
  }

  /** Why there is no stream. Without a code it is about the variables, which the operation does not fit. */
  #refusal(error: GraphQLError): GraphQLError {
    const shown = this.#shown(error);
    shown.extensions.code ??= 'BAD_USER_INPUT';
    return shown;
  }

  /** The error as others may see it: what is a mistake of ours is told to our log only. */
  #shown(error: GraphQLError): GraphQLError {
    const masked = maskError(error, 'Unexpected error.', false) as GraphQLError;
    if (masked !== error) this.#logger.error({ err: error.originalError ?? error }, 'A request failed');
    delete masked.extensions.unexpected;
    delete masked.extensions.http;
    return masked;
  }
}

class FrameStream implements Stream {
  readonly #source: Source;
  readonly #app: App;
  readonly #make: (item: Item) => Promise<Frame>;
  readonly #fault: (error: unknown) => Frame;
  readonly #onEnd: () => void;
  #isEnded = false;

  constructor(
    source: Source,
    app: App,
    make: (item: Item) => Promise<Frame>,
    fault: (error: unknown) => Frame,
    onEnd: () => void,
  ) {
    this.#source = source;
    this.#app = app;
    this.#make = make;
    this.#fault = fault;
    this.#onEnd = onEnd;
  }

  get reached(): string | null {
    const sequence = this.#source.reached;
    return sequence === null ? null : this.#app.positions.encode(sequence);
  }

  async next(): Promise<IteratorResult<Frame, undefined>> {
    if (this.#isEnded) return { done: true, value: undefined };
    try {
      const { done, value } = await this.#source.next();
      if (done !== true) return { done: false, value: await this.#make(value) };
    } catch (error) {
      await this.return();
      return { done: false, value: this.#fault(error) };
    }
    return this.return();
  }

  async return(): Promise<IteratorResult<Frame, undefined>> {
    if (!this.#isEnded) {
      this.#isEnded = true;
      this.#onEnd();
      await this.#source.return?.();
    }
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

const places = new WeakMap<DocumentNode, ReadonlySet<string>>();

/** Variables that only say where to begin, and so do not matter to what an item looks like. */
function placesIn(document: DocumentNode): ReadonlySet<string> {
  const known = places.get(document);
  if (known !== undefined) return known;
  const beginnings = new Set<string>();
  const uses = new Map<string, number>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      uses.set(name.value, (uses.get(name.value) ?? 0) + 1);
    },
    OperationDefinition: ({ selectionSet }) => {
      for (const selection of selectionSet.selections) {
        for (const { name, value } of (selection.kind === Kind.FIELD ? selection.arguments : null) ?? []) {
          const isBeginning = name.value === 'after' || name.value === 'last';
          if (isBeginning && value.kind === Kind.VARIABLE) beginnings.add(value.name.value);
        }
      }
    },
  });
  const found = new Set([...beginnings].filter((name) => uses.get(name) === 1));
  places.set(document, found);
  return found;
}
