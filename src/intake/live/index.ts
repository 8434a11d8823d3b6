export { type Door, openDoor } from './deliver.ts';
export { type DrainOptions, drain } from './drain.ts';
export { type IntakeWorker, startIntake } from './worker.ts';
