/** Lengths of files and functions, for the aims of the design: shown, not enforced. */
import { codeText } from './code_text.ts';
import type { ProjectFile } from './rules.ts';

export interface Spread {
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** Median, 95th percentile and maximum of some lengths. */
export function spread(lengths: readonly number[]): Spread {
  const sorted = [...lengths].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: sorted.length, median: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 };
}

/** Lines of each file. */
export function fileLengths(files: readonly ProjectFile[]): readonly number[] {
  return files.map(({ text }) => text.split('\n').length - 1);
}

const FUNCTION =
  /^[ \t]*(?:export )?(?:default )?(?:async )?function\b[^\n]*|^[ \t]*(?:export )?const [\w$]+(?:: [^=\n]+)? = (?:async )?\([^\n]*$/gm;

/** Lines of each named function: from its first line to the brace that closes its indentation. */
export function functionLengths(file: ProjectFile): readonly number[] {
  const { code } = codeText(file.text);
  return [...code.matchAll(FUNCTION)].flatMap(({ 0: head, index }) => {
    const indent = /^[ \t]*/.exec(head)?.[0] ?? '';
    const end = code.slice(index).search(new RegExp(`\\n${indent}\\}`));
    return end === -1 ? [] : [code.slice(index, index + end + 1).split('\n').length];
  });
}
