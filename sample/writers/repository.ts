/** The product's source as a bare git repository, written through `git fast-import`. Same story, same commit ids. */
import { join } from 'node:path';
import { DAY, type Release } from '../story/calendar.ts';
import type { Change, StoryDay } from '../story/events.ts';
import type { World } from '../story/world.ts';
import { startGit } from './git.ts';
import { createHistory } from './history.ts';
import type { FileSummary, Writer } from './writer.ts';

const PATH = 'repository.git';

/** Starts git in `directory`. `stop` ends it when another writer fails. */
export async function repository(world: World, directory: string, stop: AbortSignal): Promise<Writer> {
  const git = await startGit(join(directory, PATH), stop);
  const history = createHistory(world);
  const releases = world.calendar.releases;
  let told = world.calendar.start - 100 * DAY;
  await git.write(history.begin());
  return {
    async take(day) {
      for (const step of stepsOf(day, releases, told)) {
        await git.write('change' in step ? history.change(step.change) : history.release(step.release));
      }
      told = day.day + DAY;
    },
    async close() {
      await git.write(history.finish());
      await git.end();
      const summary: FileSummary = { path: PATH, kind: 'git', ...history.counts() };
      return [summary];
    },
  };
}

type Step =
  | { readonly at: number; readonly change: Change }
  | { readonly at: number; readonly release: Release };

/** Changes of the day, and releases since the day before, in order of time. */
function stepsOf(day: StoryDay, releases: readonly Release[], from: number): Step[] {
  const due = releases.filter((release) => release.at >= from && release.at < day.day + DAY);
  const steps: Step[] = [
    ...day.changes.map((change) => ({ at: change.at, change })),
    ...due.map((release) => ({ at: release.at, release })),
  ];
  return steps.sort((a, b) => a.at - b.at);
}
