/** A short story of Ada and Bob, a minute between its events, for tests that ask about it. */

import { type Input, idOf, NOW, type Result, type TestGateway } from './gateway.ts';

const MINUTE_MS = 60_000;

export const ADA = idOf(1);

/** The moment so many minutes into the story. */
export const moment = (minutes: number): string => new Date(NOW + minutes * MINUTE_MS).toISOString();

/** What was recorded, in order. Ada comes second, and is in version 6 at the end. */
export async function tell(gateway: TestGateway): Promise<readonly Result[]> {
  const story: Result[] = [];
  const record = async (name: string, input: Input) => {
    story.push(await gateway.recorded(name, input));
    gateway.outside.now += MINUTE_MS;
  };
  await record('CreatePerson', { personId: idOf(2), name: { given: ['Bob'] } });
  await record('CreatePerson', { personId: ADA, name: { given: ['Ada'], family: ['Byron'] } });
  await record('AddEmail', { personId: ADA, address: 'ada@example.org' });
  await record('AddTag', { personId: idOf(2), tag: 'other' });
  await record('RenamePerson', { personId: ADA, name: { given: ['Ada'], family: ['Lovelace'] } });
  await record('AddSkill', { personId: ADA, name: 'Analysis' });
  await record('EstablishRelationship', { personId: ADA, otherId: idOf(2), kind: 'FRIEND' });
  await record('LinkIdentity', { personId: ADA, system: 'HR', value: 'é-1' });
  return story;
}
