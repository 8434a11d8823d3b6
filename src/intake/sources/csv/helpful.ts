/** Whether a page helped, as people and services write it. */

const YES = /^(yes|y|true|1|\+1|up|thumbs ?up|helpful|positive|good|like|ja|oui|si|sí|ano|👍|😀|😊|🙂)$/iu;
const NO =
  /^(no|n|false|0|-1|down|thumbs ?down|not helpful|unhelpful|negative|bad|dislike|nein|non|ne|👎|😞|🙁)$/iu;
const OF_FIVE = /^([1-5])(?:[.,]0)?(?:\s*(?:\/|of)\s*5|\s*stars?)$/i;

/** True or false; null for neither (three of five), undefined when the text says nothing of the kind. */
export function helpfulOf(text: string): boolean | null | undefined {
  const value = text.trim();
  if (YES.test(value)) return true;
  if (NO.test(value)) return false;
  const stars = Number(OF_FIVE.exec(value)?.[1] ?? (/^[2-5]$/.test(value) ? value : Number.NaN));
  if (Number.isNaN(stars)) return undefined;
  return stars === 3 ? null : stars > 3;
}
