/** What every writer is: it takes the story's days in order and says at the end what it wrote. */
import type { StoryDay } from '../story/events.ts';

export const FILE_KINDS = [
  'access_log',
  'network_file',
  'git',
  'mbox',
  'maildir',
  'csv',
  'forum',
  'blog',
  'hosted',
  'truth',
  'readme',
] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** What one file (or repository, or Maildir) holds. Only the counts that make sense for its kind are there. */
export interface FileSummary {
  /** Relative to the sample's directory, with forward slashes. */
  readonly path: string;
  readonly kind: FileKind;
  readonly bytes?: number;
  readonly lines?: number;
  readonly messages?: number;
  /** Rows of data, the header left out. */
  readonly rows?: number;
  /** Commits reachable from the main branch that are no merges. */
  readonly commits?: number;
  readonly merges?: number;
  readonly tags?: number;
}

export interface Writer {
  take(day: StoryDay): Promise<void>;
  close(): Promise<readonly FileSummary[]>;
}
