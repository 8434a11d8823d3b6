/** The companies of profiles, which the lists of the REST API leave out: one question for a page of them. */
import type { PullJob } from '../../contract.ts';
import type { Profiles } from '../../text/companies.ts';
import { fieldsOf } from '../../text/json.ts';
import { askJson } from '../../text/remote.ts';
import type { GitlabSettings } from './settings.ts';

const ORGANIZATIONS =
  'query($names: [String!]) { users(usernames: $names) { nodes { username organization } } }';

/** The profiles of people; null without a token. */
export function gitlabProfiles({ http }: PullJob, { graphql, token }: GitlabSettings): Profiles | null {
  if (token === null) return null;
  return {
    keyOf: ({ username }) => (typeof username === 'string' ? username : undefined),
    ask: async (names) => {
      const { value } = await askJson(http, graphql, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: ORGANIZATIONS, variables: { names } }),
      });
      const { nodes } = fieldsOf(fieldsOf(fieldsOf(value).data).users);
      if (!Array.isArray(nodes)) return null;
      return new Map(
        nodes.flatMap((node: unknown) => {
          const { username, organization } = fieldsOf(node);
          return typeof username === 'string' && typeof organization === 'string'
            ? [[username, { company: organization }] as const]
            : [];
        }),
      );
    },
  };
}
