/**
 * Amazon S3's server access log (S3 User Guide: "Amazon S3 server access log format"):
 *
 *   owner bucket [time] client requester request-id OPERATION key "request" status error bytes size total turn-around
 *   "referrer" "agent" version host-id signature cipher authentication host ...
 *
 * What was asked for is the key, for the path may begin with the bucket; and the query carries signatures.
 */
import { agentAfter, closingQuote, referrerAfter } from './clf.ts';
import { clfDays } from './dates.ts';
import { type Format, type FormatOptions, hashComment, hostOf, type LineFields, statusOf } from './format.ts';

const QUOTE = 34;
/** `REST.GET.OBJECT`, `WEBSITE.HEAD.OBJECT`, `S3.EXPIRE.OBJECT`, `BATCH.DELETE.OBJECT`, ... */
const OPERATION = /^[A-Z][A-Z\d]*\.([A-Z]+)\.[A-Z_\d]+$/;
const OF_OBJECT = '.OBJECT';
const OF_AMAZON = '.amazonaws.com';
/** Where the host stands behind the agent. */
const HOST = 6;

/** Opens the format. */
export function s3Format({ referrer = false }: FormatOptions = {}): Format {
  const dayOf = clfDays();

  const parse = (line: string, fields: LineFields): boolean => {
    const owner = line.indexOf(' ');
    const bracket = line.indexOf(' [', owner + 1);
    // Owner and bucket and nothing else stand before the date.
    if (owner <= 0 || bracket < 0 || line.indexOf(' ', owner + 1) !== bracket) return false;
    const day = dayOf(line, bracket + 2);
    const client = line.indexOf('] ', bracket) + 2;
    if (Number.isNaN(day) || client < 2) return false;
    const clientEnd = line.indexOf(' ', client);
    const requester = line.indexOf(' ', clientEnd + 1);
    const operation = line.indexOf(' ', requester + 1) + 1;
    const operationEnd = line.indexOf(' ', operation);
    const keyEnd = line.indexOf(' ', operationEnd + 1);
    if (clientEnd < 0 || requester < 0 || operation < 1 || operationEnd < 0 || keyEnd < 0) return false;
    const act = line.slice(operation, operationEnd);
    const method = OPERATION.exec(act)?.[1];
    const requestEnd = line.charCodeAt(keyEnd + 1) === QUOTE ? closingQuote(line, keyEnd + 2) : keyEnd + 1;
    if (method === undefined || requestEnd < 0) return false;
    const statusEnd = line.indexOf(' ', requestEnd + 2);
    fields.status = statusOf(line.slice(requestEnd + 2, statusEnd));
    if (statusEnd < 0 || fields.status < 0) return false;
    fields.client = line.slice(client, clientEnd);
    fields.day = day;
    const key = line.slice(operationEnd + 1, keyEnd);
    // Lists of a bucket and its settings are no files.
    fields.request = act.endsWith(OF_OBJECT) ? `${method} /${decodedOnce(key)}` : '-';
    fields.agent = agentAfter(line, statusEnd);
    fields.host = hostAfter(line, line.slice(owner + 1, bracket));
    if (referrer) fields.referrer = referrerAfter(line, statusEnd);
    return true;
  };
  // Files are delivered whole; what follows the agent tells that it is.
  return { name: 's3', parse, complete: (line) => /" (?:\S+ ){6}\S+/.test(line), comment: hashComment };
}

/** Keys are encoded twice. */
function decodedOnce(key: string): string {
  return key.includes('%25') ? key.replaceAll('%25', '%') : key;
}

/** The host of a bucket with a name of its own; a bucket that is a host has its name, too. */
function hostAfter(line: string, bucket: string): string {
  const quote = line.lastIndexOf('" ');
  const host = quote < 0 ? '' : hostOf(line.slice(quote + 2).split(' ', HOST)[HOST - 1] ?? '');
  if (host.includes('.') && !host.endsWith(OF_AMAZON)) return host;
  return bucket.includes('.') ? bucket : '';
}
