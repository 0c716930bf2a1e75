/** `migrate import`: the events into the log. */

import type { Command } from 'commander';
import { codec } from '../../codec/codec.ts';
import { conversionIn } from '../../migrate/convert.ts';
import type { Folder } from '../../migrate/folder.ts';
import { importEvents } from '../../migrate/import.ts';
import type { Imported } from '../../migrate/writer.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import { counted, json, line } from '../print.ts';
import { type LogOptions, usingLog, withLog } from './log.ts';
import { addStep, converted, type StepOptions, watched } from './step.ts';

const HELP = `
Writes what is not there yet; run again, it goes on where it ended, and several at once do no harm. Policies leave
imported events alone. An event whose person went on otherwise in the log is refused, and is in refused.jsonl.

With the server of one's own the gateway may run; its managed server belongs to it alone, so then it must not.

Examples:
  person migrate import --data data                            while the gateway does not run
  person migrate import --nats nats://127.0.0.1:4222           while it does, on the same server
  person migrate import --car persons.car --data data          events of another gateway`;

type Options = StepOptions & LogOptions & { readonly car?: string };

export function addImport(migrate: Command): void {
  const step = addStep<Options>(migrate, 'import', 'write the events into the log', run);
  step.description('Writes the events into the log of a gateway.').addHelpText('after', HELP);
  withLog(step).option('--car <file>', 'a file of events from elsewhere, such as "person export" writes');
}

async function run(folder: Folder, options: Options): Promise<ExitCode> {
  const { car } = options;
  const total = car === undefined ? converted(folder).manifest.events : (conversionIn(folder)?.manifest.events ?? 0);
  const watch = watched('events');
  watch.begin(total);
  try {
    const imported = await usingLog(options, ({ store, logId }) => {
      const { advance } = watch;
      return importEvents({ folder, store, codec, logId, advance, ...(car === undefined ? {} : { car }) });
    });
    watch.end();
    await report(imported, folder, options.json === true);
    return imported.refused === 0 ? EXIT.done : EXIT.refused;
  } finally {
    watch.end();
  }
}

async function report(imported: Imported, folder: Folder, isJson: boolean): Promise<void> {
  if (isJson) return json(imported);
  const { written, present, refused } = imported;
  // The figures are those of the whole import, however often it was ended and run again.
  const all = counted(written + present, 'event');
  await line(`${all} in the log: ${written} by this import, ${present} from before it. Refused: ${refused}.`);
  if (refused > 0) console.error(`See ${folder.refused}.`);
}
