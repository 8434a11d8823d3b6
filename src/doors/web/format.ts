/** Numbers, dates and words for people. Everything is in English and UTC, whatever the machine speaks. */
import { type Html, html } from './html.ts';

const INTEGER = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const DECIMAL = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `12,345`. */
export function sayCount(value: number): string {
  return INTEGER.format(value);
}

/** `1 person`, `2 people`. */
export function sayCountOf(value: number, one: string, many: string): string {
  return `${sayCount(value)} ${value === 1 ? one : many}`;
}

/** With one decimal: `12.3`. */
export function sayPoints(value: number): string {
  // -0.04 would print as "-0.0".
  return DECIMAL.format(Math.round(value * 10) / 10 + 0);
}

/** `3 Mar`. */
export function dayAndMonth(at: number): string {
  return `${new Date(at).getUTCDate()} ${MONTHS[new Date(at).getUTCMonth()] ?? ''}`;
}

/** `Mar 2026`. */
export function monthAndYear(at: number): string {
  return `${MONTHS[new Date(at).getUTCMonth()] ?? ''} ${new Date(at).getUTCFullYear()}`;
}

function dayMonthYear(at: number): string {
  return `${dayAndMonth(at)} ${new Date(at).getUTCFullYear()}`;
}

/** `2026-03-03`. */
export function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** `3 Mar 2026`, for a machine too. */
export function sayDay(at: number): Html {
  return html`<time datetime="${isoDay(at)}">${dayMonthYear(at)}</time>`;
}

/** `3 Mar 2026, 14:05`, UTC. */
export function sayInstant(at: number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}" title="${iso}">${dayMonthYear(at)}, ${iso.slice(11, 16)}</time>`;
}

/** A word of the code for people: `mailing_list` is "mailing list". */
export function sayWord(word: string): string {
  return word.replaceAll('_', ' ');
}

/** With a capital first letter. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
