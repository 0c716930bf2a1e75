/** The Pothos builder: what every resolver is given, and the scalars. Nothing about persons. */

import SchemaBuilder from '@pothos/core';
import type DataLoader from 'dataloader';
import type { App } from '../src/app/app.ts';
import type { Json, Recorded } from '../src/domain/message.ts';

export interface GraphQLContext {
  readonly app: App;
  /** Who asks, as far as anybody said. */
  readonly actor: string;
  /** The program that asks. */
  readonly source: string;
  readonly correlationId: string | null;
  /** UTC milliseconds when the request began. */
  readonly now: number;
  /** The position that a subscription is taken up again after, where the request says so outside of its operation. */
  readonly resumeAfter: string | null;
  /** What the answer must include, where the request says so outside of its operation: positions with commas between. */
  readonly minPosition: string | null;
  /** The earliest sequence that any part of a query was read at; Infinity before anything is read. */
  readonly seen: { sequence: number };
  /** The last sequence that a mutation wrote; 0 before it wrote anything. */
  readonly written: { sequence: number };
  /** Events of the log by sequence, read together. */
  readonly events: DataLoader<number, Recorded | null>;
}

export interface BuilderTypes {
  Context: GraphQLContext;
  Scalars: {
    ID: { Input: string; Output: string };
    Date: { Input: string; Output: string };
    DateTime: { Input: string; Output: number };
    CID: { Input: string; Output: string };
    Position: { Input: string; Output: string };
    JSON: { Input: Json; Output: unknown };
  };
  DefaultFieldNullability: false;
}

export type Builder = PothosSchemaTypes.SchemaBuilder<PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>>;

export function createBuilder(): Builder {
  const builder = new SchemaBuilder<BuilderTypes>({ defaultFieldNullability: false });
  builder.queryType({});
  builder.mutationType({});
  builder.subscriptionType({});
  return builder;
}
