/** The process of the test of `runAside`. */
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { workAside } from './aside.ts';
import { LeadspringError } from './errors.ts';

workAside<{ readonly fail: boolean }, string, { process: number; thread: number }>(
  async ({ fail }, progress) => {
    progress('begun');
    if (fail) throw new LeadspringError('file_not_found', 'there is no such file');
    const thread = await new Promise<number>((resolve, reject) => {
      const code = `require('node:worker_threads').parentPort.postMessage(require('node:os').getPriority())`;
      new Worker(code, { eval: true }).on('message', resolve).on('error', reject);
    });
    return { process: getPriority(), thread };
  },
);
