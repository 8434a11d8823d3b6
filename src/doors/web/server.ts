/** The web server: loopback only, with bounds on everything a caller could stretch. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { LeadspringError } from '../../base/index.ts';
import { createWeb } from './app.ts';
import type { WebContext } from './context.ts';
import { warmUp } from './parts/chart.ts';
import { isLoopback } from './security.ts';

export interface RunningWeb {
  /** Where people find it: `http://127.0.0.1:8377/`. */
  readonly url: string;
  /** Stops listening, lets answers under way end, and closes idle connections. */
  close(): Promise<void>;
}

/** Bounds on requests. They come from a browser on the same machine, so they can be tight. */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 5_000,
} as const;

const MOST_CONNECTIONS = 256;

/** How long answers under way may take once the server is told to close. */
const CLOSING_TIME = 3_000;

/**
 * Serves the pages. Port 0 takes any free port.
 * @throws LeadspringError `bind_not_loopback`, `port_in_use`
 */
export async function startWeb(
  options: WebContext & { readonly host: string; readonly port: number },
): Promise<RunningWeb> {
  const { host, port } = options;
  if (!isLoopback(host)) {
    throw new LeadspringError(
      'bind_not_loopback',
      `Will not listen on ${host}: it is not a loopback address.`,
    );
  }
  const server = createAdaptorServer({
    fetch: createWeb(options).fetch,
    createServer,
    serverOptions: LIMITS,
  }) as Server;
  server.maxConnections = MOST_CONNECTIONS;
  server.maxHeadersCount = 100;
  await listen(server, host, port);
  warmUp().catch((thrown: unknown) => options.log.warn({ err: thrown }, 'charts cannot be drawn'));
  return { url: urlOf(server, host), close: () => close(server) };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen({ host: host.replace(/^\[|\]$/g, ''), port });
    await once(server, 'listening');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE') {
      throw new LeadspringError('port_in_use', `Port ${port} of ${host} is in use.`, { cause });
    }
    throw cause;
  }
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const bare = host.replace(/^\[|\]$/g, '');
  return `http://${bare.includes(':') ? `[${bare}]` : bare}:${address.port}/`;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), CLOSING_TIME);
  await closed;
  clearTimeout(timer);
}
