/** The command line: picks a verb, and turns what comes of it into an exit code. */

import { parseArgs } from 'node:util';
import { GatewayError, GatewayUnreachable } from '../client/client.ts';
import { answerCongress } from './answers.ts';
import { DataUnreadable } from './congress/read.ts';
import { loadCongress } from './load.ts';

const USAGE = `Usage:
  npm run load -- congress FOLDER      the members of congress into a running gateway
  npm run answers -- congress          what the gateway knows about them

Options:
  --url ADDRESS   the GraphQL address of the gateway (http://127.0.0.1:4000/graphql)`;

/** Wrong usage, by convention. */
const EXIT_USAGE = 64;
/** Nobody answers at the address. */
const EXIT_UNAVAILABLE = 69;
/** The data cannot be read. */
const EXIT_DATA = 65;

process.exitCode = await run(process.argv.slice(2));

async function run(argv: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        url: { type: 'string', default: defaultUrl() },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [verb, what, folder] = positionals;
    if (verb === 'load' && what === 'congress' && folder !== undefined) return await loadCongress(folder, values.url);
    if (verb === 'answers' && what === 'congress') return await answerCongress(values.url);
    console.log(USAGE);
    return values.help ? 0 : EXIT_USAGE;
  } catch (error) {
    return explain(error);
  }
}

function defaultUrl(): string {
  return `http://${process.env.HOST || '127.0.0.1'}:${process.env.PORT || '4000'}/graphql`;
}

function explain(error: unknown): number {
  if (error instanceof DataUnreadable || error instanceof GatewayError || error instanceof GatewayUnreachable) {
    console.error(error.message);
    return error instanceof DataUnreadable ? EXIT_DATA : EXIT_UNAVAILABLE;
  }
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    console.error(`${error.message}\n\n${USAGE}`);
    return EXIT_USAGE;
  }
  throw error;
}
