/** What happens in the story. One `StoryDay` is all of one day; writers take the part that is theirs. */
import type { Person } from './people.ts';
import type { Topic } from './topics.ts';

/** One request that a web server answered. */
export interface Hit {
  readonly at: number;
  readonly site: 'www' | 'docs' | 'download';
  /** An address or a host name. */
  readonly host: string;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
  readonly referer: string;
  readonly agent: string;
}

export type Place = 'users' | 'dev' | 'forum' | 'support';

/** One message of a conversation, whatever form it is written in. */
export interface Post {
  readonly id: string;
  readonly at: number;
  readonly place: Place;
  readonly thread: {
    readonly id: string;
    readonly number: number;
    readonly subject: string;
    readonly topic: Topic;
  };
  /** 1 for the message that began the conversation. */
  readonly number: number;
  readonly author: Person;
  /** The message it answers. */
  readonly parent?: Post;
  /** Paragraphs, without greeting, quote or signature. */
  readonly paragraphs: readonly string[];
  readonly language: string;
  /** `automatic`: an out-of-office reply; `bounce`: the mail system's own. */
  readonly nature: 'person' | 'automatic' | 'bounce';
}

/** One change of the product's source, merged with a merge commit or put on the main branch directly. */
export interface Change {
  readonly at: number;
  readonly author: Person;
  readonly committer: Person;
  readonly coAuthors: readonly Person[];
  readonly reviewer?: Person;
  readonly signed: boolean;
  readonly subject: string;
  readonly body: readonly string[];
  readonly path: string;
  /** Further commits on the same branch; none for a change that went on the main branch directly. */
  readonly branch: readonly { readonly subject: string; readonly path: string }[] | undefined;
}

/** One act in the hosted flavour. */
export interface Use {
  readonly at: number;
  readonly person: Person;
  readonly event: string;
  readonly quantity: number;
}

export interface StoryDay {
  /** Midnight, UTC. */
  readonly day: number;
  /** Each list is in order of time. */
  readonly hits: readonly Hit[];
  readonly posts: readonly Post[];
  readonly changes: readonly Change[];
  readonly uses: readonly Use[];
}
