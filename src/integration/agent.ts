/** The agent domain: programs that act, and the people they act for. A person is found by the agents it has. */

import { z } from 'zod';
import { foreignId, maybe, personId } from './foreign.ts';
import type { Known } from './known.ts';
import { commands, type Heard, heard, ignored, type Neighbour, type Translation, unfit } from './neighbour.ts';

/** The system under which agents are linked; see the query personByIdentity. */
const SYSTEM = 'agent';

const HEARD: Readonly<Record<string, Heard>> = {
  Deployed: deployed(),
  AgentDeployed: deployed(),
  AgentAssignedToPerson: heard(
    'An agent acts for somebody.',
    z.object({ agent_id: foreignId(), person_id: personId() }),
    ({ agent_id, person_id }) => link(person_id, agent_id, 'assigned'),
  ),
  AgentUnassignedFromPerson: heard(
    'An agent acts for somebody no longer.',
    z.object({ agent_id: foreignId(), person_id: maybe(personId()), reason: maybe(z.string()) }),
    ({ agent_id, person_id, reason }, _, known) => unlink(known, agent_id, reason, person_id),
  ),
  Decommissioned: decommissioned(),
  AgentDecommissioned: decommissioned(),
};

const CHANGED = 'what an agent can, may and does concerns its own domain';

export const agent: Neighbour = {
  name: 'agent',
  description: 'Agents and the people they act for.',
  subjects: ['agent.*'],
  heard: HEARD,
  ignored: {
    Activated: CHANGED,
    Suspended: CHANGED,
    WentOffline: CHANGED,
    Changed: CHANGED,
    AgentActivated: CHANGED,
    AgentSuspended: CHANGED,
    AgentWentOffline: CHANGED,
    AgentCreated: CHANGED,
    AgentInteractionCompleted: CHANGED,
    AgentLearningFromPerson: CHANGED,
  },
};

function deployed(): Heard {
  return heard(
    'An agent was deployed: its owner is linked to it.',
    z.object({ agent_id: foreignId(), owner_id: maybe(personId()) }),
    ({ agent_id, owner_id }) =>
      owner_id === undefined ? ignored('it names no owner') : link(owner_id, agent_id, 'owner'),
  );
}

function decommissioned(): Heard {
  return heard(
    'An agent is no more: whoever is linked to it is so no longer.',
    z.object({ agent_id: foreignId(), reason: maybe(z.string()) }),
    ({ agent_id, reason }, _, known) => unlink(known, agent_id, reason),
  );
}

function link(id: z.output<ReturnType<typeof personId>>, agentId: string, kind: string): Translation {
  return commands({ name: 'LinkIdentity', personId: id, data: { system: SYSTEM, value: agentId, kind } });
}

function unlink(known: Known, agentId: string, reason?: string, said?: ReturnType<Known['current']>): Translation {
  const holder = said ?? known.byIdentity(SYSTEM, agentId);
  if (holder === null) return ignored('nobody is linked to the agent');
  if (known.byIdentity(SYSTEM, agentId) === null) {
    return known.exists(holder)
      ? ignored('nobody is linked to the agent')
      : unfit(holder, 'The person is not known here.');
  }
  return commands({ name: 'UnlinkIdentity', personId: holder, data: { system: SYSTEM, value: agentId, reason } });
}
