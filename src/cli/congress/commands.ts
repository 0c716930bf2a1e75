/**
 * The congress data set as commands. Pure; every id follows from the row it comes from, so that loading again asks for
 * what is already there.
 */

import { v5 } from 'uuid';
import type { CommandInput, SocialPlatform } from '../../client/generated.ts';
import type { Congress } from './read.ts';

/** The day the data set was taken; what ended by then is past. Fixed, so that the commands are the same for ever. */
const TAKEN_ON = '2026-06-15';

/** Makes person ids out of bioguide ids. */
const NAMESPACE = '6f1d6a52-6b0c-5d0e-9a4e-2c8f5b7d9e10';

const CHAMBERS = {
  sen: { organization: 'U.S. Senate', role: 'Senator' },
  rep: { organization: 'U.S. House of Representatives', role: 'Representative' },
} as const;

const CHAIRS = new Set(['Chairman', 'Chair', 'Chairwoman']);

/** Where each network has its profiles. */
const NETWORKS: Readonly<
  Record<string, { readonly platform: SocialPlatform; readonly url: (name: string) => string }>
> = {
  twitter: { platform: 'TWITTER', url: (name) => `https://twitter.com/${name}` },
  facebook: { platform: 'FACEBOOK', url: (name) => `https://www.facebook.com/${name}` },
  youtube: { platform: 'YOUTUBE', url: (name) => `https://www.youtube.com/${name}` },
  instagram: { platform: 'INSTAGRAM', url: (name) => `https://www.instagram.com/${name}` },
  mastodon: { platform: 'MASTODON', url: mastodonUrl },
};

/** Commands in two steps: first each person's own, then what is between persons. */
export interface Steps {
  /** One list per person, to be sent in its order. */
  readonly persons: readonly (readonly CommandInput[])[];
  readonly relationships: readonly CommandInput[];
}

export const personIdOf = (bioguide: string): string => v5(bioguide, NAMESPACE);

export function commandsOf(congress: Congress): Steps {
  const offices = new Map(congress.offices.map((entry) => [entry.id.bioguide, entry.offices]));
  const social = new Map(congress.social.map((entry) => [entry.id.bioguide, entry.social]));
  const seats = seatsByPerson(congress);
  const persons = congress.legislators.map((legislator) => {
    const { bioguide } = legislator.id;
    return [
      creation(legislator),
      ...terms(legislator),
      ...ownContact(legislator),
      ...(offices.get(bioguide) ?? []).map((office) => officeOf(bioguide, office)),
      ...profiles(bioguide, social.get(bioguide) ?? {}),
      ...(seats.get(bioguide) ?? []),
    ];
  });
  return { persons, relationships: relationships(congress) };
}

type Legislator = Congress['legislators'][number];
type Office = Congress['offices'][number]['offices'][number];

function id(bioguide: string, ...row: readonly string[]) {
  const words = ['congress', bioguide, ...row].map((word) => word.replace(/[^A-Za-z0-9._-]/g, '_'));
  return { personId: personIdOf(bioguide), commandId: words.join(':') };
}

function creation({ id: { bioguide }, name, bio }: Legislator): CommandInput {
  return {
    createPerson: {
      ...id(bioguide, 'person'),
      name: {
        given: [name.first, ...(name.middle === undefined ? [] : [name.middle])],
        family: [name.last],
        display: name.official_full ?? `${name.first} ${name.last}`,
        ...(name.nickname === undefined ? {} : { nickname: name.nickname }),
        ...(name.suffix === undefined ? {} : { suffixes: [name.suffix] }),
      },
      ...(bio.birthday === undefined ? {} : { birthDate: bio.birthday }),
      source: 'congress-legislators',
    },
  };
}

function terms({ id: { bioguide }, terms: all }: Legislator): CommandInput[] {
  return all.map(({ type, start, end, state }) => ({
    addEmployment: {
      ...id(bioguide, 'term', type, start),
      ...CHAMBERS[type],
      start,
      location: state,
      ...(end <= TAKEN_ON ? { end } : {}),
    },
  }));
}

function ownContact({ id: { bioguide }, terms: all }: Legislator): CommandInput[] {
  const { phone, address } = all.at(-1) ?? {};
  return [
    ...(phone === undefined
      ? []
      : [{ addPhone: { ...id(bioguide, 'phone'), number: phone, countryCode: 'US', kind: 'WORK' } as const }]),
    ...(address === undefined
      ? []
      : [{ addAddress: { ...id(bioguide, 'address'), text: address, kind: 'WORK' } as const }]),
  ];
}

function officeOf(bioguide: string, office: Office): CommandInput {
  const street = [office.building, office.address, office.suite].flatMap((line) => (isSaid(line) ? [line] : []));
  const { city, state: region, zip, latitude, longitude } = office;
  // One office has a latitude that no place on earth has; the rest of it is right.
  const isPlaced = latitude !== undefined && longitude !== undefined && Math.abs(latitude) <= 90;
  return {
    addAddress: {
      ...id(bioguide, 'office', office.id),
      kind: 'OFFICE',
      street,
      city,
      region,
      countryCode: 'US',
      ...(isSaid(zip) ? { postalCode: zip } : {}),
      ...(isPlaced ? { latitude, longitude } : {}),
    },
  };
}

/** Some offices leave a field empty instead of leaving it out. */
function isSaid(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}

function profiles(bioguide: string, social: Readonly<Record<string, string>>): CommandInput[] {
  return Object.entries(NETWORKS).flatMap(([network, { platform, url }]) => {
    const username = social[network];
    if (username === undefined) return [];
    return { addSocialProfile: { ...id(bioguide, 'profile', network), platform, username, url: url(username) } };
  });
}

function mastodonUrl(name: string): string {
  const [user = '', host = ''] = name.replace(/^@/, '').split('@');
  return `https://${host}/@${user}`;
}

/** Seats in committees, not in their subcommittees, whose codes are longer. */
function* seatsOf({ membership, committees }: Congress) {
  const names = new Map(committees.map(({ thomas_id, name }) => [thomas_id, name]));
  for (const [code, members] of Object.entries(membership)) {
    const name = names.get(code);
    if (code.length === 4 && name !== undefined) yield { code, name, members };
  }
}

function seatsByPerson(congress: Congress): ReadonlyMap<string, readonly CommandInput[]> {
  const seats = new Map<string, CommandInput[]>();
  for (const { code, name, members } of seatsOf(congress)) {
    for (const { bioguide, title } of members) {
      const proficiency = title === undefined ? 'ADVANCED' : 'EXPERT';
      const command: CommandInput = {
        addSkill: { ...id(bioguide, 'committee', code), name, category: 'Committee', proficiency },
      };
      seats.set(bioguide, [...(seats.get(bioguide) ?? []), command]);
    }
  }
  return seats;
}

/** Each member to each chair of a committee, once per pair whatever the committees they share. */
function relationships(congress: Congress): readonly CommandInput[] {
  const pairs = new Map<string, CommandInput>();
  for (const { name, members } of seatsOf(congress)) {
    const chairs = members.filter(({ title }) => title !== undefined && CHAIRS.has(title));
    for (const { bioguide } of members) {
      for (const chair of chairs) {
        const key = `${bioguide}:${chair.bioguide}`;
        if (bioguide === chair.bioguide || pairs.has(key)) continue;
        pairs.set(key, {
          establishRelationship: {
            ...id(bioguide, 'chair', chair.bioguide),
            otherId: personIdOf(chair.bioguide),
            kind: 'COLLEAGUE',
            context: name,
          },
        });
      }
    }
  }
  return [...pairs.values()];
}
