/**
 * A format declared by the operator, in the words of their own server: nginx's `log_format`
 * (`$remote_addr - [$time_local] "$request" $status`) or Apache's `LogFormat` (`%h %t "%r" %>s "%{DNT}i"`).
 */
import { LeadspringError } from '../../../../base/plain.ts';
import { closingQuote } from './clf.ts';
import { type Format, type FormatOptions, hashComment, type LineFields } from './format.ts';
import { collector, type Role, rolesOf, suffices } from './roles.ts';

/** Apache's directives without and with a name in braces (mod_log_config). */
const APACHE: Readonly<Record<string, Role>> = {
  h: 'client',
  a: 'client',
  t: 'clf_time',
  r: 'request',
  s: 'status',
  m: 'method',
  U: 'path',
  q: 'query',
  v: 'host',
  V: 'host',
};
const APACHE_HEADERS: Readonly<Record<string, Role>> = {
  'user-agent': 'agent',
  'x-forwarded-for': 'forwarded',
  host: 'host',
  dnt: 'dnt',
  'sec-gpc': 'dnt',
  range: 'range',
  referer: 'referrer',
};

interface Token {
  /** Text that stands before the value. */
  readonly before: string;
  readonly role: Role;
}

const VARIABLE = /\$(?:\{(\w+)\}|(\w+))|%(?:[<>]|!?[\d,]+)*(?:\{([^}]*)\}([a-zA-Z]{1,2})|([a-zA-Z]))/g;

function apacheRole(argument: string | undefined, letter: string): Role {
  if (argument === undefined) return APACHE[letter] ?? 'ignore';
  if (letter === 'i') return APACHE_HEADERS[argument.toLowerCase()] ?? 'ignore';
  if (letter === 't') return /^(sec|msec|usec)$/.test(argument) ? 'epoch' : 'any_time';
  if (letter === 'a' || letter === 'h') return 'client';
  return 'ignore';
}

function tokensOf(pattern: string, options: FormatOptions): { tokens: readonly Token[]; after: string } {
  const tokens: Token[] = [];
  let at = 0;
  for (const match of pattern.matchAll(VARIABLE)) {
    const [whole, braced, plain, argument, directive, letter] = match;
    const nginx = braced ?? plain;
    const role =
      nginx === undefined
        ? apacheRole(argument, directive ?? letter ?? '')
        : (rolesOf([nginx], { referrer: true })[0] ?? 'ignore');
    const wanted = role !== 'referrer' || options.referrer === true;
    tokens.push({
      before: pattern.slice(at, match.index),
      role: nginx === 'host' ? 'host' : wanted ? role : 'ignore',
    });
    at = match.index + whole.length;
  }
  return { tokens, after: pattern.slice(at) };
}

/** Where a value ends: at the text that follows it, an escaped quote and a bracketed date stepped over. */
function endOf(line: string, at: number, following: string): number {
  if (following === '') return line.length;
  if (line[at] === '[' && !following.startsWith(']')) {
    const bracket = line.indexOf(']', at);
    return bracket < 0 ? -1 : line.indexOf(following, bracket);
  }
  if (following[0] !== '"') return line.indexOf(following, at);
  let end = closingQuote(line, at);
  while (end >= 0 && !line.startsWith(following, end)) end = closingQuote(line, end + 1);
  return end;
}

/**
 * Opens a declared format.
 * @throws LeadspringError setting_invalid when it does not say who, when, what and how it ended
 */
export function patternFormat(name: string, options: FormatOptions = {}): Format {
  // Quotes are escaped in the server's own configuration file; both spellings are taken.
  const { tokens, after } = tokensOf(name.replaceAll('\\"', '"').replaceAll('\\t', '\t'), options);
  if (!suffices(tokens.map((token) => token.role))) {
    throw new LeadspringError(
      'setting_invalid',
      `format: "${name}" must name at least the client, the time, the request and the status.`,
      { where: { field: 'format' } },
    );
  }
  const { begin, put, finish } = collector();
  const parse = (line: string, fields: LineFields): boolean => {
    begin(fields);
    let at = 0;
    for (const [i, { before, role }] of tokens.entries()) {
      if (!line.startsWith(before, at)) return false;
      at += before.length;
      const end = endOf(line, at, tokens[i + 1]?.before ?? after);
      if (end < 0) return false;
      if (role !== 'ignore') put(fields, role, line.slice(at, end));
      at = end;
    }
    return line.startsWith(after, at) && finish(fields);
  };
  // Without a text after the last value nobody knows whether it is whole.
  return { name, parse, complete: () => after !== '', comment: hashComment };
}
