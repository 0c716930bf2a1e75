/**
 * The projections of the old service by its contract, without its bugs and without a line of ours: what each of its
 * queries must be answered with after any commands. A command that was refused is not told to it.
 */

import type { Json } from './world.ts';

interface Edge {
  readonly type: string;
  readonly order: number;
}

interface Someone {
  readonly id: string;
  name: string;
  status: 'Active' | 'Deactivated' | 'Deceased';
  readonly registered: Set<string>;
  readonly emails: { readonly address: string; preferred: boolean }[];
  phone: string | null;
  readonly jobs: { readonly company: string; readonly title: string; readonly start: string }[];
  place: string | null;
  readonly skills: Map<string, { readonly name: string; readonly category: string; readonly proficiency: string }>;
  readonly edges: Map<string, Edge>;
  readonly timeline: string[];
}

const idIn = (fields: Json, key = 'person_id') => (fields[key] as { id: string }).id;
const shown = (name: Json) => String(name.preferred_name ?? `${name.given_name} ${name.family_name}`);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const words = (text: string) =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

const KNOWN_TYPES: Readonly<Record<string, string>> = {
  family: 'Family',
  friend: 'Friend',
  colleague: 'Colleague',
  manager: 'Manager',
  mentor: 'Mentor',
  mentee: 'Mentee',
  business_partner: 'BusinessPartner',
};

export class OldModel {
  readonly #people = new Map<string, Someone>();
  #order = 0;

  /** What a command is refused with; null when it is taken, undefined where the contract leaves it to others. */
  refusal(command: Json): string | null | undefined {
    const [[name, fields] = ['', {}]] = Object.entries(command) as [string, Json][];
    const person = this.#people.get(idIn(fields));
    if (person === undefined) return name === 'CreatePerson' ? null : `Aggregate not found: Person ${idIn(fields)}`;
    if (person.status === 'Deceased') return 'Validation error: Cannot modify a deceased person';
    const { status, registered, timeline } = person;
    const isOff = status === 'Deactivated';
    switch (name) {
      case 'UpdateName':
        return isOff ? 'Validation error: Cannot update inactive person' : null;
      case 'SetBirthDate':
        return timeline.includes('birth_date_set') ? 'Validation error: Birth date is immutable once set' : null;
      case 'RegisterComponent':
        return registered.has(String(fields.component_type)) ? 'Validation error: Component already registered' : null;
      case 'UnregisterComponent':
        return registered.has(String(fields.component_type)) ? null : 'Validation error: Component not registered';
      case 'DeactivatePerson':
        return isOff
          ? 'Validation error: State transition failed: Validation error: Invalid transition from Suspended with command'
          : null;
      case 'ReactivatePerson':
        return isOff ? null : 'Validation error: Can only reactivate deactivated persons';
      case 'RecordDeath':
        return null;
      default:
        return undefined;
    }
  }

  /** Makes a command true that was taken. */
  take(command: Json): void {
    const [[name, fields] = ['', {}]] = Object.entries(command) as [string, Json][];
    this.#order += 1;
    if (name === 'CreatePerson') return this.#create(idIn(fields), shown(fields.name as Json));
    const person = this.#people.get(idIn(fields)) as Someone;
    const tell = (type: string) => person.timeline.push(type);
    switch (name) {
      case 'UpdateName':
        person.name = shown(fields.name as Json);
        tell('name_updated');
        return;
      case 'SetBirthDate':
        tell('birth_date_set');
        return;
      case 'RecordDeath':
        person.status = 'Deceased';
        tell('death_recorded');
        return;
      case 'DeactivatePerson':
        person.status = 'Deactivated';
        tell('person_deactivated');
        return;
      case 'ReactivatePerson':
        person.status = 'Active';
        tell('person_reactivated');
        return;
      case 'RegisterComponent':
        person.registered.add(String(fields.component_type));
        tell('component_registered');
        return;
      case 'UnregisterComponent':
        person.registered.delete(String(fields.component_type));
        return;
      default:
        return this.#component(name, fields, person, tell);
    }
  }

