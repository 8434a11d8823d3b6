import { expect, test } from 'vitest';
import { withDatabase } from '../../../../test/support/database.ts';
import { resolveActor } from '../rules.ts';
import { writeSightings } from '../store.ts';
import { runMatcherAside } from './matcher_aside.ts';

const NOW = Date.UTC(2026, 10, 24);

test('runs in a process of its own when something is new, ends by the signal, and else does nothing', async () => {
  await withDatabase(async (db) => {
    expect(await runMatcherAside(db, { now: NOW })).toBeNull();
    const sightings = ['kelp', 'home'].map((host) => ({
      at: NOW,
      resolution: resolveActor({ email: `wilma.thornquist@${host}.example`, name: 'Wilma Thornquist' }),
    }));
    await db.transaction((client) => writeSightings(client, sightings));
    const ending = new AbortController();
    const ended = runMatcherAside(db, { now: NOW, signal: ending.signal });
    ending.abort();
    expect(await ended).toBeNull();
    expect(await runMatcherAside(db, { now: NOW })).toMatchObject({ compared: 2 });
    expect(await runMatcherAside(db, { now: NOW })).toBeNull();
  });
});

test('a failure there is an error', async () => {
  await withDatabase(async (db) => {
    const sighting = { at: NOW, resolution: resolveActor({ email: 'wilma@kelp.example' }) };
    await db.transaction((client) => writeSightings(client, [sighting]));
    const elsewhere = { ...db, connectionString: 'postgres://127.0.0.1:1/nothing' };
    await expect(runMatcherAside(elsewhere, { now: NOW })).rejects.toMatchObject({ name: 'LeadspringError' });
  });
});
