/** How a source fares, at a glance: a light and a word, never the colour alone. */
import { ERRORS, type ErrorCode } from '../../../base/index.ts';
import type { SourceSummary } from '../../../intake/index.ts';
import { type Html, html } from '../html.ts';

export type Light = 'good' | 'waits' | 'broken' | 'rests' | 'none';

export interface Health {
  readonly light: Light;
  readonly word: string;
  /** What it means and what to do. */
  readonly why: string;
}

const HOUR = 3_600_000;

/** The health of a source. An error that a later try may mend is no more than a wait. */
export function healthOf(source: SourceSummary, now: number): Health {
  if (source.removed_at !== null) return { light: 'none', word: 'removed', why: 'What it brought stays.' };
  if (source.paused_at !== null)
    return { light: 'rests', word: 'paused', why: 'It is neither asked nor sent to.' };
  if (source.last_state === 'running') return { light: 'good', word: 'running', why: 'A run is under way.' };
  if (source.last_state === 'failed') return failed(source);
  if (source.last_state === 'interrupted')
    return { light: 'waits', word: 'interrupted', why: 'The next run goes on from there.' };
  if (isLate(source, now))
    return { light: 'waits', word: 'late', why: 'Its server should have been asked. Does a worker run?' };
  if (source.open_failures > 0)
    return { light: 'waits', word: 'failed events', why: 'Some records could not be read. They are kept.' };
  if (source.last_state === null)
    return { light: 'none', word: 'nothing yet', why: 'Nothing has been read or sent so far.' };
  return { light: 'good', word: 'good', why: 'The last run read everything.' };
}

function failed({ last_error_code: code }: SourceSummary): Health {
  const known = code !== null && Object.hasOwn(ERRORS, code) ? ERRORS[code as ErrorCode] : undefined;
  const why = known?.help ?? 'The last run was stopped by an error.';
  return known?.retry === true
    ? { light: 'waits', word: 'waits', why }
    : { light: 'broken', word: 'broken', why };
}

function isLate({ every_minutes: every, pulled_at: at }: SourceSummary, now: number): boolean {
  return every !== null && at !== null && now - at.getTime() > 2 * every * 60_000 + HOUR;
}

/** The light of a source. */
export function healthLight(source: SourceSummary, now: number): Html {
  const { light, word, why } = healthOf(source, now);
  return html`<span class="light light-${light}" title="${why}">${word}</span>`;
}
