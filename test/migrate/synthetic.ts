/**
 * An old store as it may be found: all generations and envelopes, twins, dead letters, captured commands and
 * acknowledgements, placeholders, histories that start in the middle, and damage. The same seed gives the same store.
 */

import { createHash } from 'node:crypto';

export interface OldMessage {
  readonly stream: string;
  readonly seq: number;
  readonly subject: string;
  readonly time: string;
  readonly text: string;
}

/** Numbers from 0 to 1, always the same ones for the same seed. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const uuid = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const GIVEN = ['Amara', 'Grace', 'Jón', 'Mei', 'Olu', 'Søren', 'Zoë', 'Ada', 'Nikos', 'Ines'];
const FAMILY = ['Okafor', 'Bianchi', 'Einarsson', 'Li', 'Adeyemi', 'Kierkegaard', 'Lovelace', 'Papadopoulos'];
const SKILLS = ['Rust', 'Go', 'TypeScript', 'Swedish', 'Negotiation', 'SQL', 'Welding'];
const COMPANIES = ['Nordlys AB', 'Acme', 'Contoso', 'Initech'];
const KINDS = ['friend', 'mentor', 'colleague', 'Friend', 'alumni', 'manager'];

const BEGIN = Date.parse('2025-06-12T08:00:00Z');

class Store {
  readonly #roll: () => number;
  readonly #people: string[] = [];
  readonly #numbers = new Map<string, number>();
  #count = 0;
  #seq = 0;

  constructor(seed: number) {
    this.#roll = chance(seed);
  }

  below(limit: number): number {
    return Math.floor(this.#roll() * limit);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  moment(): string {
    const ms = new Date(BEGIN + this.#seq * 250).toISOString();
    // With as many digits as the old program wrote: none, three, six or nine.
    return this.pick([ms.replace(/\.\d+Z$/, 'Z'), ms, ms.replace('Z', '217Z'), ms.replace('Z', '456789Z')]);
  }

  message(subject: string, document: unknown): OldMessage {
    this.#seq += 1;
    // What was deleted in between leaves gaps.
    if (this.below(500) === 0) this.#seq += 3;
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    return {
      stream: 'person-events',
      seq: this.#seq,
      subject,
      time: new Date(BEGIN + this.#seq * 250 + 1).toISOString(),
      text,
    };
  }

  name(): object {
    const [given_name, family_name] = [this.pick(GIVEN), this.pick(FAMILY)];
    const middle_names = this.below(4) === 0 ? [this.pick(GIVEN)] : [];
    const preferred_name = this.below(6) === 0 ? given_name.slice(0, 3) : null;
    return {
      given_name,
      family_name,
      middle_names,
      preferred_name,
      honorific: this.below(9) === 0 ? 'Dr.' : null,
      suffix: null,
    };
  }

  somebody(): string {
    return this.#people.length === 0 ? uuid('nobody') : this.pick(this.#people);
  }

  somebodyNew(): string {
    this.#count += 1;
    const id = uuid(`person ${this.#count}`);
    this.#people.push(id);
    return id;
  }

  next(id: string): number {
    const number = (this.#numbers.get(id) ?? 0) + 1;
    this.#numbers.set(id, number);
    return number;
  }

  v1(id: string, event: unknown, at: string, number = this.next(id)): unknown {
    return {
      aggregate_id: { id },
      sequence: number,
      event,
      timestamp: at,
      correlation_id: uuid(`c${this.#seq}`),
      causation_id: uuid(`d${this.#seq}`),
    };
  }

  v2(id: string, event_type: string, data: object, at: string, number = this.next(id)): unknown {
    const actor = this.below(3) === 0 ? 'user:hr-77' : null;
    const metadata = {
      version: '1.0',
      correlation_id: uuid(`m${this.#seq}`),
      causation_id: null,
      timestamp: at,
      actor,
      context: {},
    };
    const event = { event_type, data: { ...data, metadata } };
    return { event_id: uuid(`e${this.#seq}`), aggregate_id: { id }, sequence: number, event, stream_position: null };
  }
}

/** So many messages, one after the other. */
export function* synthetic(count: number, seed = 7): Generator<OldMessage> {
  const store = new Store(seed);
  let written = 0;
  while (written < count) {
    for (const message of some(store)) {
      yield message;
      written += 1;
      if (written === count) return;
    }
  }
}

