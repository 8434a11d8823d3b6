export type { CliContext, OpenedDatabase } from './context.ts';
export { buildProgram, describeProgram } from './program.ts';
export { errorText } from './show.ts';
