/** Deliveries, for tests: made up, and of unmodified clients over HTTP. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { ERRORS, toLeadspringError } from '../../base/plain.ts';
import type { Adapted, Delivery, DeliveryAnswer, Receiver, SettingValues, Source } from '../contract.ts';

/** When made-up deliveries arrive. */
export const ARRIVAL = Date.UTC(2026, 3, 1, 12);

/** A POST. @param body anything but text and bytes is sent as JSON */
export function deliveryOf(body: unknown, more: Partial<Delivery> = {}): Delivery {
  const bytes =
    body instanceof Uint8Array
      ? body
      : new Uint8Array(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8'));
  return { method: 'POST', path: '', query: {}, headers: {}, at: ARRIVAL, ...more, body: bytes };
}

/** The settings of a source: its defaults, and those given. */
export function settingsOf(source: Source, given: SettingValues): SettingValues {
  return {
    ...Object.fromEntries(source.settings.map((setting) => [setting.name, setting.default])),
    ...given,
  };
}

/** What a delivery comes to, each record adapted. @throws when it is not authentic or not understood */
export async function received(
  source: Source,
  settings: SettingValues,
  delivery: Delivery,
): Promise<{
  readonly ids: readonly string[];
  readonly adapted: readonly Adapted[];
  readonly answer: DeliveryAnswer;
}> {
  const receive = receiverOf(source);
  if (!receive.authentic(delivery, settings)) throw new Error('not authentic');
  const { records, answer } = receive.records(delivery, settings);
  const adapt = await source.adapter(settings);
  const adapted: Adapted[] = [];
  for (const record of records) adapted.push(await adapt(record));
  return { ids: records.map(({ id }) => id), adapted, answer: answer ?? { status: 202 } };
}

function receiverOf({ receive, name }: Source): Receiver<unknown> {
  if (receive === undefined) throw new Error(`${name} takes no deliveries`);
  return receive;
}

/** A server of one source, as small as can be. */
export interface SmallServer extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string;
  /** What came in, adapted. */
  readonly adapted: readonly Adapted[];
  readonly ids: readonly string[];
  /** What was answered with a status of 400 or more. */
  readonly refused: readonly unknown[];
}

/** Serves a source below `/in/NAME`, at a port of its own on this machine. */
export async function serveSource(source: Source, settings: SettingValues): Promise<SmallServer> {
  const adapted: Adapted[] = [];
  const ids: string[] = [];
  const refused: unknown[] = [];
  const base = `/in/${source.name}`;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const came = await received(source, settings, await deliveryFrom(request, base));
    adapted.push(...came.adapted);
    ids.push(...came.ids);
    response.writeHead(came.answer.status, came.answer.headers).end(came.answer.body);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      const { code, message } = toLeadspringError(thrown);
      refused.push(message);
      response.writeHead(400).end(ERRORS[code].help);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    adapted,
    ids,
    refused,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function deliveryFrom(request: IncomingMessage, base: string): Promise<Delivery> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const sent = await buffer(request);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return deliveryOf(
    new Uint8Array(request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent),
    {
      method: request.method as Delivery['method'],
      path: url.pathname.slice(base.length).replace(/^\/+|\/+$/g, ''),
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(headers),
      at: Date.now(),
    },
  );
}
