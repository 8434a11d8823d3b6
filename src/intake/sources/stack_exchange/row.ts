/** A row of Posts.xml or Comments.xml as a post (Stack Exchange: "Database schema documentation for the public data dump"). */
import type { PostBody, Shown } from './post.ts';
import type { Attributes } from './rows.ts';

const KINDS: Readonly<Record<string, 'question' | 'answer'>> = { 1: 'question', 2: 'answer' };

/** A whole number, or null. */
export function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}

/** The tags of a question: `<a><b>`, or `|a|b|` in dumps since 2024. */
export function tagsOf({ Tags: tags }: Attributes): readonly string[] {
  return (tags?.slice(0, 1_000).match(/[^<>|]+/g) ?? []).map((tag) => tag.toLowerCase());
}

/** Times are UTC, without saying so. */
function timeOf(text: string | undefined): number | null {
  const time = /^\d{4}-\d\d-\d\dT[\d:.]{5,15}$/.test(text ?? '') ? Date.parse(`${text}Z`) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

/** A row of Posts.xml. */
export function postOfRow(row: Attributes, shown: Shown | undefined): PostBody {
  const id = numberOf(row.Id);
  const kind = KINDS[row.PostTypeId ?? ''] ?? 'other';
  const parent = kind === 'answer' ? numberOf(row.ParentId) : null;
  return {
    post: {
      ...{ kind, id, parent, thread: kind === 'answer' ? parent : id },
      title: row.Title ?? '',
      body: row.Body ?? null,
      html: true,
      created: timeOf(row.CreationDate),
      edited: timeOf(row.LastEditDate),
      user: numberOf(row.OwnerUserId),
      name: shown?.name ?? row.OwnerDisplayName ?? '',
      ...(shown?.homepage === undefined ? {} : { homepage: shown.homepage }),
      tags: [...tagsOf(row)],
      score: numberOf(row.Score),
      accepted: numberOf(row.AcceptedAnswerId),
    },
  };
}

/** A row of Comments.xml. @param thread the question that the commented post belongs to */
export function commentOfRow(row: Attributes, shown: Shown | undefined, thread: number | null): PostBody {
  return {
    post: {
      ...{ kind: 'comment', id: numberOf(row.Id), parent: numberOf(row.PostId), thread },
      title: '',
      body: row.Text ?? null,
      html: false,
      created: timeOf(row.CreationDate),
      edited: null,
      user: numberOf(row.UserId),
      name: shown?.name ?? row.UserDisplayName ?? '',
      ...(shown?.homepage === undefined ? {} : { homepage: shown.homepage }),
      tags: [],
      score: numberOf(row.Score),
      accepted: null,
    },
  };
}
