/**
 * Signatures of mail: name, title, company. Rules only, no model. English, German, French and Spanish, with the
 * commonest words of Italian, Portuguese and Dutch. When in doubt there is no answer: a wrong company is worse than
 * none.
 */
import { known } from '../known.ts';
import { foldName, nameFitsLabel, organizationNameKey } from '../names.ts';
import { evidenceName, type OrganizationEvidence, ownDomain, siteDomain } from './evidence.ts';

/** A signature is short and stands last. */
const LINES = 12;
const LINE_LIMIT = 120;
const PART_LIMIT = 60;
const TAIL = 4_000;

const SIGN_OFF =
  /^(?:(?:kind|best|warm|many|with(?: kind| best| warm)?)\s+(?:regards|wishes|thanks)|regards|best|cheers|sincerely(?: yours)?|yours (?:sincerely|faithfully|truly)|respectfully|thanks(?: and regards| in advance| again)?|thank you|(?:mit )?(?:freundlichen?|besten?|lieben?|herzlichen?|schönen?|viele|liebe|beste|schöne|freundliche|herzliche) gr(?:ü|ue)(?:ß|ss)en?|gr(?:ü|ue)(?:ß|ss)e?|hochachtungsvoll|mfg|lg|vg|viele gr(?:ü|ue)(?:ß|ss)e(?: aus \S+)?|(?:bien )?cordialement|(?:bien|sincères) (?:à vous|salutations)|meilleures salutations|salutations(?: distinguées)?|bien à (?:vous|toi)|amicalement|merci(?: d['’]avance)?|(?:un )?(?:cordial )?saludos?(?: cordiales)?|(?:muy )?atentamente|un (?:cordial )?saludo|gracias|cordiali saluti|distinti saluti|atenciosamente|cumprimentos|obrigad[oa]|met vriendelijke groeten?|groeten)[\s,.!:–-]*$/iu;

const TITLE =
  /\b(?:c[etifops]o|chief \w+(?: \w+)? officer|(?:vice )?president|vp|founder|co-?founder|owner|partner|director|head of|lead(?:er)?|manager|engineer(?:ing)?|developer|architect|consultant|analyst|scientist|researcher|professor|lecturer|administrator|admin|sysadmin|devops|sre|programmer|specialist|officer|technician|geschäftsführer(?:in)?|leiter(?:in)?|abteilungsleiter(?:in)?|teamleiter(?:in)?|entwickler(?:in)?|softwareentwickler(?:in)?|ingenieur(?:in)?|berater(?:in)?|inhaber(?:in)?|vorstand|systemadministrator(?:in)?|referent(?:in)?|wissenschaftliche[r]? mitarbeiter(?:in)?|ingénieur(?:e)?|développeu(?:r|se)|directeur|directrice|responsable|chef de projet|gérante?|architecte|consultante?|chercheu(?:r|se)|administrateur|administratrice|ingenier[oa]|desarrollador(?:a)?|directora?|jef[ea] de|gerente|arquitect[oa]|consultora?|investigadora?|responsabile|sviluppatore|ingegnere|engenheir[oa]|desenvolvedor(?:a)?|ontwikkelaar|beheerder)\b/iu;

/** Between a title and a company: "CTO at Acme", "Entwickler bei Acme", "ingénieur chez Acme", "ingeniera en Acme". */
const AT = /^(.{2,60}?)\s+(?:at|@|bei|chez|en|presso|bij|na)\s+(?=[\p{Lu}\p{N}@])(.+)$/u;

const LEGAL =
  /(?:^|[\s,])(?:gmbh(?: & co\.? kg(?:aa)?)?|ag|kg|ohg|ug(?: \(haftungsbeschränkt\))?|e\.?\s?v\.?|eg|se|inc\.?|incorporated|corp\.?|corporation|llc|l\.l\.c\.|llp|ltd\.?|limited|plc|pty\.? ltd\.?|pvt\.? ltd\.?|s\.?a\.?s\.?|s\.?a\.?r\.?l\.?|s\.?a\.?|s\.?r\.?l\.?|s\.?p\.?a\.?|s\.?l\.?u?\.?|s\.?r\.?o\.?|a\.?s\.?|oy|ab|aps|b\.?v\.?|n\.?v\.?|kft\.?|ltda\.?|s\.?a\.? de c\.?v\.?)$/iu;

/** Words that are no company: ways to reach someone, places, notices. */
const NOISE =
  /\b(?:tel(?:[eé]fono|efon|éphone|ephone)?|phone|mobile?|handy|fax|cell|skype|irc|matrix|pgp|gpg|fingerprint|key|twitter|github|linkedin|registergericht|amtsgericht|hrb|ust|vat|siret|steuernummer|disclaimer|confidential|sent from|gesendet|envoyé|enviado|strasse|straße|street|road|avenue|postfach|office hours)\b|\+\d|@\w|https?:|www\.|["“”]/iu;
const NAME_LIKE = /^[\p{Lu}\p{N}][\p{L}\p{M}\p{N}&.,'’+\- ]*$/u;

/**
 * What the signature of a message says.
 * @param text the message, or its signature only; the last 4,000 characters are looked at
 * @param author the author's name as the message has it; lines equal to it are not a company
 * @returns null when there is no signature, or none that names an organization
 */
export function signatureEvidence(text: string, author = ''): OrganizationEvidence | null {
  const lines = signatureLines(text);
  if (lines.length === 0) return null;
  const parts = lines.flatMap(partsOf);
  const title = parts.find((part) => TITLE.test(part) && part.length <= PART_LIMIT);
  const domain = domainIn(lines, author);
  const found = companyIn(lines, author, domain);
  if (found === undefined && domain === undefined) return null;
  // A link alone may lead anywhere; a title beside it says that someone works there.
  if (found === undefined) {
    const sure = title !== undefined || domain?.byMail === true;
    return answer({ domain: domain?.domain, title, confidence: sure ? 0.6 : 0.4 });
  }
  const fits = domain !== undefined && nameFitsLabel(found.name, domain.domain.split('.')[0] ?? '');
  // A link that does not fit the name may be a project's; the name counts alone.
  return answer({
    name: found.name,
    domain: fits ? domain.domain : undefined,
    title: found.title ?? title,
    confidence: fits ? Math.max(0.9, found.confidence) : found.confidence,
  });
}

function answer(given: {
  readonly name?: string;
  readonly domain?: string | undefined;
  readonly title?: string | undefined;
  readonly confidence: number;
}): OrganizationEvidence {
  const { name, domain, confidence } = given;
  const title = given.title === undefined ? undefined : evidenceName(given.title);
  const whom = name ?? domain ?? '';
  return {
    kind: 'signature',
    ...(name === undefined ? {} : { name }),
    ...(domain === undefined ? {} : { domain }),
    ...(title === undefined ? {} : { title }),
    confidence,
    reason:
      title === undefined
        ? `The signature of a message names ${whom}.`
        : `The signature of a message says “${title}”, ${whom}.`,
  };
}

/** The lines after `-- ` (RFC 3676 §4.3), else after the last words of greeting. */
function signatureLines(text: string): readonly string[] {
  const lines = text
    .slice(-TAIL)
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd());
  const marked = lines.findLastIndex((line) => /^--\s?$/.test(line));
  const greeted = lines.findLastIndex((line) => line.length <= LINE_LIMIT && SIGN_OFF.test(line.trim()));
  const from = marked >= 0 ? marked : greeted;
  if (from < 0) return [];
  const after = lines
    .slice(from + 1)
    .map((line) => line.replace(/^[\s*_|>]+|[\s*_|]+$/g, ''))
    .filter((line) => line !== '');
  const rule = after.findIndex((line) => /^[-_=*~]{4,}$/.test(line));
  const kept = (rule > 0 ? after.slice(0, rule) : after).slice(0, LINES + 1);
  // More is not a signature but text that goes on.
  return kept.length > LINES || kept.some((line) => line.length > 4 * LINE_LIMIT) ? [] : kept;
}

function partsOf(line: string): readonly string[] {
  if (line.length > LINE_LIMIT) return [];
  return line
    .split(/\s*[|·•]\s*|\s+[/–—-]{1,2}\s+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

interface Company {
  readonly name: string;
  readonly title?: string;
  readonly confidence: number;
}

/** The surest of the companies that any part names. */
function companyIn(lines: readonly string[], author: string, domain: Link | undefined): Company | undefined {
  const parts = lines.flatMap(partsOf);
  const candidates = parts.flatMap((part, index) => {
    const found = companyOf(part, parts[index - 1] ?? '', domain);
    return found === undefined || isAuthor(found.name, author) ? [] : [found];
  });
  return candidates.reduce<Company | undefined>(
    (best, each) => (best === undefined || each.confidence > best.confidence ? each : best),
    undefined,
  );
}

function companyOf(part: string, before: string, domain: Link | undefined): Company | undefined {
  if (NOISE.test(part) && !AT.test(part)) return undefined;
  const [, doing = '', at = ''] = AT.exec(part) ?? [];
  if (at !== '' && TITLE.test(doing)) return company(at.replace(/^@/, ''), 0.8, doing);
  const comma = part.indexOf(', ');
  const head = comma < 0 ? '' : part.slice(0, comma);
  if (TITLE.test(head) && !isLegalForm(part.slice(comma + 1))) {
    return company(part.slice(comma + 1), 0.75, head);
  }
  if (LEGAL.test(part) && /\s|,/.test(part)) return company(part, 0.85);
  if (TITLE.test(part) || part.length > PART_LIMIT) return undefined;
  const fits = domain !== undefined && nameFitsLabel(part, domain.domain.split('.')[0] ?? '');
  if (fits) return company(part, 0.75);
  return TITLE.test(before) ? company(part, 0.55) : undefined;
}

/** "Inc." of "Head of Sales, Inc." is no company. */
function isLegalForm(text: string): boolean {
  return known.legal_forms.has(foldName(text).replace(/[.\s]/g, ''));
}

function company(text: string, confidence: number, title?: string): Company | undefined {
  const name = evidenceName(text);
  if (name === undefined || name.length > PART_LIMIT || !NAME_LIKE.test(name)) return undefined;
  const words = organizationNameKey(name).split(' ');
  if (words.length > 6 || isLegalForm(name)) return undefined;
  return { name, confidence, ...(title === undefined ? {} : { title }) };
}

function isAuthor(name: string, author: string): boolean {
  const words = (text: string): readonly string[] => organizationNameKey(text).split(' ').sort();
  return author !== '' && words(name).join(' ') === words(author).join(' ');
}

interface Link {
  readonly domain: string;
  readonly byMail: boolean;
}

/** The first domain that a link or address shows and that is not the author's own site. */
function domainIn(lines: readonly string[], author: string): Link | undefined {
  const text = lines.filter((line) => line.length <= 4 * LINE_LIMIT).join('\n');
  const found = text.matchAll(/(?:https?:\/\/|www\.)[^\s<>|)\]]+|[\w.+-]+@[a-z0-9.-]+\.[a-z]{2,}/giu);
  for (const [link] of found) {
    const byMail = link.includes('@') && !link.includes('/');
    const bare = link.replace(/[.,;:]+$/, '');
    const domain = byMail ? ownDomain(bare) : siteDomain(bare);
    if (domain === undefined || isPersonal(domain, author)) continue;
    return { domain, byMail };
  }
  return undefined;
}

/** jane-doe.example or doe.example is Jane Doe's. */
function isPersonal(domain: string, author: string): boolean {
  const label = (domain.split('.')[0] ?? '').replace(/[^\p{L}\p{N}]/gu, '');
  const words = organizationNameKey(author)
    .split(' ')
    .filter((word) => word.length > 2);
  return (
    words.some((word) => label === word) || (words.length > 1 && words.every((word) => label.includes(word)))
  );
}
