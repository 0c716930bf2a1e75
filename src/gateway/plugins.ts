/** What every operation passes, whichever way it came in. Each line of the list says why it is there. */

import { type ExecutionArgs, execute, GraphQLError, getOperationAST } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { waitForPosition } from '../../schema/min-position.ts';
import type { App } from '../app/app.ts';
import type { RequestContext } from './context.ts';
import { depthRule } from './depth.ts';

/** Tokens a document may have; the largest of ours, the introspection of GraphiQL, has about 500. */
export const DOCUMENT_TOKENS_MAX = 2_000;

/** Characters a document may have. Documents are kept, and comments and long texts in them are few tokens. */
export const DOCUMENT_CHARACTERS_MAX = 100_000;

type Context = RequestContext & Record<string, unknown>;
type AfterExecute = Exclude<Awaited<ReturnType<NonNullable<Plugin<Context>['onExecute']>>>, void>;

export function plugins(app: App): Plugin<Context>[] {
  return [
    // A long document is refused while it is read, before anything is built from it.
    useTokenLimit(),
    // A deep one is refused before anything is resolved.
    useDepthLimit(),
    // Executed by graphql-js: the executor that comes along copies all input, to no use here.
    useGraphQLJs(),
    // A query that says what it must see waits for it; afterwards everybody is told what they saw.
    usePositions(app),
  ];
}

function useTokenLimit(): Plugin<Context> {
  return {
    // Said to the parser, and not done here: what follows knows documents it has seen, and tells errors their status.
    onParse: ({ setParseFn, parseFn }) =>
      setParseFn((source, options) => {
        const text = typeof source === 'string' ? source : source.body;
        if (text.length > DOCUMENT_CHARACTERS_MAX)
          throw new GraphQLError(`A document has at most ${DOCUMENT_CHARACTERS_MAX} characters.`);
        try {
          return parseFn(source, { ...options, maxTokens: DOCUMENT_TOKENS_MAX });
        } catch (error) {
          // Lists in lists can use up the stack with few tokens.
          if (!(error instanceof RangeError)) throw error;
          throw new GraphQLError('The document is nested too deeply.', { extensions: { code: 'TOO_DEEP' } });
        }
      }),
  };
}

function useDepthLimit(): Plugin<Context> {
  return { onValidate: ({ addValidationRule }) => addValidationRule(depthRule) };
}

function useGraphQLJs(): Plugin<Context> {
  return { onExecute: ({ setExecuteFn }) => setExecuteFn(execute) };
}

function usePositions(app: App): Plugin<Context> {
  return {
    onExecute: ({ args, setResultAndStopExecution }) => {
      const { minPosition } = args.contextValue;
      if (minPosition == null) return positioned(app, args);
      return waitForPosition(app, 'X-Min-Position', minPosition).then(
        () => positioned(app, args),
        (error: unknown) => {
          if (!(error instanceof GraphQLError)) throw error;
          // With data, so that it is an answer, and not a request that could not be understood.
          const position = app.positions.encode(app.projector.position);
          setResultAndStopExecution({ data: null, errors: [error], extensions: { position } });
        },
      );
    },
  };
}

/** A code to branch on, and the status that the specification of GraphQL over HTTP has for it. */
const BAD = { code: 'BAD_USER_INPUT', http: { spec: true, status: 400 } };

/** Of a query, the position it surely saw; of a mutation, the one after it. */
function positioned(app: App, { document, operationName, contextValue }: ExecutionArgs): AfterExecute {
  const isMutation = getOperationAST(document, operationName)?.operation === 'mutation';
  const { seen, written } = contextValue as Context;
  const before = app.projector.position;
  return {
    onExecuteDone: ({ result, setResult }) => {
      if (isAsyncIterable(result)) return;
      const read = Number.isFinite(seen.sequence) ? seen.sequence : before;
      // What was recorded may not be seen here yet; whoever asks with the position waits for it.
      const after = Math.max(app.projector.position, written.sequence);
      const position = app.positions.encode(isMutation ? after : read);
      // Without data nothing was executed: the variables do not fit.
      if (result.data === undefined) for (const { extensions } of result.errors ?? []) Object.assign(extensions, BAD);
      setResult({ ...result, extensions: { ...result.extensions, position } });
    },
  };
}
