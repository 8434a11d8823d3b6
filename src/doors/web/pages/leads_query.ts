/** What one may ask of the list of leads, and how it is written in an address. */
import { z } from 'zod';
import { LEAD_SORTS, type LeadFilter, type LeadSort, STAGES, STATUSES } from '../../../leads/index.ts';
import { link, PAGE_SIZE, pageNumber } from '../query.ts';

export const SEGMENTS = ['wants_guarantees', 'do_it_yourself', 'unknown'] as const;

export const LEADS_QUERY = z.strictObject({
  q: z.string().max(200, 'at most 200 characters').optional(),
  stage: z.enum([...STAGES, 'any']).optional(),
  kind: z
    .string()
    .regex(/^[a-z_]{1,40}$/, 'a word in lower case')
    .optional(),
  subject: z.enum(['organization', 'person']).optional(),
  segment: z.enum(SEGMENTS).optional(),
  status: z.enum([...STATUSES, 'any']).optional(),
  owner: z.string().max(100, 'at most 100 characters').optional(),
  emerging: z.enum(['true']).optional(),
  min_score: z.coerce.number().min(0).max(1_000_000).optional(),
  sort: z.enum(LEAD_SORTS as [LeadSort, ...LeadSort[]]).optional(),
  order: z.enum(['asc', 'desc']).optional(),
  page: pageNumber,
});
export type LeadsQuery = z.infer<typeof LEADS_QUERY>;

/** The order in which a column is sorted first: names from A, everything else from the most. */
export function orderOf(sort: LeadSort, order?: 'asc' | 'desc'): 'asc' | 'desc' {
  return order ?? (sort === 'name' || sort === 'surprise' ? 'asc' : 'desc');
}

/** The query in the terms of the leads room. @param bestBy what the list is sorted by when nothing is asked for */
export function toFilter(query: LeadsQuery, bestBy: LeadSort): LeadFilter {
  const { q, stage, kind, subject, segment, status, owner, emerging, sort = bestBy, order, page } = query;
  const { min_score: minScore } = query;
  return {
    sort,
    direction: orderOf(sort, order) === 'asc' ? 'ascending' : 'descending',
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
    ...(stage === undefined ? {} : { stage }),
    ...(kind === undefined ? {} : { kind }),
    ...(subject === undefined ? {} : { subject }),
    ...(segment === undefined ? {} : { segment }),
    ...(status === undefined ? {} : { status }),
    ...(owner === undefined ? {} : { owner }),
    ...(emerging === undefined ? {} : { emerging: true }),
    ...(q === undefined ? {} : { search: q }),
    ...(minScore === undefined ? {} : { minScore }),
  };
}

/** The address of the list with some of the query changed; what is the default is left out. */
export function leadsLink(query: LeadsQuery, change: Partial<LeadsQuery>): string {
  const { sort, order, page, ...filter } = { ...query, ...change };
  return link('/leads', {
    ...filter,
    sort,
    order: order === orderOf(sort ?? 'score') ? undefined : order,
    page: page === 1 ? undefined : page,
  });
}

/** Whether anything narrows the list. */
export function isFiltered({ sort: _sort, order: _order, page: _page, ...filter }: LeadsQuery): boolean {
  return Object.values(filter).some((each) => each !== undefined);
}
