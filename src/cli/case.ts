/** The ways to write a name of several words. */

/** `addEmail`, `AddEmail`, `add_email` and `ADD_EMAIL` as `add-email`. */
export function kebab(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[_\s]+/g, '-')
    .toLowerCase();
}

/** `add-email`, and all other ways, as `addEmail`. */
export function camel(name: string): string {
  return kebab(name).replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** `work-from-home`, and all other ways, as `WORK_FROM_HOME`. */
export function constant(name: string): string {
  return kebab(name).replaceAll('-', '_').toUpperCase();
}
