/** A load generator: so many connections, each with one request under way, for so long. Runs as a process of its own. */
import { Agent, request } from 'node:http';

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
  /** Events in one request. */
  readonly events: number;
  /** `segment`: made-up tracking calls with ids of their own; `echo`: as many bytes, the same each time. */
  readonly body: 'segment' | 'echo';
  /** Makes the ids of this load different from those of others. */
  readonly mark: string;
}

export interface Loaded {
  readonly requests: number;
  readonly events: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  /** Answers other than 2xx, by status. */
  readonly refused: Readonly<Record<string, number>>;
}

let count = 0;

function call(mark: string): object {
  const id = count++;
  return {
    type: 'track',
    messageId: `${mark}-${id}`,
    event: 'Feature Used',
    userId: `user-${id % 5_000}`,
    timestamp: new Date().toISOString(),
    context: { traits: { email: `user-${id % 5_000}@firm-${id % 500}.example` }, library: { name: 'bench' } },
    properties: { feature: 'export', plan: 'team', size: id % 97, path: '/projects/one/export' },
  };
}

function bodyOf({ body, events, mark }: Load): Buffer {
  if (body === 'echo') return ECHO;
  const value = events === 1 ? call(mark) : { batch: Array.from({ length: events }, () => call(mark)) };
  return Buffer.from(JSON.stringify(value));
}
const ECHO = Buffer.from(JSON.stringify({ padding: 'x'.repeat(400) }));

/** Loads a server. Latency is from writing a request to the end of its answer, in milliseconds. */
export async function load(what: Load): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: what.connections });
  const times: number[] = [];
  const refused: Record<string, number> = {};
  const startedAt = performance.now();
  const until = startedAt + what.seconds * 1_000;
  const one = async (): Promise<void> => {
    while (performance.now() < until) {
      const body = bodyOf(what);
      const sentAt = performance.now();
      const status = await send(what, agent, body);
      if (status >= 200 && status < 300) times.push(performance.now() - sentAt);
      else refused[status] = (refused[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: what.connections }, one));
  const seconds = (performance.now() - startedAt) / 1_000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return {
    ...{ requests: times.length, events: times.length * what.events, seconds },
    ...{ p50: at(0.5), p99: at(0.99), refused },
  };
}

function send({ url, headers }: Load, agent: Agent, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      ...{ method: 'POST', agent },
      headers: { 'content-type': 'application/json', 'content-length': body.byteLength, ...headers },
    });
    sent.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

if (process.argv[1]?.endsWith('load.ts')) {
  console.log(JSON.stringify(await load(JSON.parse(process.argv[2] ?? '{}') as Load)));
}
