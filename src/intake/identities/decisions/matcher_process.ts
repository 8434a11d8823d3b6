/** The process of `runMatcherAside`: a connection of its own, one run, one answer. */
import { reopenDatabase, workAside } from '../../../base/index.ts';
import { type MatcherReport, runMatcher } from './matcher.ts';
import type { MatcherTask } from './matcher_aside.ts';

workAside<MatcherTask, number, MatcherReport>(async ({ connectionString, now, all }, progress) => {
  const db = await reopenDatabase(connectionString);
  try {
    return await runMatcher(db, { now, all, progress });
  } finally {
    await db.close();
  }
});