function* some(store: Store): Generator<OldMessage> {
  const kind = store.below(100);
  if (kind < 22) yield* creation(store);
  else if (kind < 90) yield* change(store);
  else if (kind < 94) yield* command(store);
  else if (kind < 98) yield* elder(store);
  else yield* damage(store);
}

function* creation(store: Store): Generator<OldMessage> {
  const id = store.somebodyNew();
  const at = store.moment();
  const [name, source] = [store.name(), store.pick(['hr-import', 'api', 'crm'])];
  const created = { PersonCreated: { person_id: { id }, name, source, created_at: at } };
  const roll = store.below(10);
  if (roll < 5) yield store.message(`person.events.${id}.created`, store.v1(id, created, at));
  else if (roll < 7) {
    // The same fact in both families.
    const number = store.next(id);
    yield store.message(`person.events.${id}.created`, store.v1(id, created, at, number));
    yield store.message(
      `person.events.${id}.person.created`,
      store.v2(id, 'Created', { person_id: { id }, name, source }, at, number),
    );
  } else if (roll < 8)
    yield store.message(
      `person.events.${id}.person.created`,
      store.v2(id, 'Created', { person_id: { id }, name, source }, at),
    );
  else if (roll < 9)
    yield store.message('person.events.personcreated', {
      version: '1.0',
      person_id: { id },
      name,
      source,
      created_at: at,
    });
  // A tenth were created before anything was kept.
  else yield* change(store, id);
}

function* change(store: Store, id = store.somebody()): Generator<OldMessage> {
  const at = store.moment();
  const [type, event, more] = store.pick(CHANGES)(store, id, at);
  if (type === 'v2') yield store.message(`person.events.${id}.person.x`, store.v2(id, event as string, more ?? {}, at));
  else yield store.message(`person.events.${id}.x`, store.v1(id, event, at));
}

type Change = (store: Store, id: string, at: string) => readonly ['v1', object] | readonly ['v2', string, object];

const component = (store: Store, id: string, at: string, data: object): readonly ['v1', object] => [
  'v1',
  { ComponentDataUpdated: { person_id: { id }, component_id: uuid(`${at}${store.below(1e9)}`), data, updated_at: at } },
];

const email = (address: string, isPreferred: boolean, isVerified: boolean) => ({
  Contact: {
    Email: {
      email: { address, verified: isVerified },
      email_type: 'Work',
      is_preferred_contact: isPreferred,
      can_receive_notifications: true,
      can_receive_marketing: false,
    },
  },
});

const skillNamed = (name: string, years: number | null = null) => ({
  name,
  category: 'Programming',
  proficiency: 'Expert',
  years_experience: years,
  last_used: null,
  endorsement_count: null,
  certifications: [],
});

