/** Whether a page links to what it is said to mention (https://www.w3.org/TR/webmention/#webmention-verification). */
import { type Http, LeadspringError } from '../../../base/plain.ts';
import type { Batch, PullJob, SourceRecord } from '../../contract.ts';
import { wordOf } from '../../deliveries/values.ts';
import { decodeEntities } from '../../text/html.ts';
import { type Mention, mentionId, webAddress } from './mention.ts';

/** Of a page no more is read. */
const LARGEST = 1024 * 1024;
const BATCH_RECORDS = 20;

/** Looks at the pages that said they mention us, and were not looked at yet. */
export async function* verifyUnverified(job: PullJob): AsyncGenerator<Batch<Mention>> {
  const said = (await job.unverified?.()) ?? [];
  const mentions = said.flatMap(({ at, details: { source, target } }) =>
    typeof source === 'string' && typeof target === 'string'
      ? [{ source, target, state: 'pending' as const, at }]
      : [],
  );
  yield* verifyMentions(job, mentions);
}

/** What a run needs of its job. */
interface Job {
  readonly http: Http;
  readonly now: number;
  readonly signal: AbortSignal;
}

/**
 * Asks the page of every mention. What could not be asked now (`remote_unreachable` and the like) is left as it is and
 * noted, to be asked again by a later run.
 */
export async function* verifyMentions(
  { http, now, signal }: Job,
  mentions: Iterable<Mention> | AsyncIterable<Mention>,
): AsyncGenerator<Batch<Mention>> {
  let records: SourceRecord<Mention>[] = [];
  let notes: string[] = [];
  for await (const mention of mentions) {
    if (signal.aborted) break;
    try {
      const found = await verifyMention(http, mention, now);
      const id = `${mentionId(mention)}:${found.state}`;
      records.push({ id, place: { file: mention.source }, body: found });
    } catch (thrown) {
      if (!(thrown instanceof LeadspringError)) throw thrown;
      notes.push(
        `${new URL(mention.source).host} could not be asked whether it mentions us (${thrown.code}).`,
      );
    }
    if (records.length < BATCH_RECORDS) continue;
    yield { records, cursors: [], notes };
    [records, notes] = [[], []];
  }
  if (records.length + notes.length > 0) yield { records, cursors: [], notes };
}

/** Asks the page of a mention. @throws LeadspringError as `Http`, but for a page that is gone: it links to nothing */
export async function verifyMention(http: Http, mention: Mention, now: number): Promise<Mention> {
  const answer = await http.request(mention.source, {
    headers: { accept: 'text/html, application/xhtml+xml, application/json, text/plain;q=0.5' },
    maxBytes: LARGEST,
    expect: [404, 410],
  });
  const { source, target } = mention;
  if (answer.status >= 400) return { source, target, state: 'absent', at: now };
  const text = Buffer.from(answer.body).toString('utf8');
  const type = answer.headers['content-type'] ?? '';
  const linked = /^text\/plain|json\b/i.test(type)
    ? addressesIn(text).some((address) => isSame(address, target))
    : linksOf(text).some((link) => isSame(link, target, answer.url));
  if (!linked) return { source, target, state: 'absent', at: now };
  const title = wordOf(decodeEntities(/<title\b[^<>]{0,200}>([^<]{1,1000})/i.exec(text)?.[1] ?? ''));
  return { source, target, state: 'linked', at: mention.at, ...(title === undefined ? {} : { title }) };
}

const LINK =
  /<(?:a|area|link|img|video|audio|source|iframe)\b[^<>]{0,2000}?\s(?:href|src)\s*=\s*(?:"([^"<>]{1,2000})"|'([^'<>]{1,2000})'|([^\s"'<>]{1,2000}))/gi;

/** What a page links to. Bounded in time, whatever the page holds. */
function linksOf(html: string): readonly string[] {
  const visible = html.replace(/<!--[\s\S]*?(?:-->|$)/g, ' ');
  return [...visible.matchAll(LINK)].map((match) => decodeEntities(match[1] ?? match[2] ?? match[3] ?? ''));
}

function addressesIn(text: string): readonly string[] {
  // JSON may write slashes as `\/`.
  return text.replaceAll('\\/', '/').match(/https?:\/\/[^\s"'<>\\]{1,2000}/gi) ?? [];
}

/** Whether a link leads to the address, but for the fragment. @param base of links that are relative */
function isSame(link: string, target: string, base?: string): boolean {
  const absolute = URL.canParse(link, base) ? new URL(link, base).href : undefined;
  return webAddress(absolute)?.href === webAddress(target)?.href && absolute !== undefined;
}
