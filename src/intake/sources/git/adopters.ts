/** Public lists of adopters in the newest commit: who stands in them, and since when. */
import { LeadspringError } from '../../../base/plain.ts';
import type { AssetClaim, Batch, ReadJob, SourceRecord } from '../../contract.ts';
import { collectGit, gitLines } from '../../files/run_git.ts';
import { isAdopterList, readAdopters } from '../../text/adopter_list.ts';
import type { GitBody } from './adapt.ts';
import type { Repository } from './repository.ts';

/** Folders in which such a list is looked for, besides the root. */
const FOLDERS = ['docs/', 'doc/', '.github/', 'community/', 'website/'];

/** An organization that a list names. */
export interface ListedAdopter {
  readonly name: string;
  readonly site?: string;
  readonly confidence: number;
  readonly line: number;
  /** Path of the list in the repository. */
  readonly list: string;
  /** Seconds since the epoch: when a commit first added a line with this name. */
  readonly since: string;
}

/**
 * The adopters of a repository, each a record. They are read whole each time, for a list is short; what is known
 * counts as duplicate. A list that cannot be read (a clone without blobs) is a note, not an error of the history.
 */
export async function* readAdopterLists(
  job: ReadJob,
  repository: Repository,
): AsyncGenerator<Batch<GitBody>> {
  const { place, key, title } = repository;
  const asset: AssetClaim = { kind: 'repository', key, title };
  for (const list of await findLists(job, repository)) {
    try {
      const args = ['cat-file', 'blob', `HEAD:${list}`];
      const adopters = readAdopters(await collectGit({ place, args, signal: job.signal }));
      const since = await firstNamed(
        job,
        repository,
        list,
        adopters.map(({ name }) => name),
      );
      const records = adopters.map((adopter): SourceRecord<GitBody> => {
        const listed: ListedAdopter = { ...adopter, list, since: since.get(adopter.name) ?? '' };
        return {
          id: `adopter:${key}:${adopter.name.toLowerCase()}`,
          place: { file: `${job.input}/${list}`, line: adopter.line },
          body: { adopter: listed, repository: asset },
        };
      });
      if (records.length > 0) yield { records, cursors: [] };
    } catch (error) {
      if (job.signal.aborted || !(error instanceof LeadspringError)) throw error;
      yield { records: [], cursors: [], notes: [`${list} could not be read: ${error.message}`] };
    }
  }
}

async function findLists(job: ReadJob, { place }: Repository): Promise<readonly string[]> {
  // 128: there is no such commit, e.g. HEAD names a branch that was never born
  const args = ['ls-tree', '--name-only', '--full-tree', 'HEAD', '--', ...FOLDERS];
  const call = { place, signal: job.signal, accept: [0, 128] };
  const inFolders = await collectGit({ ...call, args });
  const inRoot = await collectGit({ ...call, args: ['ls-tree', '--name-only', '--full-tree', 'HEAD'] });
  return [...inRoot.split('\n'), ...inFolders.split('\n')].filter(isAdopterList);
}

/** When each name first stood in an added line of the list. */
async function firstNamed(
  job: ReadJob,
  { place }: Repository,
  list: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const format = ['--reverse', '--no-merges', '--format=commit %ct', '--unified=0', '--no-color'];
  const safe = ['--no-ext-diff', '--no-textconv', '--no-renames'];
  const args = ['log', ...format, ...safe, '-p', 'HEAD', '--', list];
  const since = new Map<string, string>();
  // gitLines gives bytes as characters.
  const wanted = new Map(names.map((name) => [name, Buffer.from(name, 'utf8').toString('latin1')]));
  let at = '';
  for await (const line of gitLines({ place, args, signal: job.signal })) {
    if (line.startsWith('commit ')) at = line.slice('commit '.length);
    if (!line.startsWith('+') || line.startsWith('+++')) continue;
    for (const [name, bytes] of wanted) {
      if (!line.includes(bytes)) continue;
      since.set(name, at);
      wanted.delete(name);
    }
  }
  return since;
}
