/** A made-up server whose answers lie in a folder: what `http` is to a source under test. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Http, type HttpAnswer, LeadspringError } from '../../src/base/plain.ts';

export interface MadeUpAnswer {
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Anything but text is sent as JSON. */
  readonly body?: unknown;
}

const fileOf = (directory: string, url: string, body = ''): string =>
  join(directory, 'remote', createHash('sha256').update(`${url}\n${body}`).digest('hex'));

/** From now on the server answers so. @param body of the request, where the address alone does not tell */
export function answerWith(directory: string, url: string, answer: MadeUpAnswer, body = ''): void {
  mkdirSync(join(directory, 'remote'), { recursive: true });
  writeFileSync(fileOf(directory, url, body), JSON.stringify(answer));
}

/** The server. What it has no answer for is not there (404). */
export function remoteOf(directory: string): Http {
  return {
    request: async (url, request = {}) => {
      const file = [fileOf(directory, url, request.body), fileOf(directory, url)].find(existsSync);
      if (file === undefined && !request.expect?.includes(404)) {
        throw new LeadspringError('remote_not_found', `${url} is not there.`);
      }
      const {
        status = 200,
        headers = {},
        body,
      } = (file === undefined ? { status: 404 } : JSON.parse(readFileSync(file, 'utf8'))) as MadeUpAnswer;
      const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
      const answer: HttpAnswer = { status, headers, url, body: new Uint8Array(Buffer.from(text, 'utf8')) };
      if ((status >= 200 && status < 300) || request.expect?.includes(status)) return answer;
      throw new LeadspringError(status >= 500 ? 'remote_failed' : 'remote_refused', `${url} says ${status}.`);
    },
  };
}
