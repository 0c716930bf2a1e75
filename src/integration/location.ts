/**
 * The location domain: places, and what they are to people. It speaks of places only; the events that tie them to
 * people are those that the service before this one expected.
 */

import { z } from 'zod';
import { derivedId } from '../app/derived-id.ts';
import type { PersonId } from '../domain/ids.ts';
import type { LOCATION_KINDS, LocationAssignment } from '../domain/relationship/messages.ts';
import { day, foreignId, maybe, personId, snake, uuidIn, word } from './foreign.ts';
import type { Known } from './known.ts';
import { commands, type Heard, heard, ignored, type Neighbour, unfit, type Wish } from './neighbour.ts';

type Kind = (typeof LOCATION_KINDS)[number];

/** Words of other domains for what a place is to somebody; any other word is `other`, under its own name. */
const KIND_WORDS: Readonly<Record<string, Kind>> = {
  home: 'residence',
  residential: 'residence',
  residence: 'residence',
  work: 'work',
  business: 'work',
  work_location: 'work',
  mailing: 'mailing',
  mailing_address: 'mailing',
  billing: 'billing',
  billing_address: 'billing',
  shipping: 'shipping',
  vacation_home: 'vacation_home',
  previous_residence: 'previous_residence',
  birth_place: 'birth_place',
};

interface Assigning {
  readonly personId: PersonId;
  readonly locationId: string;
  readonly kind: Kind;
  readonly label?: string | undefined;
  readonly start: string;
  readonly primary?: boolean | undefined;
}

/** Whoever comes back to a place has it anew: the day is part of what an assignment is known by. */
function assign({ personId, locationId, kind, label, start, primary }: Assigning): Wish {
  const assignmentId = derivedId(`${locationId}/${personId}/${kind}/${label ?? ''}/${start}`, 'neighbour/location');
  return { name: 'AssignLocation', personId, data: { assignmentId, locationId, kind, label, start, primary } };
}

function meaning(given: string): { readonly kind: Kind; readonly label?: string } {
  const kind = KIND_WORDS[snake(given)];
  return kind === undefined ? { kind: 'other', label: given } : { kind };
}

/** What the place is to the person beyond this day, as far as is known. */
function held(known: Known, id: PersonId, locationId: string, on: string): readonly LocationAssignment[] {
  const all = [...known.relationshipsOf(id).locations.live.values()];
  return all.filter((each) => each.locationId === locationId && (each.end === undefined || each.end > on));
}

const unassign = (id: PersonId, all: readonly LocationAssignment[], end: string, reason?: string): readonly Wish[] =>
  all
    .filter((each) => each.end === undefined)
    .map(({ assignmentId }) => ({ name: 'UnassignLocation', personId: id, data: { assignmentId, end, reason } }));

const HEARD: Readonly<Record<string, Heard>> = {
  Archived: heard(
    'A place is no longer in use: it is unassigned from everybody who has it. Its id is in the subject, too.',
    z.object({ location_id: maybe(foreignId()), reason: maybe(z.string()) }),
    ({ location_id, reason }, { subject, day: on }, known) => {
      const inSubject = subject.split('.').map(uuidIn);
      const id = location_id ?? inSubject.find((each) => each !== null);
      if (id === undefined || id === null) return ignored('it names no place');
      const why = reason ?? 'The place is no longer in use.';
      return commands(...known.residentsOf(id).flatMap((each) => unassign(each, held(known, each, id, on), on, why)));
    },
  ),
  AddressAssociatedWithPerson: heard(
    'A place is something to somebody, as the service before this one expected to hear it.',
    z.object({
      address_id: foreignId(),
      person_id: personId(),
      address_type: word(),
      is_primary: maybe(z.boolean()),
      effective_date: maybe(day()),
    }),
    ({ address_id, person_id, address_type, is_primary, effective_date }, about) =>
      commands(
        assign({
          personId: person_id,
          locationId: address_id,
          ...meaning(address_type),
          start: effective_date ?? about.day,
          primary: is_primary,
        }),
      ),
  ),
  AddressAssignedToPerson: heard(
    'The same in fewer words.',
    z.object({ address_id: foreignId(), person_id: personId(), address_type: word() }),
    ({ address_id, person_id, address_type }, about) =>
      commands(assign({ personId: person_id, locationId: address_id, ...meaning(address_type), start: about.day })),
  ),
  AddressDisassociatedFromPerson: heard(
    'A place is no longer what it was to somebody.',
    z.object({ address_id: foreignId(), person_id: personId(), end_date: maybe(day()), reason: maybe(z.string()) }),
    ({ address_id, person_id, end_date, reason }, about, known) => {
      const on = end_date ?? about.day;
      const all = [...known.relationshipsOf(person_id).locations.live.values()];
      if (!all.some(({ locationId }) => locationId === address_id)) return notThere(person_id, address_id);
      return commands(...unassign(person_id, held(known, person_id, address_id, on), on, reason));
    },
  ),
  PersonMovedAddress: heard(
    'Somebody moved: what one place was, another one is from that day on.',
    z.object({
      person_id: personId(),
      from_address_id: maybe(foreignId()),
      to_address_id: foreignId(),
      move_date: maybe(day()),
    }),
    moved,
  ),
};

export const location: Neighbour = {
  name: 'location',
  description: 'Places.',
  subjects: ['location.*.*'],
  heard: HEARD,
  ignored: {
    Defined: 'a place concerns nobody until it is assigned',
    Updated: 'what is assigned is the place, whatever it is like',
    ParentSet: 'how places belong together concerns nobody',
    ParentRemoved: 'how places belong together concerns nobody',
    MetadataAdded: 'what is assigned is the place, whatever it is like',
    AddressCreated: 'a place concerns nobody until it is assigned',
    AddressValidated: 'what is assigned is the place, whatever it is like',
  },
};

interface Moved {
  readonly person_id: PersonId;
  readonly from_address_id?: string | undefined;
  readonly to_address_id: string;
  readonly move_date?: string | undefined;
}

function moved(event: Moved, about: { readonly day: string }, known: Known) {
  const { person_id: id, from_address_id: from, to_address_id: to } = event;
  const on = event.move_date ?? about.day;
  const assigned = [...known.relationshipsOf(id).locations.live.values()];
  const before = assigned.filter(({ locationId, end }) => locationId === from && (end === undefined || end >= on));
  // What the old place was says what the new one is; somebody of whom nothing is known lives there.
  const kinds = before.length === 0 ? [{ kind: 'residence' as const }] : before;
  const begun = kinds.map(({ kind, ...more }) => {
    const { label, primary } = more as Partial<LocationAssignment>;
    return assign({ personId: id, locationId: to, kind, label, start: on, primary });
  });
  // Begun first: were it cut off in between, what is to end would still be there to tell that it goes on.
  return commands(...begun, ...unassign(id, before, on, 'Moved'));
}

const notThere = (id: PersonId, locationId: string) =>
  unfit(id, `The place ${locationId} is nothing to the person, as far as is known here.`);
