export { type Door, openDoor } from './deliver.ts';
export { type DrainOptions, drain } from './drain.ts';
export { openInbox } from './gather.ts';
export { type IntakeWorker, startIntake } from './worker.ts';
