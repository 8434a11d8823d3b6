/** Native ids of rows: the row's own id where it has one, else what is in it. */
import { hash } from 'node:crypto';
import type { Field, Kind } from './kinds.ts';
import type { Row } from './row.ts';
import { dealAct } from './stages.ts';
import { createTally } from './tally.ts';

type Values = Row['values'];

/**
 * Makes the id of each row of one file. Rows of the same id (or, without one, of the same content) are told apart:
 * - without an id column, the second identical row gets `:2`, so that two equal sales stay two; the ids are the same
 *   whatever the order of the rows, and a file that grows or is read again adds only what is new;
 * - with one, an identical row is the same row, and another content under the same id gets `:2` (several tickets
 *   under one order number). A correction in place keeps its id.
 */
export function createRowIds(kind: Kind, fields: readonly Field[]): (values: Values) => string {
  const tally = createTally();
  const sorted = [...fields].sort(); // the order of the columns does not matter
  return (values) => {
    const filled = sorted.filter((field) => values[field]).map((field) => [field, values[field]]);
    const content = digest(JSON.stringify([kind, filled]));
    const own = ownId(kind, values);
    if (own === undefined) return numbered(`${kind}:${content}`, tally.increment(content));
    const number = tally.get(content) ?? tally.increment(digest(own));
    tally.set(content, number);
    return numbered(own, number);
  };
}

function numbered(id: string, number: number): string {
  return number === 1 ? id : `${id}:${number}`;
}

/** A deal is a new fact when its stage turns, a contract when its plan does. */
function ownId(kind: Kind, values: Values): string | undefined {
  const id = values.id?.trim();
  if (id === undefined || id === '') return undefined;
  const item = {
    contracts: values.plan,
    deals: dealAct(values.stage ?? ''),
    book_sales: values.isbn ?? values.title,
    attendees: values.event,
    spend: undefined,
    searches: undefined,
    feedback: undefined,
    tickets: undefined,
  }[kind];
  const whole = [kind, id, ...(item === undefined ? [] : [item.trim().toLowerCase()])].join(':');
  return whole.length <= 300 ? whole : `${kind}:${digest(whole)}`;
}

/** 128 bits of SHA-256 in hex. */
function digest(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}
