/** Questions to a forum's API, each answered with what is checked to be the answer to it. */
import type { Http } from '../../../base/plain.ts';
import type { PullJob } from '../../contract.ts';
import { type Fields, fieldsOf } from '../../text/json.ts';
import { askJson, malformed, serverAddress } from '../../text/remote.ts';

/** How often an answer that cannot be the right one is asked for again. */
const TRIES = 6;
/** What a forum says of what it does not show us, or no longer. */
const HIDDEN = [403, 404, 410];

export interface Forum {
  readonly url: string;
  readonly http: Http;
  readonly headers: Readonly<Record<string, string>>;
  readonly hasKey: boolean;
}

/** @throws LeadspringError `setting_invalid` */
export function forumOf({ settings, http }: Pick<PullJob, 'settings' | 'http'>): Forum {
  const { url, api_key: key, api_username: user } = settings;
  const hasKey = typeof key === 'string' && key !== '';
  const headers = hasKey
    ? { 'api-key': key, 'api-username': typeof user === 'string' && user !== '' ? user : 'system' }
    : {};
  return { url: serverAddress('url', url), http, headers, hasKey };
}

/**
 * The fields of an answer, or undefined for what is hidden from us. An answer that was kept from an earlier question is asked
 * for again.
 * @param fits whether it can be the answer
 * @throws LeadspringError what `askJson` throws
 */
export async function askHidden(
  { url, http, headers }: Forum,
  path: string,
  fits: (answer: Fields) => boolean,
  expect: readonly number[] = HIDDEN,
): Promise<Fields | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { value, status } = await askJson(http, `${url}${path}`, { headers, expect });
    if (expect.includes(status)) return undefined;
    const answer = fieldsOf(value);
    if (fits(answer)) return answer;
  }
  throw malformed(`${url}${path}`, 'answers with something that was not asked for');
}

/** The fields of an answer that every forum must give. @throws LeadspringError what `askJson` throws */
export async function ask(forum: Forum, path: string, fits: (answer: Fields) => boolean): Promise<Fields> {
  const answer = await askHidden(forum, path, fits, []);
  if (answer === undefined) throw malformed(`${forum.url}${path}`, 'does not answer');
  return answer;
}
