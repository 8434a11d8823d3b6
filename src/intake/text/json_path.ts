/** Where a value stands in JSON, written by people: `data.customer.email`, `$.items[0]["unit price"]`, `a.b | c`. */
import { LeadspringError } from '../../base/plain.ts';

/** Reads a value; undefined where there is none. */
export type ReadPath = (value: unknown) => unknown;

const STEP = /\.?([\p{L}\p{N}_$@:-]+)|\[(\d{1,6})\]|\["([^"\\]{0,200})"\]|\['([^'\\]{0,200})'\]/uy;
const LONGEST = 1000;

/**
 * Makes the reader of a path: names separated by points, numbers of list items in brackets, names with other characters
 * quoted in brackets. Of several paths, separated by `|`, the first that leads to a value counts. Nothing is
 * evaluated, and nothing is found that the value does not hold itself.
 * @param setting the setting's name, for messages
 * @throws LeadspringError `setting_invalid`
 */
export function readPath(setting: string, path: string): ReadPath {
  const paths = path
    .slice(0, LONGEST)
    .split('|')
    .map((each) => stepsOf(setting, each.trim()));
  return (value) => {
    for (const steps of paths) {
      const found = steps.reduce(walk, value);
      if (found !== undefined && found !== null) return found;
    }
    return undefined;
  };
}

function stepsOf(setting: string, path: string): readonly string[] {
  const text = path.replace(/^\$(?=$|[.[])/, '');
  const steps: string[] = [];
  for (STEP.lastIndex = 0; STEP.lastIndex < text.length; ) {
    const found = STEP.exec(text);
    if (found === null) break;
    steps.push(found[1] ?? found[2] ?? found[3] ?? found[4] ?? '');
  }
  if (STEP.lastIndex !== text.length || steps.length === 0) {
    throw new LeadspringError(
      'setting_invalid',
      `${setting}: “${path.slice(0, 100)}” is no path (such as data.user.email).`,
    );
  }
  return steps;
}

function walk(value: unknown, step: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[step];
}
