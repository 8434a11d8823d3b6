/** Every address the web door answers, with what it is for. The documentation is tested against this table. */

export interface Route {
  readonly method: 'GET';
  readonly path: string;
  /** One line. */
  readonly help: string;
}

export const ROUTES = [
  { method: 'GET', path: '/', help: 'Leads to `/leads`.' },
  {
    method: 'GET',
    path: '/leads',
    help: 'The leads: `sort`, `order`, `stage`, `kind`, `subject`, `segment`, `min_score`, `q` (name or domain), `page`.',
  },
  {
    method: 'GET',
    path: '/leads/:id',
    help: 'One lead with its score, timeline, people and evidence; by id, domain or name. `as_of`: how it stood at the end of a day.',
  },
  { method: 'GET', path: '/sources', help: 'The sources: where every record that was read went.' },
  {
    method: 'GET',
    path: '/sources/:name/failed',
    help: 'Open failed events of a source: `code`, `page`.',
  },
  { method: 'GET', path: '/assets/:file', help: 'The style sheet, the script and the icon.' },
  {
    method: 'GET',
    path: '/healthz',
    help: 'JSON: whether the database answers and its schema is the current one.',
  },
] as const satisfies readonly Route[];

export type RoutePath = (typeof ROUTES)[number]['path'];
