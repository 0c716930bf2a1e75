/** The neighbours, as one list. To hear another domain, write its file and name it here. */

import { agent } from './agent.ts';
import { git } from './git.ts';
import { identity } from './identity.ts';
import { location } from './location.ts';
import type { Neighbour } from './neighbour.ts';
import { organization } from './organization.ts';

export const NEIGHBOURS: readonly Neighbour[] = [organization, location, agent, identity, git];
