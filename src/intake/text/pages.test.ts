import { expect, test } from 'vitest';
import { type BackState, type DownState, walkBack, walkDown, walkSince } from './pages.ts';

interface Item {
  readonly id: number;
  readonly at: number;
}
const HOUR = 3_600_000;
const SIZE = 10;
const items = (count: number, at = (id: number) => id * HOUR): Item[] =>
  Array.from({ length: count }, (_unused, index) => ({ id: index + 1, at: at(index + 1) }));
const common = {
  what: 'items',
  timeOf: ({ at }: Item) => at,
  idOf: ({ id }: Item) => String(id),
  until: 10_000 * HOUR,
};

const pageOf = (list: readonly Item[], page: number) => ({
  items: list.slice((page - 1) * SIZE, page * SIZE),
  more: list.length > page * SIZE,
});

function changing(list: Item[], before: (asked: number) => void = () => undefined) {
  let asked = 0;
  const ask = async (since: number | null, page: number) => {
    before(++asked);
    const kept = list.filter(({ at }) => since === null || at >= since).sort((a, b) => a.at - b.at);
    return pageOf(kept, page);
  };
  return { list: { ...common, ask }, asked: () => asked };
}

async function all<T extends { readonly items: readonly Item[] }>(walk: AsyncIterable<T>) {
  const pages: T[] = [];
  for await (const page of walk) pages.push(page);
  const ids = new Set(pages.flatMap((page) => page.items.map(({ id }) => id)));
  return { pages, ids: [...ids].sort((a, b) => a - b) };
}

const upTo = (count: number): number[] => items(count).map(({ id }) => id);

test('what moves to the end while it is read hides nothing', async () => {
  const list = items(95);
  const { list: moving } = changing(list, (asked) => {
    const first = list.findIndex(({ at }) => at <= asked * HOUR);
    if (first >= 0) list[first] = { id: list[first]?.id ?? 0, at: (1_000 + asked) * HOUR };
  });
  expect((await all(walkSince(moving, null))).ids).toEqual(upTo(95));
});

test('the same moment for more than a page', async () => {
  const { list, asked } = changing(items(45, (id) => (id < 5 ? 1 : 2) * HOUR));
  expect((await all(walkSince(list, null))).ids).toEqual(upTo(45));
  expect(asked()).toBeLessThan(10);
});

test('a later walk begins a little before where the last one ended, and never goes back', async () => {
  const { list } = changing(items(30));
  const { pages, ids } = await all(walkSince(list, 30 * HOUR));
  expect(ids).toEqual([30]);
  expect(pages.at(-1)?.since).toBe(30 * HOUR);
  const { pages: none } = await all(walkSince(changing([]).list, 30 * HOUR));
  expect(none.at(-1)?.since).toBe(30 * HOUR);
});

test('a server that answers again and again with something else is given up', async () => {
  const ask = async () => pageOf(items(30), 1);
  const walk = all(walkSince({ ...common, ask }, 20 * HOUR));
  await expect(walk).rejects.toMatchObject({ code: 'remote_answer_malformed' });
});

function numbered(list: Item[], before: (asked: number) => void = () => undefined) {
  let asked = 0;
  const ask = async (page: number) => {
    before(++asked);
    return { items: pageOf(list, page).items, last: Math.max(1, Math.ceil(list.length / SIZE)) };
  };
  return { list: { ...common, ask }, asked: () => asked };
}

test('what is taken away while a list is read hides nothing that stays', async () => {
  const list = items(95);
  const { list: shrinking } = numbered(list, () => list.splice(0, 2));
  const { ids } = await all(walkBack(shrinking, null));
  expect(ids).toEqual(expect.arrayContaining(list.map(({ id }) => id)));
});

test('a later walk reads what is new, wherever it stands now', async () => {
  const list = items(95);
  const { pages } = await all(walkBack(numbered(list).list, null));
  const state = pages.at(-1)?.state ?? null;
  list.splice(0, 40);
  list.push({ id: 200, at: 200 * HOUR });
  const { list: later, asked } = numbered(list);
  expect((await all(walkBack(later, state))).ids).toContain(200);
  expect(asked()).toBeLessThanOrEqual(3);
});

test('a walk that was cut goes on, and then looks for what came meanwhile', async () => {
  const list = items(95);
  let state: BackState | null = null;
  const ids = new Set<number>();
  for (let cut = 0; cut < 3; cut++) {
    for await (const page of walkBack(numbered(list).list, state)) {
      for (const { id } of page.items) ids.add(id);
      state = page.state;
      break;
    }
    list.push({ id: 96 + cut, at: (96 + cut) * HOUR });
  }
  const rest = await all(walkBack(numbered(list).list, state));
  expect([...new Set([...ids, ...rest.ids])].sort((a, b) => a - b)).toEqual(upTo(98));
});

test('a short list is asked for once', async () => {
  const { list, asked } = numbered(items(3));
  expect((await all(walkBack(list, null))).ids).toEqual([1, 2, 3]);
  expect(asked()).toBe(1);
});

test('the first page in place of the last one is noticed', async () => {
  const list = items(35);
  const ask = async () => ({ items: pageOf(list, 1).items, last: 4 });
  await expect(all(walkBack({ ...common, ask }, null))).rejects.toMatchObject({
    code: 'remote_answer_malformed',
  });
});

function latest(list: Item[]) {
  let asked = 0;
  const ask = async (place: string | null) => {
    asked++;
    const sorted = list.filter(({ id }) => place === null || id < Number(place)).sort((a, b) => b.id - a.id);
    const found = sorted.slice(0, SIZE);
    return { items: found, next: sorted.length > SIZE ? String(found.at(-1)?.id) : null };
  };
  return { list: { ...common, ask }, asked: () => asked };
}

test('from the latest down, cut and resumed, then only what is new', async () => {
  const list = items(35);
  let state: DownState | null = null;
  const ids = new Set<number>();
  for (let cut = 0; cut < 2; cut++) {
    for await (const page of walkDown(latest(list).list, state)) {
      for (const { id } of page.items) ids.add(id);
      state = page.state;
      break;
    }
    list.push({ id: 36 + cut, at: (36 + cut) * HOUR });
  }
  const rest = await all(walkDown(latest(list).list, state));
  expect([...new Set([...ids, ...rest.ids])].sort((a, b) => a - b)).toEqual(upTo(37));
  const { list: later, asked } = latest(list);
  list.push({ id: 38, at: 38 * HOUR });
  const news = await all(walkDown(later, rest.pages.at(-1)?.state ?? null));
  expect(news.ids).toContain(38);
  expect(asked()).toBe(1);
});