  #create(id: string, name: string): void {
    this.#people.set(id, {
      ...{ id, name, status: 'Active', registered: new Set(), emails: [], phone: null, jobs: [], place: null },
      ...{ skills: new Map(), edges: new Map(), timeline: ['person_created'] },
    });
  }

  #component(name: string, fields: Json, person: Someone, tell: (type: string) => void): void {
    switch (name) {
      case 'AddEmail':
        if (fields.is_preferred) for (const email of person.emails) email.preferred = false;
        person.emails.push({ address: String(fields.email), preferred: Boolean(fields.is_preferred) });
        tell('Email_updated');
        return;
      case 'AddPhone':
        if (fields.can_receive_calls) person.phone = String(fields.phone_number);
        tell('Phone_updated');
        return;
      case 'AddSkill': {
        const { skill_name, category, proficiency } = fields as Record<string, string>;
        const skill = { name: String(skill_name), category: String(category), proficiency: String(proficiency) };
        person.skills.set(skill.name.toLowerCase(), skill);
        tell('Skills_updated');
        return;
      }
      case 'AddEmployment': {
        const { company_name, job_title, start_date } = fields as Record<string, string>;
        person.jobs.push({ company: String(company_name), title: String(job_title), start: String(start_date) });
        tell('Employment_updated');
        return;
      }
      default:
        return this.#added(String(fields.component_type), fields.data as Json, person, tell);
    }
  }

  #added(type: string, data: Json, person: Someone, tell: (type: string) => void): void {
    if (type === 'Address') {
      person.place = `${data.city}, ${data.country}`;
      tell('location_updated');
      return;
    }
    const text = String(data.relationship_type);
    const edge = { type: KNOWN_TYPES[text.toLowerCase()] ?? `Other(${text})`, order: this.#order };
    person.edges.set(idIn(data, 'other_person_id'), edge);
    tell('Relationship_updated');
  }

  get #seen(): Someone[] {
    const all = [...this.#people.values()].filter(({ status }) => status !== 'Deactivated');
    return all.sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
  }

  #one(id: string): Someone | undefined {
    return this.#seen.find((person) => person.id === id);
  }

  #job({ jobs }: Someone) {
    return jobs.toSorted((a, b) => compare(a.start, b.start)).at(-1) ?? null;
  }

  summary(id: string): Json | null {
    const person = this.#one(id);
    return person === undefined ? null : this.#summaryOf(person);
  }

  #summaryOf(person: Someone): Json {
    return {
      person_id: { id: person.id },
      name: person.name,
      primary_email: person.emails.find(({ preferred }) => preferred)?.address ?? null,
      primary_phone: person.phone,
      current_employer: this.#job(person)?.company ?? null,
      current_role: this.#job(person)?.title ?? null,
      location: person.place,
      skills_count: person.skills.size,
      component_count: person.registered.size,
    };
  }

  summaries(employer: string | null = null): Json[] {
    const wanted = employer?.toLowerCase();
    return this.#seen
      .filter((person) => wanted === undefined || this.#job(person)?.company.toLowerCase().includes(wanted) === true)
      .map((person) => this.#summaryOf(person));
  }

  search(query: string, limit: number): Json[] {
    const hits = this.#seen.map((person) => ({
      person,
      score: words(query).reduce((sum, word) => sum + this.#points(person, word), 0),
    }));
    return hits
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map(({ person, score }) => ({ person_id: { id: person.id }, relevance_score: score }));
  }

  #points(person: Someone, word: string): number {
    const job = this.#job(person);
    const has = (texts: readonly string[]) => texts.some((text) => text.toLowerCase().includes(word));
    return (
      (has(words(person.name)) ? 10 : 0) +
      (has(person.emails.map(({ address }) => address)) ? 5 : 0) +
      (has([job?.company ?? '']) ? 3 : 0) +
      (has([job?.title ?? '']) ? 3 : 0) +
      (has([...person.skills.values()].map(({ name }) => name)) ? 2 : 0)
    );
  }

  withSkills(names: readonly string[]): Json[] {
    const all = this.#seen.filter(({ skills }) => names.every((name) => skills.has(name.toLowerCase())));
    return all.map(({ id }) => ({ id }));
  }

  skills(id: string): Json[] {
    const all = [...(this.#one(id)?.skills.values() ?? [])].sort((a, b) => compare(a.name, b.name));
    return all.map(({ name, category, proficiency }) => ({ skill_name: name, category, proficiency }));
  }

  /** In any order: which of them goes best with the rest is another matter. */
  recommendations(id: string): string[] {
    const own = this.#one(id)?.skills;
    if (own === undefined) return [];
    const together = this.#seen.filter(({ skills }) => [...skills.keys()].some((key) => own.has(key)));
    const keys = new Set(together.flatMap(({ skills }) => [...skills.keys()]).filter((key) => !own.has(key)));
    return [...keys].sort();
  }

  #edges(id: string): [string, Edge][] {
    return [...(this.#one(id)?.edges ?? [])].filter(([other]) => this.#one(other) !== undefined);
  }

  connections(id: string): Json[] {
    const all = this.#edges(id).map(([to, { type }]) => ({ to_person: { id: to }, relationship_type: type }));
    return all.sort((a, b) => compare(a.to_person.id, b.to_person.id));
  }

  stats(id: string): Json {
    const out = this.#edges(id);
    const coming =
      this.#one(id) === undefined
        ? []
        : this.#seen.flatMap((other) => this.#edges(other.id).filter(([to]) => to === id));
    const types = [...out, ...coming].map(([, { type }]) => type);
    const direct = new Set(out.map(([to]) => to).filter((to) => to !== id));
    const second = new Set([...direct].flatMap((one) => this.#edges(one).map(([to]) => to)));
    const links = [...direct].flatMap((one) => this.#edges(one).filter(([to]) => to !== one && direct.has(to))).length;
    return {
      total_connections: types.length,
      connections_by_type: Object.fromEntries(
        types.map((type) => [type, types.filter((each) => each === type).length]),
      ),
      average_relationship_strength: types.length === 0 ? 0 : 0.5,
      network_reach: [...second].filter((one) => one !== id && !direct.has(one)).length,
      clustering_coefficient: direct.size < 2 ? 0 : links / (direct.size * (direct.size - 1)),
    };
  }

  /** How many persons are on a shortest way; null when there is none. */
  pathLength(from: string, to: string): number | null {
    if (from === to) return 1;
    if (this.#one(from) === undefined || this.#one(to) === undefined) return null;
    const seen = new Set([from]);
    for (let heads = [from], length = 2; heads.length > 0; length += 1) {
      const next = heads
        .flatMap((head) => this.#edges(head).map(([other]) => other))
        .filter((other) => !seen.has(other));
      if (next.includes(to)) return length;
      for (const one of next) seen.add(one);
      heads = [...new Set(next)];
    }
    return null;
  }

  timeline(id: string, limit: number | null): string[] {
    const all = this.#people.get(id)?.timeline ?? [];
    return limit === null ? all : all.toReversed().slice(0, limit);
  }
}
