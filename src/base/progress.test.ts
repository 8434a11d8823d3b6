import { describe, expect, test } from 'vitest';
import { duration, openProgress, progressLine } from './progress.ts';

const state = { label: 'git', done: 5_000, unit: 'records', bytes: 50, totalBytes: 100 };

describe('progress', () => {
  test('a line says how many, how fast, how far and how long', () => {
    expect(progressLine(state, 10, 0)).toBe('git  5,000 records  500/s  50 %  10 s left');
  });

  test('a terminal gets a bar as wide as there is room', () => {
    const line = progressLine(state, 10, 70);
    expect(line).toContain('█');
    expect(line.length).toBeLessThanOrEqual(70);
  });

  test('without a total there is neither a share nor a bar', () => {
    expect(progressLine({ label: 'git', done: 5, unit: 'records' }, 10, 80)).toBe('git  5 records  1/s');
  });

  test('a pipe gets a plain line every five seconds and the last state', () => {
    const lines: string[] = [];
    let now = 0;
    const progress = openProgress({ stream: { write: (text: string) => lines.push(text) }, now: () => now });
    for (now = 0; now <= 11_000; now += 1_000) progress.update(state);
    progress.finish(state);
    expect(lines).toHaveLength(3);
    expect(lines.join('')).not.toContain('\u001b');
  });

  test('durations read like a person says them', () => {
    expect([duration(8), duration(200), duration(7_500)]).toEqual(['8 s', '3 min', '2 h 5 min']);
  });
});