const CHANGES: readonly Change[] = [
  (store, id, at) =>
    component(
      store,
      id,
      at,
      email(`${id.slice(0, 8)}.${store.below(3)}@example.org`, store.below(2) === 0, store.below(3) === 0),
    ),
  (store, id, at) => {
    const phone = {
      number: `+4670${1_000_000 + store.below(9_000_000)}`,
      country_code: null,
      extension: null,
      sms_capable: false,
    };
    const calls = store.below(3) > 0;
    return component(store, id, at, {
      Contact: {
        Phone: {
          phone,
          phone_type: 'Mobile',
          country_code: '46',
          is_mobile: true,
          can_receive_sms: true,
          can_receive_calls: calls,
        },
      },
    });
  },
  (store, id, at) =>
    component(store, id, at, {
      Professional: { Skills: { skills: [skillNamed(store.pick(SKILLS))], specializations: [] } },
    }),
  (store, id, at) => {
    const skills = [skillNamed(store.pick(SKILLS), 2.5), skillNamed(store.pick(SKILLS))];
    return component(store, id, at, { Professional: { Skills: { skills, specializations: [] } } });
  },
  (store, id, at) => {
    const isCurrent = store.below(3) > 0;
    const job = {
      company: store.pick(COMPANIES),
      position: store.pick(['Engineer', 'Manager']),
      start_date: '2021-03-01',
    };
    const end_date = isCurrent ? null : '2024-06-30';
    return component(store, id, at, {
      Professional: {
        Employment: {
          ...job,
          end_date,
          employment_type: 'FullTime',
          is_current: isCurrent,
          description: null,
          achievements: [],
        },
      },
    });
  },
  (store, id, at) => {
    const address = {
      address_type: 'Residential',
      street1: `Hornsgatan ${store.below(90)}`,
      street2: null,
      city: store.pick(['Stockholm', 'Oslo']),
      state_province: null,
      postal_code: '118 20',
      country: 'Sweden',
      country_code: 'SE',
      is_verified: false,
      verification_date: null,
    };
    return component(store, id, at, { Location: { address, coordinates: null, timezone: 'Europe/Stockholm' } });
  },
  (store, id, at) =>
    component(store, id, at, {
      Social: {
        Relationship: {
          other_person_id: { id: store.somebody() },
          relationship_type: store.pick(KINDS),
          start_date: null,
          end_date: null,
          notes: null,
        },
      },
    }),
  // Something changed, and nobody knows what.
  (store, id, at) => component(store, id, at, PLACEHOLDER),
  (store, id, at) => [
    'v1',
    {
      NameUpdated: {
        person_id: { id },
        old_name: store.name(),
        new_name: store.name(),
        reason: 'marriage',
        updated_at: at,
      },
    },
  ],
  (store, id, at) => [
    'v1',
    { BirthDateSet: { person_id: { id }, birth_date: `19${50 + store.below(50)}-02-1${store.below(9)}`, set_at: at } },
  ],
  (_, id, at) => [
    'v1',
    { ComponentRegistered: { person_id: { id }, component_type: 'EmailAddress', registered_at: at } },
  ],
  (_, id, at) => ['v1', { PersonDeactivated: { person_id: { id }, reason: 'closed', deactivated_at: at } }],
  (_, id, at) => ['v1', { PersonReactivated: { person_id: { id }, reason: 'back', reactivated_at: at } }],
  (_, id) => [
    'v2',
    'NameUpdated',
    { person_id: { id }, old_name: {}, new_name: { given_name: 'Ada', family_name: 'Byron' }, change_reason: null },
  ],
  (_, id) => ['v2', 'Suspended', { person_id: { id }, reason: 'policy' }],
  (_, id) => ['v2', 'Activated', { person_id: { id }, reason: 'Onboarding completed' }],
  (store, id) => [
    'v2',
    'LocationAssigned',
    { person_id: { id }, location_id: uuid(`l${store.below(50)}`), location_type: 'primary' },
  ],
  (store, id) => [
    'v2',
    'IdentityLinked',
    { person_id: { id }, identity_id: uuid(`i${store.below(1e6)}`), identity_type: 'primary' },
  ],
  (store, id) => [
    'v2',
    'ComponentAdded',
    {
      person_id: { id },
      component_type: 'Skill',
      component_data: { name: store.pick(SKILLS), category: 'Tools', proficiency: 0.5, endorsements: 1 },
    },
  ],
  (store, id, at) =>
    store.below(12) === 0
      ? [
          'v1',
          {
            PersonMergedInto: {
              source_person_id: { id },
              merged_into_id: { id: store.somebody() },
              merge_reason: 'DuplicateIdentity',
              merged_at: at,
            },
          },
        ]
      : ['v2', 'Updated', { person_id: { id }, updates: { note: `n${store.below(9)}` } }],
  (store, id, at) =>
    store.below(8) === 0
      ? ['v1', { DeathRecorded: { person_id: { id }, date_of_death: '2025-01-30', recorded_at: at } }]
      : ['v2', 'Archived', { person_id: { id }, reason: 'retention' }],
];

