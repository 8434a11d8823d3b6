/** Asks GitLab's API: everything of each project, then what is new. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, PullJob } from '../../contract.ts';
import { openCompanies } from '../../text/companies.ts';
import { fieldsOf } from '../../text/json.ts';
import { gitlabProfiles } from './companies.ts';
import { askGitlab, type Reading, readForks, readStars, readThreads } from './lists.ts';
import { type Body, keepProject, THREADS } from './record.ts';
import { type GitlabSettings, readSettings } from './settings.ts';

export async function* pullProjects(job: PullJob): AsyncGenerator<Batch<Body>> {
  const settings = readSettings(job.settings);
  const addCompanies = openCompanies(gitlabProfiles(job, settings), job.now);
  for (const name of settings.projects) {
    const reading = { ...(await askProject(job, settings, name)), addCompanies };
    for (const of of THREADS) yield* readThreads(reading, of);
    yield* readStars(reading);
    yield* readForks(reading);
    if (job.signal.aborted) return;
  }
}

/** Asks for each project. @returns what was found, for people */
export async function testProjects(job: PullJob): Promise<string> {
  const settings = readSettings(job.settings);
  if (settings.projects.length === 0) {
    throw new LeadspringError('setting_invalid', 'projects: none is named.');
  }
  const found: string[] = [];
  for (const name of settings.projects) {
    const { stars } = await askProject(job, settings, name);
    found.push(`${name} with ${stars} ${stars === 1 ? 'star' : 'stars'}`);
  }
  return found.join('; ');
}

async function askProject(
  job: PullJob,
  settings: GitlabSettings,
  name: string,
): Promise<Omit<Reading, 'addCompanies'>> {
  const { value } = await askGitlab({ job, settings }, `/projects/${encodeURIComponent(name)}`);
  const { star_count: stars } = fieldsOf(value);
  return {
    job,
    settings,
    name,
    project: keepProject(value),
    stars: Number.isInteger(stars) ? Number(stars) : 0,
  };
}
