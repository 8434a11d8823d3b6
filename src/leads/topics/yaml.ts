/** YAML files of operators: read, checked, and refused with the place of what is wrong. */
import { readFileSync, statSync } from 'node:fs';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { LeadspringError } from '../../base/index.ts';

/** A file as it was read: what it holds, and where each value stands. */
export interface YamlFile {
  readonly name: string;
  readonly value: unknown;
  /** The line of a value, or of the nearest one around it. */
  lineOf(path: readonly PropertyKey[]): number | null;
}

/** @throws LeadspringError `file_not_found`, `setting_invalid`. `what` names the file in messages: `weights table` */
export function readYamlFile(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new LeadspringError('file_not_found', `The ${what} ${path} cannot be read.`, { cause });
  }
}

/** @throws LeadspringError `setting_invalid`, with the line */
export function parseYaml(text: string, name: string, what: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw new LeadspringError('setting_invalid', `The ${what} ${name} is not YAML, from line ${line} on.`, {
      cause: error,
      where: { file: name, line },
    });
  }
  return { name, value: document.toJS(), lineOf: (path) => lineOf(document, lines, path) };
}

function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
    const start = node?.range?.[0];
    if (start !== undefined) return lines.linePos(start).line;
  }
  return null;
}

/** The error of a wrong value, with its line and field. */
export function wrongValue(
  { name, lineOf: line }: YamlFile,
  what: string,
  path: readonly PropertyKey[],
  why: string,
): LeadspringError {
  const field = path.join('.');
  const at = line(path);
  const place = `${field === '' ? 'the top' : field}${at === null ? '' : ` (line ${at})`}`;
  return new LeadspringError(
    'setting_invalid',
    `The ${what} ${name} has a wrong value at ${place}: ${why}.`,
    {
      where: { file: name, field, ...(at === null ? {} : { line: at }) },
    },
  );
}

/** The value of a file by its schema. @throws LeadspringError `setting_invalid` */
export function checked<T>(file: YamlFile, what: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(file.value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw wrongValue(file, what, issue?.path ?? [], issue?.message ?? 'not valid');
}

/** What tells whether a file changed. */
export function versionOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`;
}
