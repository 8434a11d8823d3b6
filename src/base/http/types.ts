/** The network as sources see it. What stands behind it is `client.ts`; tests give a made-up server instead. */

export interface HttpRequest {
  /** Default: GET. */
  readonly method?: 'GET' | 'POST';
  /** Names in lower case. `user-agent` is set already. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The largest answer, decompressed, in bytes. Default: 16 MiB. */
  readonly maxBytes?: number;
  /** Statuses that are answers and no errors, beside 200 to 299; such as 304 or 404. */
  readonly expect?: readonly number[];
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; of a header that comes several times, the values joined by a comma and a space. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decompressed. */
  readonly body: Uint8Array;
  /** The address that answered at last, after redirects. */
  readonly url: string;
}

/**
 * One request over a network that cannot be led astray: http and https only, no address of this machine or of a
 * private network (also after a redirect, also when the name's address changes), bounded in size and time. An answer
 * 429 or 503, and one that says its quota is used up, is waited for and asked again, as long as a run may wait; so is
 * a server that does not answer, a few times.
 * @throws LeadspringError `address_forbidden`, `remote_unreachable`, `remote_refused` (401, 403), `remote_not_found`
 *   (404, 410), `remote_limited`, `remote_failed` (5xx), `remote_answer_malformed` (any other status), `remote_answer_too_large`
 */
export interface Http {
  request(url: string, request?: HttpRequest): Promise<HttpAnswer>;
}

/**
 * Where a connection that is not HTTP may go. The caller connects to exactly the address it is given, so that a name
 * whose address changes in between leads nowhere else; the name itself is for TLS only.
 * @returns an address of the host that was checked
 * @throws LeadspringError `address_forbidden`, `remote_unreachable` when the host has no address
 */
export type Dial = (host: string, port: number) => Promise<string>;
