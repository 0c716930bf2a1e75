/** Ada, Bob and Carol, who can be given orders: what the domain decides is what the log tells. */

import type { PersonId } from '../../src/domain/ids.ts';
import type { Happened } from '../../src/domain/message.ts';
import { type AnyFact, decide, fold } from '../../src/domain/person/person.ts';
import type { RelationshipKind } from '../../src/domain/relationship/messages.ts';
import { ADA, BOB, CAROL, command, created, happened, item } from '../domain/examples.ts';
import { Log, type Told } from './log.ts';

export class People extends Log {
  readonly histories = new Map<PersonId, Happened<AnyFact>[]>();

  constructor() {
    super();
    for (const personId of [ADA, BOB, CAROL]) this.tell(personId, created);
  }

  override together(...facts: readonly Told[]): this {
    for (const [personId, each] of facts) this.histories.set(personId, [...(this.histories.get(personId) ?? []), each]);
    return super.together(...facts);
  }

  /** One person takes the step; the other one's history tells of it too, where it is shared. */
  relate(
    from: PersonId,
    to: PersonId,
    kind: RelationshipKind,
    id: number,
    more: { label?: string; strength?: number } = {},
  ) {
    const data = { relationshipId: item(id), otherId: to, kind, strength: 0.5, ...more };
    return this.order(command('EstablishRelationship', data, from), to);
  }

  merge(source: PersonId, target: PersonId) {
    return this.order(command('MergePersons', { targetId: target }, source), target);
  }

  /** Takes the command as the domain decides it. */
  order(ordered: ReturnType<typeof command>, other: PersonId): this {
    const [own, others] = [ordered.personId, other].map((personId) => fold(this.histories.get(personId) ?? []));
    const decision = decide(ordered, own as never, others);
    if (decision.kind !== 'accepted' || decision.fact === null) throw new Error(JSON.stringify(decision));
    const facts: Told[] = [[ordered.personId, happened(decision.fact)]];
    if (decision.otherFact !== null) facts.push([other, happened(decision.otherFact)]);
    return this.together(...facts);
  }

  /** The relationships of a person as `from>to kind`. */
  edgesOf(personId: PersonId): string[] {
    const names: Readonly<Record<string, string>> = { [ADA]: 'Ada', [BOB]: 'Bob', [CAROL]: 'Carol' };
    const called = (number: number) => names[this.views.persons.id(number)];
    const edges = this.views.network.edges(this.number(personId));
    return edges.map(({ from, to, data }) => `${called(from)}>${called(to)} ${data.kind}`);
  }

  statsOf(personId: PersonId) {
    return this.views.network.stats(this.number(personId));
  }
}
