/** `subscription RecipeEvents { personEvents { event { cid id } } }`, as relay-compiler writes it. */

const scalar = (name: string) => ({ alias: null, args: null, kind: 'ScalarField', name, storageKey: null });

const selections = (fields: readonly object[]) => [
  {
    alias: null,
    args: null,
    concreteType: 'PersonEventItem',
    kind: 'LinkedField',
    name: 'personEvents',
    plural: false,
    selections: [
      {
        alias: null,
        args: null,
        concreteType: 'PersonEvent',
        kind: 'LinkedField',
        name: 'event',
        plural: false,
        selections: fields,
        storageKey: null,
      },
    ],
    storageKey: null,
  },
];

export const RecipeEvents = {
  types: undefined as unknown as {
    readonly variables: Record<string, never>;
    readonly response: { readonly personEvents: { readonly event: { readonly cid: string } } };
  },
  request: {
    fragment: {
      argumentDefinitions: [],
      kind: 'Fragment',
      metadata: null,
      name: 'RecipeEvents',
      selections: selections([scalar('cid')]),
      type: 'Subscription',
      abstractKey: null,
    },
    kind: 'Request',
    operation: {
      argumentDefinitions: [],
      kind: 'Operation',
      name: 'RecipeEvents',
      selections: selections([scalar('cid'), scalar('id')]),
    },
    params: {
      cacheID: 'recipe-events',
      id: null,
      metadata: {},
      name: 'RecipeEvents',
      operationKind: 'subscription',
      text: 'subscription RecipeEvents {\n  personEvents {\n    event {\n      cid\n      id\n    }\n  }\n}\n',
    },
  },
};
