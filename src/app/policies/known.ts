/** What policies ask, answered by the projections. */

import type { Views } from '../../../projections/index.ts';
import type { ItemId, PersonId } from '../../domain/ids.ts';
import { isPresent, type PresentPerson } from '../../domain/person/person.ts';
import type { Known, Tie } from '../../domain/policies/policy.ts';
import { derivedId } from '../derived-id.ts';
import { personAtHand } from '../persons.ts';

/** The answers for one policy; only the ids it makes are its own. */
export function knownFor(policy: string, views: Views): Known {
  const numberOf = (personId: PersonId) => views.persons.find(personId);
  return {
    person: (personId) => {
      const number = numberOf(personId);
      return number === undefined ? null : presentAtHand(views, number);
    },
    activeAt: (personId) => {
      const number = numberOf(personId);
      return number === undefined ? 0 : (views.summary.activeAt(number) ?? 0);
    },
    ties: (personId) => {
      const number = numberOf(personId);
      return number === undefined ? [] : tiesOf(views, number);
    },
    employedAt: function* (organization) {
      for (const number of views.network.employedAt(organization)) yield views.persons.id(number);
    },
    recommendations: (personId) => {
      const number = numberOf(personId);
      return number === undefined ? [] : views.skills.recommendations(number);
    },
    id: (personId, name) => derivedId(`${policy} ${personId}`, name) as ItemId,
  };
}

/** The person as the projections know it; null when it does not exist. */
export function presentAtHand(views: Views, number: number): PresentPerson | null {
  const person = personAtHand(views, number);
  return isPresent(person) ? person : null;
}

function* tiesOf(views: Views, person: number): Generator<Tie> {
  const own = views.network.relationshipsOf(person).relationships.live;
  for (const { from, to, data } of views.network.ties(person)) {
    if (data.status === 'ended') continue;
    const other = from === person ? to : from;
    const { relationshipId, kind, status, context, start, dormant } = data;
    yield {
      relationshipId,
      otherId: views.persons.id(other),
      kind,
      status,
      context,
      start,
      dormant: dormant === true,
      isKnownToSelf: own.has(relationshipId),
      isKnownToOther: views.network.relationshipsOf(other).relationships.live.has(relationshipId),
    };
  }
}
