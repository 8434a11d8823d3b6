/** JSON of strangers. */

export type Fields = Readonly<Record<string, unknown>>;

/** The value of a JSON text, or undefined when it is none (which no JSON text says). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

/** An object's fields; none for anything else. */
export function fieldsOf(value: unknown): Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {};
}

/** The fields of these names, where they are there. */
export function pick(value: unknown, names: readonly string[]): Fields {
  const fields = fieldsOf(value);
  return Object.fromEntries(names.flatMap((name) => (name in fields ? [[name, fields[name]]] : [])));
}
