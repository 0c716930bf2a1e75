/** What the steps of a migration share: the folder, output for programs, and failures said in a sentence. */

import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { LogUnavailable } from '../../app/ports.ts';
import { CarDamaged } from '../../migrate/car.ts';
import { type Conversion, conversionIn } from '../../migrate/convert.ts';
import { SourcesAlike } from '../../migrate/export.ts';
import { Folder, jsonIn } from '../../migrate/folder.ts';
import { NotComparable } from '../../migrate/verify.ts';
import { ImportStopped } from '../../migrate/writer.ts';
import { StartRefused } from '../../nats/start-refused.ts';
import { EXIT, type ExitCode, Failure } from '../exits.ts';
import { type Progress, showProgress } from '../progress.ts';
import { ends } from '../verb.ts';

export interface StepOptions {
  readonly dir: string;
  readonly json?: boolean;
}

const BEGIN: ReadonlySet<string> = new Set(['export', 'import']);

/** A step with the options that all have. */
export function addStep<Options extends StepOptions>(
  migrate: Command,
  name: string,
  summary: string,
  run: (folder: Folder, options: Options) => Promise<ExitCode>,
): Command {
  const step = migrate.command(name).summary(summary).usage('[options]');
  step.option('--dir <folder>', 'where the files of the migration are', 'migration');
  step.option('--json', 'write JSON');
  const action = async (options: Options): Promise<ExitCode> => {
    let release: (() => void) | null = null;
    try {
      // Only what begins something makes a folder; any other name is a slip of the pen.
      if (!BEGIN.has(name) && !existsSync(options.dir))
        throw new Failure(EXIT.data, `There is no folder ${options.dir}.`);
      const folder = new Folder(options.dir);
      release = taken(folder);
      return await run(folder, options);
    } catch (error) {
      throw told(error);
    } finally {
      release?.();
    }
  };
  return step.action(ends((options: Options) => action(options)));
}

/** Keeps others out of the folder: two steps at once would write the same files. Who was killed keeps nobody out. */
function taken(folder: Folder): () => void {
  const own = `${folder.lock}.${process.pid}`;
  for (;;) {
    try {
      // Linked, and so never there without a number in it.
      writeFileSync(own, String(process.pid));
      linkSync(own, folder.lock);
      return () => rmSync(folder.lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(own, { force: true });
    }
    const holder = Number(jsonIn<number>(folder.lock));
    if (holder > 0 && isRunning(holder)) {
      const said = `Another step is at work in ${folder.path}, as process ${holder}.`;
      throw new Failure(EXIT.later, `${said} Several imports at once have a folder each, or name the file by --car.`);
    }
    rmSync(folder.lock, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What is wrong with files is said, and is no fault of the program. */
function told(error: unknown): unknown {
  if (error instanceof StartRefused) return new Failure(EXIT.unavailable, `${error.message} ${error.advice}`);
  if (error instanceof LogUnavailable) return new Failure(EXIT.later, `${error.message}.`);
  if (error instanceof ImportStopped) {
    return new Failure(
      EXIT.later,
      `The log takes nothing now: ${error.message}. Run the same again later; nothing is lost.`,
    );
  }
  if (error instanceof NotComparable) {
    return new Failure(EXIT.data, `${error.message}. Run "person migrate convert" and "import" first.`);
  }
  if (error instanceof SourcesAlike)
    return new Failure(EXIT.data, `${error.message}. Give one of them another name, or another folder.`);
  if (error instanceof CarDamaged) return new Failure(EXIT.data, `${error.message}.`);
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EFBIG' || code === 'EDQUOT') {
    return new Failure(EXIT.later, `There is no room left (${message}). Make room, and run the same again.`);
  }
  if (path !== undefined && code !== undefined) return new Failure(EXIT.data, `${path}: ${code}.`);
  return error;
}

/** The conversion in the folder. Throws Failure where there is none. */
export function converted(folder: Folder): Conversion {
  const conversion = conversionIn(folder);
  if (conversion === null || !existsSync(folder.events)) {
    throw new Failure(EXIT.data, `Nothing is converted in ${folder.path}. Run "person migrate convert" first.`);
  }
  return conversion;
}

/** Progress of which the total is known only after a while. */
export function watched(things: string): { begin(total: number): void; advance(by: number): void; end(): void } {
  let progress: Progress | null = null;
  return {
    begin: (total) => {
      progress?.end();
      progress = showProgress(things, total);
    },
    advance: (by) => progress?.advance(by),
    end: () => progress?.end(),
  };
}
