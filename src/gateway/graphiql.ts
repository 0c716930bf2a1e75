/** What GraphiQL offers to somebody who sees the gateway for the first time. */

import type { GraphiQLOptions } from 'graphql-yoga';

const WELCOME = `# Welcome. Run an operation with Ctrl-Enter.
# The tabs above hold more of them.
#
# Each answer carries a position under extensions.
# Hand it on, and you never read behind what you saw.

query FindPersons {
  searchPersons(text: "ada", first: 5) {
    totalCount
    facets {
      name
      values { value count }
    }
    edges {
      score
      highlights { field text }
      node {
        id
        name { display }
        summary { currentEmployer currentRole }
      }
    }
  }
  persons(
    first: 5
    orderBy: { field: LAST_ACTIVITY, direction: DESC }
  ) {
    nodes { id status name { display } }
    pageInfo { hasNextPage endCursor }
  }
}
`;

const CREATE = `mutation CreateAda {
  createPerson(
    input: {
      name: { given: ["Ada"], family: ["Lovelace"] }
      birthDate: "1815-12-10"
    }
  ) {
    __typename
    ... on Recorded {
      personId
      position
      person { version head name { display } }
      events { cid type }
    }
    ... on Refused { code message field }
  }
}
`;

const COMMAND = `# Put a personId into the variables below.
# The same commandId twice is taken once.

mutation AddSkill($personId: ID!) {
  addSkill(
    input: {
      personId: $personId
      name: "Mathematics"
      category: "Science"
      proficiency: EXPERT
      commandId: "my-first-skill"
    }
  ) {
    __typename
    ... on Recorded {
      replayed
      events { type data }
      person {
        version
        skills { nodes { name proficiency } }
      }
    }
    ... on Refused {
      code
      message
      field
      availableCommands { name allowed needsInput }
    }
    ... on Contended { message actualVersion }
    ... on Busy { message retryAfterMs }
    ... on Unsettled { message }
  }
}
`;

const PERSON = `query Person($personId: ID!) {
  person(id: $personId) {
    version
    head
    status
    name { display formal: display(style: FORMAL) }
    summary {
      primaryEmail
      currentEmployer
      skillCount
      relationshipCount
    }
    contactInfo { emails { address verified primary } }
    network { totalConnections reach }
    timeline(last: 10) {
      edges { node { at title description } }
    }
    verification { ok checked fault }
    availableCommands { name allowed needsInput refused }
  }
}
`;

const LIVE = `# Run this, and add something in another window.

subscription Live {
  timelineEntries {
    position
    entry {
      at
      title
      description
      person { id name { display } }
    }
  }
}
`;

const OPERATE = `query Projections {
  projections {
    name
    sequence
    lag
    eventsApplied
    gaps
    digest
  }
  skills(first: 10) {
    totalCount
    nodes { name category personCount }
  }
}
`;

const personVariables = '{ "personId": "" }';

export const graphiqlOptions: GraphiQLOptions = {
  title: 'Person gateway',
  defaultQuery: WELCOME,
  defaultTabs: [
    { query: WELCOME },
    { query: CREATE },
    { query: COMMAND, variables: personVariables },
    { query: PERSON, variables: personVariables },
    { query: LIVE },
    { query: OPERATE },
  ],
};

/** The example operations, so that a test can hold them to the schema. */
export const EXAMPLES = [WELCOME, CREATE, COMMAND, PERSON, LIVE, OPERATE];
