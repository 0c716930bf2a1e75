/** A state machine in front of a decider: which command is legal in which status, and where it leads. */

import { type AnyStateMachine, transition } from 'xstate';

export interface Gate<Status extends string> {
  /** The statuses in the order of the law table. */
  readonly statuses: readonly Status[];
  /** Whether the command is legal now. `hints` are the facts that the machine's guards ask for. */
  permits(status: Status, command: string, hints?: Hints): boolean;
  /** The status a legal command leads to; the same one when it stays. */
  promised(status: Status, command: string, hints?: Hints): Status;
}

/** What a guard may know of a command besides its name, such as whether an email's address changes. */
export type Hints = Readonly<Record<string, boolean>>;

/** Uses the machine as a pure function only: no actor is started and no timer runs. */
export function gate<Status extends string>(machine: AnyStateMachine): Gate<Status> {
  const statuses = Object.keys(machine.states) as Status[];
  const snapshots = new Map(statuses.map((value) => [value, machine.resolveState({ value, context: {} })]));
  return {
    statuses,
    permits: (status, command, hints) => snapshots.get(status)?.can({ type: command, ...hints }) ?? false,
    promised: (status, command, hints) => {
      const snapshot = snapshots.get(status);
      if (snapshot === undefined) return status;
      return transition(machine, snapshot, { type: command, ...hints })[0].value as Status;
    },
  };
}

/** The transitions of commands that are legal and leave the status as it is. */
export function stays<Command extends string, Status extends string>(status: Status, commands: readonly Command[]) {
  return Object.fromEntries(commands.map((command) => [command, status])) as Record<Command, Status>;
}
