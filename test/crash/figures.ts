/** What came of several epochs, in words. */

import type { Epoch } from './epoch.ts';

/** The figures of all epochs together, a line for each thing worth knowing. */
export function figuresOf(epochs: readonly Epoch[], seconds: number): string[] {
  const sum = (pick: (epoch: Epoch) => number) => epochs.reduce((total, epoch) => total + pick(epoch), 0);
  const list = (pick: (epoch: Epoch) => Readonly<Record<string, number>>) =>
    Object.keys(pick(epochs[0] as Epoch))
      .map((key) => `${sum((epoch) => pick(epoch)[key] ?? 0)} ${key}`)
      .join(', ');
  const faults = epochs.flatMap((epoch) => epoch.faults);
  const count = (kind: string) => faults.filter((fault) => fault.kind === kind).length;
  const kills = killsOf(epochs);
  return [
    `${kills} kills with -9: ${list((epoch) => epoch.kills)}; ${sum((epoch) => epoch.pauses)} servers stopped and let go on`,
    `${sum((epoch) => epoch.commands)} commands sent, ${sum((epoch) => epoch.acknowledged)} acknowledged with events, ${sum((epoch) => epoch.events)} events in the logs`,
    `answers: ${list((epoch) => epoch.answers)}`,
    `${count('lost')} lost, ${count('doubled')} doubled, ${faults.length} faults in all`,
    `${seconds.toFixed(1)} s, ${(seconds / kills).toFixed(2)} s for each kill`,
  ];
}

export function killsOf(epochs: readonly Epoch[]): number {
  return epochs.reduce((total, { kills }) => total + Object.values(kills).reduce((all, each) => all + each, 0), 0);
}
