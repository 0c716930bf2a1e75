/** The command line as a program. */

import { endWithReader } from './print.ts';
import { run } from './program.ts';

endWithReader();
process.exitCode = await run(process.argv.slice(2));
