/** The stage of a deal, as sales tools and people write it, → how the deal stands. */

const WON =
  /\b(won|closedwon|win|signed|gewonnen|abgeschlossen|gagne|gagnee|signe|ganad[oa]|firmado|vyhran[oaey]?|ziskan[oaey]?|podepsan[oaey]?)\b/;
const LOST =
  /\b(lost|closedlost|loss|dead|abandoned|cancell?ed|disqualified|rejected|declined|verloren|abgesagt|perdue?|perdid[oa]|abandonne|prohran[oaey]?|ztracen[oaey]?|zrusen[oaey]?)\b/;
const NOT = /\b(not|nicht|non|pas|no|ne)\b/;

/** Lost words go first: "closed lost", "not signed". A stage that says neither is a deal under way. */
export function dealAct(stage: string): 'deal_open' | 'deal_won' | 'deal_lost' {
  const words = stage
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ');
  if (LOST.test(words)) return 'deal_lost';
  return WON.test(words) && !NOT.test(words) ? 'deal_won' : 'deal_open';
}
