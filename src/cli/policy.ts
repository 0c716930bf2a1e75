/** `policy`: what policies are set to and decided, what they would do, and what waits for somebody to look. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { withConnection } from './connect.ts';
import { EXAMPLE } from './persons.ts';
import { confirmClock, preview, runAll, setSettings } from './policy-changes.ts';
import { drop, listParked, replay } from './policy-parked.ts';
import { listDecisions, listPolicies, showOutlook, showPolicy } from './policy-shown.ts';
import { ends, repeated, wholeNumber } from './verb.ts';

const KINDS = ['fired', 'left', 'parked', 'replayed', 'dropped'];

const EXAMPLES = `
Examples:
  person policy list
  person policy show auto-archive
  person policy preview auto-archive days=400 exempt-tags=vip,board
  person policy set auto-archive enabled=true days=400 --reason "As agreed"
  person policy set auto-archive days=                       the standard again
  person policy decisions --person ${EXAMPLE}
  person policy parked

"person policy ACTION --help" tells more of each.`;

export function addPolicy(program: Command): void {
  const policy = program
    .command('policy')
    .summary('look at policies, try them, and change them')
    .usage('ACTION [options]')
    .helpCommand(false);
  policy
    .description('Policies act on their own. Here they are looked at, tried, changed and helped.')
    .addHelpText('after', EXAMPLES);
  addLooks(policy);
  addChanges(policy);
  addParked(policy);
}

function addLooks(policy: Command): void {
  add(policy, 'list', 'list all policies', (command) => ends(() => listPolicies(command)));
  const show = add(policy, 'show', 'show a policy, its settings and who changed them', (command) =>
    ends((name: string) => showPolicy(name, command)),
  );
  show.argument('<name>', 'the name of the policy');
  const decisions = add(policy, 'decisions', 'list what policies decided and why, the newest first', (command) =>
    ends(() => listDecisions(command)),
  );
  decisions
    .option('--person <id>', 'about this person')
    .option('--policy <name>', 'of this policy')
    .addOption(new Option('--kind <kind>', 'of this kind; may be repeated').choices(KINDS).argParser(kindIn))
    .option('--first <number>', 'how many are shown (default: 50)', wholeNumber);
  const outlook = add(policy, 'outlook', 'show what policies would do about a person, and when', (command) =>
    ends((id: string) => showOutlook(id, command)),
  );
  outlook.argument('<id>', 'the id of the person').option('--policy <name>', 'of this policy');
}

function addChanges(policy: Command): void {
  const tried = add(policy, 'preview', 'show what a policy would do now, and do nothing', (command) =>
    ends((name: string, settings: readonly string[]) => preview(name, settings, command)),
  );
  tried
    .argument('<name>', 'the name of the policy')
    .argument('[setting=value...]', 'settings to try')
    .option('--at <moment>', 'at this moment, such as 2027-01-01T00:00:00Z')
    .option('--first <number>', 'how many decisions are shown (default: 20)', wholeNumber);
  const set = add(
    policy,
    'set',
    'change settings of a policy',
    (command) => ends((name: string, settings: readonly string[]) => setSettings(name, settings, command)),
    { acts: true },
  );
  set
    .argument('<name>', 'the name of the policy')
    .argument('<setting=value...>', 'settings; lists with commas, nothing for the standard')
    .option('--reason <text>', 'why, to be kept with the change')
    .option('--expected-version <number>', 'only when the settings are in this version', wholeNumber);
  const run = add(policy, 'run', 'let a policy look at everybody now', (command) =>
    ends((name: string) => runAll(name, command)),
  );
  run.argument('<name>', 'the name of the policy');
  add(policy, 'confirm-clock', 'say that the clock of the gateway is right after a jump', (command) =>
    ends(() => confirmClock(command)),
  );
}

function addParked(policy: Command): void {
  add(policy, 'parked', 'list what could not be done, the oldest first', (command) =>
    ends(() => listParked(command)),
  ).option('--policy <name>', 'of this policy');
  add(
    policy,
    'replay',
    'let policies look again at what was parked',
    (command) => ends((ids: readonly string[]) => replay(ids, command)),
    { acts: true },
  ).argument('<ids...>', 'ids of parked decisions');
  add(
    policy,
    'drop',
    'let parked decisions go, without doing them',
    (command) => ends((ids: readonly string[]) => drop(ids, command)),
    { acts: true },
  )
    .argument('<ids...>', 'ids of parked decisions')
    .requiredOption('--reason <text>', 'why, to be kept with the decision');
}

type Action = Parameters<Command['action']>[0];

interface Does {
  /** Whether who acts is kept with it. */
  readonly acts?: boolean;
}

function add(
  policy: Command,
  name: string,
  summary: string,
  action: (command: Command) => Action,
  { acts = false }: Does = {},
): Command {
  const description = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
  const command = policy.command(name).summary(summary).description(description);
  withConnection(command, { acts }).action(action(command));
  return command;
}

function kindIn(kind: string, before?: readonly string[]): readonly string[] {
  if (!KINDS.includes(kind)) throw new InvalidArgumentError(`It is one of ${KINDS.join(', ')}.`);
  return repeated(kind, before);
}
