export type { CliContext, OpenedDatabase, Sample } from './context.ts';
export { buildProgram, describeProgram } from './program.ts';
export { errorText } from './show.ts';
