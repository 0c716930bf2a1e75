/** A validation rule: a document that is nested too deeply is refused before it costs anything. */

import { type FragmentDefinitionNode, GraphQLError, Kind, type SelectionSetNode, type ValidationRule } from 'graphql';

/** Deeper than any question of ours; the introspection of GraphiQL needs 15. */
export const DEPTH_MAX = 20;

export const depthRule: ValidationRule = (context) => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of context.getDocument().definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const depths = new Map<string, number>();

  /** Depth of a selection; each fragment is measured once, and one that leads back to itself is another rule's business. */
  const depthOf = (selections: SelectionSetNode, open: ReadonlySet<string>): number => {
    let deepest = 0;
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet === undefined ? 0 : depthOf(selection.selectionSet, open);
        deepest = Math.max(deepest, 1 + below);
      } else if (selection.kind === Kind.INLINE_FRAGMENT)
        deepest = Math.max(deepest, depthOf(selection.selectionSet, open));
      else deepest = Math.max(deepest, depthOfFragment(selection.name.value, open));
    }
    return deepest;
  };
  const depthOfFragment = (name: string, open: ReadonlySet<string>): number => {
    const fragment = fragments.get(name);
    if (fragment === undefined || open.has(name)) return 0;
    const known = depths.get(name);
    if (known !== undefined) return known;
    const depth = depthOf(fragment.selectionSet, new Set([...open, name]));
    depths.set(name, depth);
    return depth;
  };

  return {
    OperationDefinition(operation) {
      if (depthOf(operation.selectionSet, new Set()) <= DEPTH_MAX) return;
      context.reportError(
        new GraphQLError('The operation is nested too deeply.', { nodes: operation, extensions: { code: 'TOO_DEEP' } }),
      );
    },
  };
};
