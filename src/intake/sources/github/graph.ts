/** Questions to GitHub's GraphQL API, which answers only to who has a token. */
import type { Http } from '../../../base/plain.ts';
import { type Fields, fieldsOf } from '../../text/json.ts';
import { askJson } from '../../text/remote.ts';
import type { GithubSettings } from './settings.ts';

/** The fields of an answer, `data` and `errors`: errors come with status 200. @throws LeadspringError as `askJson` */
export async function askGraphql(
  { http, settings }: { readonly http: Http; readonly settings: GithubSettings },
  query: string,
  variables: Fields,
): Promise<Fields> {
  const { value } = await askJson(http, settings.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${settings.token ?? ''}` },
    body: JSON.stringify({ query, variables }),
  });
  return fieldsOf(value);
}
