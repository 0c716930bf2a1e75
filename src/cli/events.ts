/** An event as a row, for people. */

import type { EventFieldsFragment } from '../client/generated.ts';
import { fitting, momentOf } from './print.ts';

/** Room for the longest name of an event and for its version, so that rows that come one by one stand in columns. */
const TYPE_WIDTH = 28;
const VERSION_WIDTH = 4;

export function rowOf(event: EventFieldsFragment, isOfOne: boolean): string {
  const { at, type, version, personId, actor, data } = event;
  const whose = isOfOne ? '' : `${personId} `;
  const begin = `${momentOf(at)}  ${whose}${`v${version}`.padEnd(VERSION_WIDTH)}  ${type.padEnd(TYPE_WIDTH)}  ${actor}  `;
  return begin + fitting(JSON.stringify(data), begin.length);
}
