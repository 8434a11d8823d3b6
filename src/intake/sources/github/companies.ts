/** The companies and home pages of profiles, which the lists of the REST API leave out: one question for a page of them. */
import type { Http } from '../../../base/plain.ts';
import type { Profiles } from '../../text/companies.ts';
import { fieldsOf } from '../../text/json.ts';
import { askGraphql } from './graph.ts';
import type { GithubSettings } from './settings.ts';

const COMPANIES = 'query($ids: [ID!]!) { nodes(ids: $ids) { ... on User { company websiteUrl } } }';

/** The profiles of people; null without a token. */
export function githubProfiles(http: Http, settings: GithubSettings): Profiles | null {
  if (settings.token === null) return null;
  return {
    keyOf: ({ node_id: id, type }) => (type === 'User' && typeof id === 'string' ? id : undefined),
    ask: async (ids) => {
      const { data } = await askGraphql({ http, settings }, COMPANIES, { ids });
      const { nodes } = fieldsOf(data);
      if (!Array.isArray(nodes)) return null;
      // In the order of the ids; of accounts that are gone meanwhile there is null, beside an error.
      return new Map(
        ids.flatMap((id, at) => {
          const { company, websiteUrl: homepage } = fieldsOf(nodes[at]);
          return [
            [
              id,
              {
                ...(typeof company === 'string' ? { company } : {}),
                ...(typeof homepage === 'string' ? { homepage } : {}),
              },
            ] as const,
          ];
        }),
      );
    },
  };
}
