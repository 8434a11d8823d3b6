/** The company field of a profile, as code hosts and forums have it: free text with habits of its own. */
import { foldName } from '../names.ts';
import { evidenceName, type OrganizationEvidence, siteDomain } from './evidence.ts';

const LIMIT = 300;
const MOST = 5;

/** People without an employer, in some languages. */
const NOBODY =
  /^(?:n\/?a|none|nope|no|nothing|-+|\.+|\?+|me|myself|self|home|private|privat|independent|unemployed|retired|student|studentin|etudiante?|estudiante|freelance[rd]?|freelancing|self[- ]?employed|contractor|consultant|hobby(?:ist)?|rentner|selbst(?:st)?andig|freiberufl(?:er|ich)|independante?|autonom[oa]|looking for (?:a )?(?:job|work)|open to work|earth|the internet|everywhere|nowhere|anonymous)$/u;
const FORMER = /^(?:ex|former|formerly|prev|previously|past|ehemals|früher|ancien(?:nement)?|antes)[-:. ]+/iu;
const LEGAL_AFTER_COMMA =
  /,\s*(?=(?:inc|llc|ltd|llp|lp|l\.l\.c|corp|co|plc|gmbh|s\.?a|s\.?l|pty|pvt|limited)\b)/giu;

/**
 * The organizations of a company field: `@acme`, `Acme Inc. / @other`, `https://acme.example`, `CTO at Acme`.
 * The first is the likeliest. Former employers and "freelance", "student" and the like are left out.
 * @param platform whose field it is; `@acme` is an account of it
 */
export function profileEvidence(field: string, platform = ''): readonly OrganizationEvidence[] {
  const parts = field
    .slice(0, LIMIT)
    .replace(LEGAL_AFTER_COMMA, ' ')
    .replace(/(?<=[^\s/|+;,])\s+@(?=\w)/g, ' / @')
    .split(/\s+[/|+]\s+|\s*[;|,•·\n]\s*|\s+&\s+(?=@)|(?<=@[\w-]+)\s*\/\s*(?=@)/u)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !FORMER.test(part) && !NOBODY.test(foldName(part)));
  const found: OrganizationEvidence[] = [];
  for (const part of parts.slice(0, MOST)) {
    const each = evidenceOf(part.replace(/^.{2,40}?\s+(?:at|@|bei|chez)\s+(?=\S)/u, ''), platform);
    if (each !== null) found.push(found.length === 0 ? each : { ...each, confidence: each.confidence - 0.2 });
  }
  return found;
}

function evidenceOf(text: string, platform: string): OrganizationEvidence | null {
  const account = /^@([\w][\w.-]{0,38})$/.exec(text)?.[1];
  const shown = evidenceName(text) ?? '';
  if (account !== undefined) {
    const where = platform === '' ? '' : ` on ${platform}`;
    // An account may be a project's; a company's is mostly its name.
    return {
      kind: 'profile',
      name: account,
      confidence: 0.65,
      reason: `The profile names the account @${account}${where} as company.`,
    };
  }
  const domain = /^\S+\.\S+$/.test(text) ? siteDomain(text) : undefined;
  if (domain !== undefined) {
    return { kind: 'profile', domain, confidence: 0.75, reason: `The profile names ${domain} as company.` };
  }
  if (shown === '' || /^https?:/i.test(text) || shown.length > 60) return null;
  return { kind: 'profile', name: shown, confidence: 0.7, reason: `The profile names ${shown} as company.` };
}
