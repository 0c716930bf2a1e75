/** `stats`: how many persons and events there are, and how the gateway is. */

import type { Command } from 'commander';
import { StatsDocument, type StatsQuery } from '../client/generated.ts';
import { connect, withConnection } from './connect.ts';
import { EXIT, type ExitCode } from './exits.ts';
import { columns, counted, json, line } from './print.ts';
import { ends } from './verb.ts';

/** How long health is waited for, in milliseconds. */
const HEALTH_MS_MAX = 5_000;

const EXAMPLES = `
Examples:
  person stats
  person stats --json | jq .projections`;

const STATUSES = ['draft', 'active', 'suspended', 'archived', 'deceased', 'merged'] as const;

interface Health {
  readonly status: string;
  readonly problems: readonly string[];
}

export function addStats(program: Command): void {
  const stats = program.command('stats').summary('count persons and events, and look at the gateway');
  stats.description('Counts persons and events, and tells how the projections and the gateway are.');
  withConnection(stats);
  stats.action(ends(() => show(stats))).addHelpText('after', EXAMPLES);
}

async function show(command: Command): Promise<ExitCode> {
  const { client, url, isJson } = connect(command);
  const stats = await client.ask(StatsDocument, {});
  const health = await healthAt(url);
  const persons = Object.fromEntries(STATUSES.map((status) => [status, stats[status].totalCount]));
  const events = Math.max(0, ...stats.projections.map(({ eventsApplied }) => eventsApplied));
  const { skills, skillCategories, projections } = stats;
  if (isJson) await json({ persons, events, skills: skills.totalCount, skillCategories, projections, health });
  else for (const row of rowsOf(stats, persons, events, health)) await line(row);
  return EXIT.done;
}

/** Health is beside the endpoint; null where something on the way does not let it through. */
async function healthAt(url: string): Promise<Health | null> {
  try {
    const response = await fetch(new URL('health', url), { signal: AbortSignal.timeout(HEALTH_MS_MAX) });
    return (await response.json()) as Health;
  } catch {
    return null;
  }
}

function rowsOf(
  { skills, skillCategories, projections }: StatsQuery,
  persons: Readonly<Record<string, number>>,
  events: number,
  health: Health | null,
): string[] {
  const all = Object.values(persons).reduce((sum, count) => sum + count, 0);
  const parts = Object.entries(persons).filter(([, count]) => count > 0);
  const byStatus = parts.map(([status, count]) => `${count} ${status}`).join(', ');
  return [
    ...columns([
      ['persons', `${all}${byStatus === '' ? '' : `, ${byStatus}`}`],
      ['events', String(events)],
      ['skills', `${skills.totalCount}, in ${counted(skillCategories.length, 'category', 'categories')}`],
      ['health', health === null ? 'not told' : [health.status, ...health.problems].join(', ')],
    ]),
    '',
    ...columns([
      ['projection', 'sequence', 'lag', 'events', 'gaps', 'digest'],
      ...projections.map((each) => [
        each.name,
        String(each.sequence),
        String(each.lag),
        String(each.eventsApplied),
        String(each.gaps),
        each.digest,
      ]),
    ]),
  ];
}
