/** `legacy`: who still asks as the service before this one was asked, and how the answers compare. */

import { Argument, type Command } from 'commander';
import { LegacyReportDocument, type LegacyReportQuery } from '../client/generated.ts';
import { connect, withConnection } from './connect.ts';
import { EXIT, type ExitCode } from './exits.ts';
import { columns, counted, json, line, momentOf } from './print.ts';
import { ends } from './verb.ts';

const EXAMPLES = `
Examples:
  person legacy report
  person legacy report --json | jq .usage`;

type Report = NonNullable<LegacyReportQuery['legacyReport']>;

export function addLegacy(program: Command): void {
  const legacy = program.command('legacy').summary('tell who uses the old subjects');
  legacy.description('Tells who still asks as the service before this one was asked, and how the answers compare.');
  legacy.addArgument(new Argument('<what>', 'what to tell').choices(['report']));
  withConnection(legacy);
  legacy.action(ends(() => report(legacy))).addHelpText('after', EXAMPLES);
}

async function report(command: Command): Promise<ExitCode> {
  const { client, isJson } = connect(command);
  const { legacyReport } = await client.ask(LegacyReportDocument, {});
  if (isJson) await json(legacyReport);
  else for (const row of legacyReport === null ? ['Nobody can tell.'] : rowsOf(legacyReport)) await line(row);
  return EXIT.done;
}

function rowsOf({ processes, sunset, problems, usage, events, shadow }: Report): string[] {
  const head = [
    ['answered by', counted(processes, 'process', 'processes')],
    ['silent from', sunset ?? 'not told'],
    ...problems.map((problem) => ['problem', problem]),
    ...(events === null
      ? []
      : [['events', `${counted(events.sent, 'message')}, the last of ${events.lastEventAt ?? 'none'}`]]),
  ];
  return [
    ...columns(head),
    '',
    ...columns([
      ['client', 'asks for', 'times', 'errors', 'first', 'last'],
      ...usage.map((row) => [
        row.client,
        row.name ?? `nothing known, under ${row.subject}`,
        String(row.count),
        String(row.errors),
        momentOf(row.firstAt),
        momentOf(row.lastAt),
      ]),
    ]),
    ...(shadow === null ? [] : ['', ...comparisonsOf(shadow)]),
  ];
}

function comparisonsOf({ comparisons, examples, skipped }: NonNullable<Report['shadow']>): string[] {
  const rows = comparisons.map((row) => [
    row.name,
    ...[row.asked, row.same, row.known, row.different, row.unanswered].map(String),
  ]);
  const shown = examples.flatMap(({ name, request, differences }) => [
    `${name}  ${request}`,
    ...differences.map(({ path, ours, theirs, reason }) => {
      return `  ${path}: ${ours}, the old service ${theirs}${reason === null ? '' : ` (${reason})`}`;
    }),
  ]);
  return [
    ...columns([['compared', 'times', 'same', 'as meant', 'different', 'unanswered'], ...rows]),
    ...(skipped === 0 ? [] : [`not compared: ${skipped}`]),
    ...(shown.length === 0 ? [] : ['', ...shown]),
  ];
}
