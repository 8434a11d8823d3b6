/** Asks GitHub's API: everything of each repository, then what is new. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, PullJob } from '../../contract.ts';
import { openCompanies } from '../../text/companies.ts';
import { fieldsOf } from '../../text/json.ts';
import { githubProfiles } from './companies.ts';
import { readDiscussions } from './discussions.ts';
import {
  askGithub,
  type Reading,
  readComments,
  readForks,
  readIssues,
  readReleases,
  readStars,
} from './lists.ts';
import { type Body, keepRepository } from './record.ts';
import { type GithubSettings, readSettings } from './settings.ts';

/** The first 40,000 stars are shown, at a hundred a page. */
const SHOWN_STARS = 40_000;

export async function* pullRepositories(job: PullJob): AsyncGenerator<Batch<Body>> {
  const settings = readSettings(job.settings);
  const addCompanies = openCompanies(githubProfiles(job.http, settings), job.now);
  for (const name of settings.repositories) {
    const { repository, stars } = await askRepository(job, settings, name);
    const reading = { ...{ job, http: job.http, settings, name }, repository, addCompanies };
    const notes = notesOf(reading, stars);
    if (notes.length > 0) yield { records: [], cursors: [], notes };
    const parts = [readIssues, readComments, readReleases, readStars, readForks];
    if (settings.token !== null) parts.push(readDiscussions);
    for (const read of parts) {
      yield* read(reading);
      if (job.signal.aborted) return;
    }
  }
}

/** Asks for each repository. @returns what was found, for people */
export async function testRepositories(job: PullJob): Promise<string> {
  const settings = readSettings(job.settings);
  if (settings.repositories.length === 0) {
    throw new LeadspringError('setting_invalid', 'repositories: none is named.');
  }
  const found: string[] = [];
  for (const name of settings.repositories) {
    const { stars } = await askRepository(job, settings, name);
    found.push(`${name} with ${stars} ${stars === 1 ? 'star' : 'stars'}`);
  }
  return found.join('; ');
}

async function askRepository(
  job: PullJob,
  settings: GithubSettings,
  name: string,
): Promise<{ readonly repository: Reading['repository']; readonly stars: number }> {
  const { value } = await askGithub({ http: job.http, settings }, `/repos/${name}`);
  return { repository: keepRepository(value), stars: Number(fieldsOf(value).stargazers_count ?? 0) };
}

function notesOf({ name, settings }: Reading, stars: number): string[] {
  return [
    ...(settings.token === null ? [`${name}: discussions are shown only to a token.`] : []),
    ...(stars > SHOWN_STARS
      ? [`${name}: GitHub shows the first 40,000 of its ${stars} stars; the webhook brings later ones.`]
      : []),
  ];
}
