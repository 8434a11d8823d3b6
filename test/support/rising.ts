/** A made-up crowd of firms that write now and then, and one at which six people rise on a day and the day after. */
import type { Mail } from './history.ts';

const DAY = 86_400_000;

/** A message to the list, so many days before `first`. */
export function mailBefore(first: number, who: string, daysAgo: number): Mail {
  return {
    ...{ id: `${who.replace('@', '.')}.${daysAgo}`, from: who, name: who.split('@')[0] ?? '' },
    day: new Date(first - daysAgo * DAY).toISOString().slice(0, 10),
  };
}

/** The mail of all of them. @param first the day on which people of rises.example begin to write */
export function risingMail(first: number): readonly Mail[] {
  const mail = (who: string, daysAgo: number): Mail => mailBefore(first, who, daysAgo);
  // Each on days of its own, so that no day is one of a crowd.
  const usual = Array.from({ length: 60 }, (_, firm) =>
    Array.from({ length: 6 }, (_, time) =>
      mail(`kim${time % 2}@usual${firm}.example`, 20 + ((firm * 7) % 50) + 55 * time),
    ),
  );
  return [
    ...usual.flat(),
    mail('old@rises.example', 200),
    ...Array.from({ length: 6 }, (_, index) => mail(`new${index}@rises.example`, index % 2 === 0 ? 0 : -1)),
  ];
}
