/** Every address the web door answers, with what it is for. The documentation is tested against this table. */

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** One line. */
  readonly help: string;
}

export const ROUTES = [
  { method: 'GET', path: '/', help: 'Leads to `/leads`.' },
  {
    method: 'GET',
    path: '/leads',
    help: 'The leads: `sort`, `order`, `stage`, `kind`, `subject`, `segment`, `status`, `owner`, `emerging`, `min_score`, `q` (name or domain), `page`.',
  },
  {
    method: 'GET',
    path: '/leads/:id',
    help: 'One lead with its score, timeline, people and evidence; by id, domain or name. `as_of`: how it stood at the end of a day.',
  },
  {
    method: 'POST',
    path: '/leads/:id/steps',
    help: 'A step with a lead: `kind` is `assign` (`owner`), `note` (`text`), `snooze` (`until`), `disqualify` (`reason`, `text`), `won` or `lost` (`amount`, `currency`), `do_not_contact` or `reopen`.',
  },
  { method: 'POST', path: '/lead-steps/:id/undo', help: 'Undoes a step with a lead.' },
  {
    method: 'GET',
    path: '/digest',
    help: 'What emerged, moved and went quiet: `period` is `day` or `week`; `format` is `page`, `text` or `json`, else as `Accept` asks.',
  },
  {
    method: 'GET',
    path: '/validation',
    help: 'Whether the ranking was right before: back-test, calibration, what was learned from outcomes.',
  },
  {
    method: 'POST',
    path: '/validation',
    help: 'Uses what was learned, or the default weights: `use` is `learned` or `default`.',
  },
  {
    method: 'GET',
    path: '/topics',
    help: 'The topics in use with their words, and what they make of a `text`; as they stand for a `product`.',
  },
  {
    method: 'GET',
    path: '/people/:id',
    help: 'A person: handles and why they are one, whom they acted for and when, decisions; by id, address or login@platform.',
  },
  {
    method: 'POST',
    path: '/people/:id/decisions',
    help: 'Decides about a person: `kind` is `merge` or `never` (with `other`), `rename` (`name`), `split` (`handle`, repeated), `move` (`handle`, to the person of `other`), `lock` or `unlock`.',
  },
  {
    method: 'POST',
    path: '/people/:id/steps',
    help: 'Says that a person asked to be left alone, whomever they act for: `kind` is `do_not_contact` (`text`).',
  },
  {
    method: 'GET',
    path: '/suggestions',
    help: 'Pairs that may be one person, and the latest decisions: `page`.',
  },
  {
    method: 'GET',
    path: '/organizations/:id',
    help: 'An organization: its domains and names, whose it is, who acts for it and why, decisions; by id, domain or name: `page`.',
  },
  {
    method: 'POST',
    path: '/organizations/:id/decisions',
    help: 'Decides about an organization: `kind` is `wrong` or `right` (with `handle`), `merge` or `subsidiary` (of `other`), or `rename` (`name`).',
  },
  {
    method: 'POST',
    path: '/organization-decisions/:id/undo',
    help: 'Undoes a decision about organizations.',
  },
  {
    method: 'GET',
    path: '/organizations/:id/people',
    help: 'The people who were seen acting for an organization, from when to when: `page`.',
  },
  {
    method: 'POST',
    path: '/suggestions',
    help: 'Answers suggestions: `all` is `accept`, `reject` or `never` for each `id`; or `one` is an answer and an id.',
  },
  { method: 'POST', path: '/decisions/:id/undo', help: 'Undoes a decision.' },
  {
    method: 'GET',
    path: '/access-points',
    help: 'Every access point: who came, who went on, where a rung is missing.',
  },
  {
    method: 'POST',
    path: '/access-points/:name',
    help: 'Says something of an access point: `owner`, `audience`, `paid`, `cost`, `currency`, `next`.',
  },
  { method: 'GET', path: '/sources', help: 'The sources: where every record that was read went.' },
  {
    method: 'GET',
    path: '/sources/new',
    help: 'The kinds of source there are, by access point.',
  },
  { method: 'GET', path: '/sources/new/:kind', help: 'The form of a new source.' },
  {
    method: 'POST',
    path: '/sources/new/:kind',
    help: 'Tries and saves a new source: `name`, `every` (minutes), its settings as `set_…`, `do` is `save` or `save_untried`.',
  },
  {
    method: 'GET',
    path: '/sources/:name',
    help: 'A source: how it fares, its runs, where it is sent to, its settings.',
  },
  {
    method: 'POST',
    path: '/sources/:name',
    help: 'One button of a source: `do` is `run`, `test`, `pause`, `resume`, `remove`, `save` or `save_untried`.',
  },
  {
    method: 'GET',
    path: '/sources/:name/failed',
    help: 'Open failed events of a source: `code`, `page`.',
  },
  { method: 'POST', path: '/sources/:name/failed', help: 'Reads the failed events of a source again.' },
  { method: 'GET', path: '/assets/:file', help: 'The style sheet, the script and the icon.' },
  {
    method: 'GET',
    path: '/healthz',
    help: 'JSON: whether the database answers and its schema is the current one.',
  },
] as const satisfies readonly Route[];

type NameOf<T> = T extends { method: infer M extends string; path: infer P extends string }
  ? `${M} ${P}`
  : never;
/** `GET /leads` */
export type RouteName = NameOf<(typeof ROUTES)[number]>;
