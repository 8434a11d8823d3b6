/** The interface of a HyperKitty archive: lists of messages without their words, the newest archived first. */
import { z } from 'zod';
import { type Http, LeadspringError } from '../../../base/plain.ts';
import type { SettingValues } from '../../contract.ts';
import { askJson, malformed, serverAddress } from '../../text/remote.ts';

/** Where a list is archived. */
export interface Archive {
  /** The archive's own address, e.g. `https://lists.acme.example/archives`. */
  readonly base: string;
  /** The list's posting address. */
  readonly list: string;
}

/** @throws LeadspringError setting_invalid */
export function archiveOf(values: SettingValues): Archive {
  const address = serverAddress('url', values.url);
  const [, base, list] = /^(.*?)\/(?:api\/)?list\/([^/@]+@[^/@]+)(?:\/.*)?$/.exec(address) ?? [];
  if (base === undefined || list === undefined) {
    const expected = 'https://HOST/archives/list/users@lists.acme.example';
    throw new LeadspringError('setting_invalid', `url is not the address of a list, such as ${expected}`, {
      where: { field: 'url' },
    });
  }
  return { base, list: list.toLowerCase() };
}

const email = z.object({ message_id_hash: z.string().max(200), date: z.string().max(100) });
const page = z.object({ count: z.number(), next: z.string().nullable(), results: z.array(email) });

/** A message as the interface lists it. */
export interface Listed {
  readonly hash: string;
  /** Its own date, in milliseconds since the epoch. */
  readonly at: number;
}

export interface ListedPage {
  /** Messages of the list in all. */
  readonly count: number;
  readonly emails: readonly Listed[];
}

/**
 * A page of the list's messages. @param order of the interface: `-archived_date`, `date`
 * @throws LeadspringError `remote_answer_malformed`, and what `Http` throws
 */
export async function askEmails(
  http: Http,
  { base, list }: Archive,
  order: string,
  limit: number,
  offset: number,
): Promise<ListedPage> {
  const query = `ordering=${order}&limit=${limit}&offset=${offset}&format=json`;
  const url = `${base}/api/list/${list}/emails/?${query}`;
  const { data } = page.safeParse((await askJson(http, url)).value);
  if (data === undefined) throw malformed(url, 'is no list of messages');
  const emails = data.results.map(({ message_id_hash: hash, date }) => ({ hash, at: Date.parse(date) }));
  if (emails.some(({ at }) => Number.isNaN(at))) throw malformed(url, 'has a date that is none');
  return { count: data.count, emails };
}