export const PLACEHOLDER = {
  Contact: {
    Email: {
      email: { address: 'placeholder@example.com', verified: false },
      email_type: 'Personal',
      is_preferred_contact: false,
      can_receive_notifications: false,
      can_receive_marketing: false,
    },
  },
};

/** What the stream captured besides: an order, and what the server said to it. */
function* command(store: Store): Generator<OldMessage> {
  const id = store.somebody();
  yield store.message(`person.commands.${id}`, { UpdateName: { person_id: { id }, name: store.name(), reason: null } });
  if (store.below(3) === 0) yield store.message('person.commands.ack', { stream: 'PERSON_EVENTS', seq: 7 });
}

/** Generations before and after. */
function* elder(store: Store): Generator<OldMessage> {
  const at = store.moment();
  const id = store.below(2) === 0 ? store.somebodyNew() : store.somebody();
  const roll = store.below(5);
  const identity = {
    legal_name: `${store.pick(GIVEN)} ${store.pick(FAMILY)}`,
    preferred_name: null,
    date_of_birth: '1988-02-29',
    government_id: null,
  };
  const contact = {
    emails: [{ email: `${id.slice(0, 8)}@example.net`, email_type: 'work', is_primary: true, is_verified: true }],
    phones: [],
    addresses: [],
  };
  if (roll === 0)
    yield store.message('people.person.registered.v1', {
      PersonRegistered: { person_id: id, identity, contact, registered_at: at },
    });
  else if (roll === 1)
    yield store.message('x', {
      EmailAdded: {
        person_id: { id },
        email: { address: `${id.slice(0, 6)}@example.com`, verified: false },
        primary: true,
        added_at: at,
      },
    });
  else if (roll === 2)
    yield store.message('x', {
      AttributeRecorded: {
        person_id: { id },
        attribute: {
          attribute_type: { Physical: 'Height' },
          value: { Length: 1.76 },
          temporal: { recorded_at: at, valid_from: null, valid_until: null },
          provenance: { source: 'Measured', confidence: 'Likely', recorded_by: null, trace: [] },
        },
      },
    });
  else if (roll === 3)
    yield store.message('person.dlq.>', {
      event_id: uuid(at),
      original_subject: 'x',
      payload: store.v2(id, 'Suspended', { person_id: { id }, reason: 'x' }, at),
      failure_reason: 'No handler',
      failure_count: 1,
    });
  else
    yield store.message('x', {
      version: '1.0',
      person_id: id.toUpperCase(),
      name: { first_name: 'Ada', middle_name: null, last_name: 'King' },
      source: 'docs',
      created_at: at,
    });
}

/** What nobody can tell anything from, and what was said twice. */
function* damage(store: Store): Generator<OldMessage> {
  const roll = store.below(5);
  const id = store.somebody();
  const at = store.moment();
  if (roll === 0) yield store.message('person.events.created', 'test');
  else if (roll === 1) yield store.message('x', `{"PersonCreated":{"person_id":{"id":"${id}`);
  else if (roll === 2)
    yield store.message('x', { PersonCreated: { person_id: '12345', name: 'A B', source: 'docs', created_at: at } });
  else if (roll === 3) yield store.message('x', { Teleported: { person_id: { id }, to: 'Mars' } });
  else {
    const twice = JSON.stringify(
      store.v1(id, { BirthDateSet: { person_id: { id }, birth_date: '1970-01-01', set_at: at } }, at),
    );
    yield store.message('x', twice);
    yield store.message('x', twice);
  }
}
