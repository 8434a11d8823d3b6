/** The thread of `openJudge`: judges what it is sent, in order; asked for the flow, it answers with that. */
import { parentPort, workerData } from 'node:worker_threads';
import { type JudgingContext, type JudgingTask, openJudging } from './judging.ts';

if (parentPort === null) throw new Error('this file runs as a worker thread only');
const port = parentPort;
const judging = openJudging(workerData as JudgingContext);

port.on('message', (task: JudgingTask | 'flow') => {
  port.postMessage(task === 'flow' ? judging.flow : judging.judge(task));
});
