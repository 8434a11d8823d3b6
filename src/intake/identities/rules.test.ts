import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActorClaim, NetworkClaim } from '../contract.ts';
import { type Resolution, type ResolvedIdentity, resolveActor, resolveNetwork } from './rules.ts';

/** `kind platform/value class` of the person or (in brackets) of the handle without one. */
function who({ person, handle }: Resolution): string {
  const show = (identity: ResolvedIdentity) =>
    `${identity.kind} ${identity.platform === '' ? '' : `${identity.platform}/`}${identity.value} ${identity.class}`;
  if (person !== null) return show(person.identity);
  return handle === null ? '-' : `(${show(handle)})`;
}

/** `key name kind` of the organization, or (in brackets) the domain that is no organization's own. */
function whom({ organization }: Resolution): string {
  if (organization === null) return '-';
  if (organization.organization === null)
    return `(${organization.identity.value} ${organization.identity.class})`;
  const { key, name, kind } = organization.organization;
  return `${key.join(' ')} | ${name} | ${kind}`;
}

describe('who acted', () => {
  test.each<[string, string]>([
    ['jane@acme.example', 'email jane@acme.example work'],
    [' <Jane@ENG.Acme.Example> ', 'email jane@eng.acme.example work'],
    ['mailto:jane+list@acme.example', 'email jane+list@acme.example work'],
    ['jane@acme.example.', 'email jane@acme.example work'],
    ['Jane Roe <jane@acme.example>', 'email jane@acme.example work'],
    ['jane@gmail.com', 'email jane@gmail.com free_mail'],
    ['jane@posteo.de', 'email jane@posteo.de free_mail'],
    ['jane@t-online.de', 'email jane@t-online.de provider'],
    ['jane@apache.org', 'email jane@apache.org community'],
    ['jane@alumni.college.edu', 'email jane@alumni.college.edu forwarding'],
    ['4711+octo@users.noreply.github.com', 'login github/octo login'],
    ['octo@users.noreply.github.com', 'login github/octo login'],
    ['12-octo@users.noreply.gitlab.com', 'login gitlab/octo login'],
    ['12-octo@users.noreply.code.acme.example', 'login code.acme.example/octo login'],
    [
      '4711+dependabot[bot]@users.noreply.github.com',
      '(email 4711+dependabot[bot]@users.noreply.github.com bot)',
    ],
    ['info@acme.example', '(email info@acme.example role)'],
    ['no-reply@acme.example', '(email no-reply@acme.example bot)'],
    ['support2@acme.example', '(email support2@acme.example role)'],
    ['it-operations@acme.example', '(email it-operations@acme.example role)'],
    ['service.desk@acme.example', '(email service.desk@acme.example role)'],
    ['dev@acme.example', 'email dev@acme.example work'],
    ['devnull@acme.example', '(email devnull@acme.example role)'],
    ['tool-users@acme.example', '(email tool-users@acme.example list)'],
    ['tool@lists.acme.example', '(email tool@lists.acme.example list)'],
    ['jane@mailinator.com', '(email jane@mailinator.com disposable)'],
    ['jane@example.com', '(email jane@example.com placeholder)'],
    ['(none)', '-'],
    ['root@localhost', '-'],
    ['jane@laptop.(none)', '-'],
    ['jane@laptop.local', '-'],
    ['jane@192.0.2.7', '-'],
    ['jane@[192.0.2.7]', '-'],
    ['jane@13f79535-47bb-0310-9956-ffa450edef68', '-'],
    ['jane roe@acme.example', '-'],
    ['@acme.example', '-'],
    [`${'j'.repeat(65)}@acme.example`, '-'],
    ['', '-'],
  ])('%s → %s', (email, expected) => {
    expect(who(resolveActor({ email }))).toBe(expected);
  });

  test('a bare name is a handle, never a person', () => {
    const found = resolveActor({ email: 'root@localhost', name: 'Jané  Roe' });
    expect(found.person).toBeNull();
    expect(who(found)).toBe('(name jane roe name)');
  });

  test('a name within an organization is a person of that organization only', () => {
    const found = resolveActor({ name: 'Jane Roe', organizationName: 'Acme GmbH' });
    expect(found.person?.key).toEqual(['name', 'acme', 'jane roe']);
  });

  test('handles of one record belong together', () => {
    const found = resolveActor({
      email: 'jane@acme.example',
      login: '@JaneR',
      platform: 'GitHub',
      name: 'Jane Roe',
    });
    expect(found.person?.key).toEqual(['email', 'jane@acme.example']);
    expect(found.person?.name).toBe('Jane Roe');
    expect(found.person?.more.map(({ kind, platform, value }) => [kind, platform, value])).toEqual([
      ['login', 'github', 'janer'],
    ]);
  });

  test("a machine's address hides no person, a function's address leaves the login", () => {
    expect(who(resolveActor({ email: 'ci-bot@acme.example', login: 'jane', platform: 'github' }))).toContain(
      'bot',
    );
    expect(who(resolveActor({ email: 'info@acme.example', login: 'jane', platform: 'github' }))).toBe(
      'login github/jane login',
    );
  });
});

describe('for whom', () => {
  test.each<[ActorClaim, string]>([
    [{ email: 'jane@eng.acme.example' }, 'domain acme.example | Acme | company'],
    [{ email: 'info@acme-tools.example' }, 'domain acme-tools.example | Acme Tools | company'],
    [{ email: 'jane@acme.co.uk' }, 'domain acme.co.uk | Acme | company'],
    [{ email: 'jane@acme.uk.com' }, 'domain acme.uk.com | Acme | company'],
    [{ email: 'jane@foo.github.io' }, 'domain foo.github.io | FOO | unknown'],
    [{ email: 'jane@BÜCHER.example' }, 'domain xn--bcher-kva.example | Bücher | company'],
    [{ email: 'jane@xn--bcher-kva.example' }, 'domain xn--bcher-kva.example | Bücher | company'],
    [{ email: 'jane@xqzt.example' }, 'domain xqzt.example | XQZT | company'],
    [{ email: 'jane@cs.school.edu' }, 'domain school.edu | School | university'],
    [{ email: 'jane@cs.school.ac.uk' }, 'domain school.ac.uk | School | university'],
    [{ email: 'jane@dept.state.gov' }, 'domain state.gov | State | government'],
    [{ email: 'jane@council.gov.uk' }, 'domain council.gov.uk | Council | government'],
    [{ email: 'jane@kernel.org' }, 'domain kernel.org | Kernel | nonprofit'],
    [{ email: 'jane@tool.org' }, 'domain tool.org | Tool | nonprofit'],
    [{ email: 'jane@gmail.com' }, '(gmail.com free_mail)'],
    [{ email: 'jane@comcast.net' }, '(comcast.net internet_provider)'],
    [{ email: 'x@eu-west-1.amazonses.com' }, '(amazonses.com cloud)'],
    [{ email: 'octo@users.noreply.github.com' }, '-'],
    [{ email: 'tool@lists.acme.example' }, '-'],
    [{ email: 'tool@googlegroups.com' }, '(googlegroups.com mailing_list)'],
    [{ email: 'jane@gmail.com', organizationName: 'Acme GmbH' }, 'name acme | Acme GmbH | company'],
    [{ email: 'jane@apache.org', organizationName: 'Acme Inc.' }, 'name acme | Acme Inc. | company'],
    [
      { email: 'jane@acme.example', organizationName: 'ACME Tools Ltd' },
      'domain acme.example | ACME Tools Ltd | company',
    ],
    [{ email: 'jane@acme.example', organizationName: 'Globex' }, 'domain acme.example | Acme | company'],
    [
      { email: 'jane@gbx.example', organizationName: 'Great Basin Xylophones' },
      'domain gbx.example | Great Basin Xylophones | company',
    ],
    [
      { organizationName: 'Acme AG', organizationDomain: 'https://WWW.Acme.example/about' },
      'domain acme.example | Acme AG | company',
    ],
    [
      { email: 'jane@globex.example', organizationDomain: 'acme.example' },
      'domain acme.example | Acme | company',
    ],
    [{ organizationName: 'Acme', organizationDomain: 'gmail.com' }, 'name acme | Acme | company'],
    [{ organizationName: '  ' }, '-'],
  ])('%j → %s', (claim, expected) => {
    expect(whom(resolveActor(claim))).toBe(expected);
  });

  test.each([
    'Acme',
    'ACME GmbH',
    'Acme GmbH & Co. KG',
    'acme, Inc.',
    'Acme s.r.o.',
    'Acme, s. r. o.',
    'Acme a.s.',
    'Acme Sp. z o.o.',
    'Acme Pty. Ltd.',
    'Ácme S.A.S.',
    'Acme Co., Ltd.',
  ])('legal forms make no difference: %s', (organizationName) => {
    expect(resolveActor({ organizationName }).organization?.organization?.key).toEqual(['name', 'acme']);
  });
});

describe('the owner of a network', () => {
  test.each<[Partial<NetworkClaim>, string]>([
    [
      { key: 'as64500', name: 'ACME-AS Acme Corporation, US', class: 'company' },
      'network AS64500 | Acme Corporation | company',
    ],
    [
      { key: 'AS64500', class: 'company', domain: 'www.acme.example' },
      'domain acme.example | Acme | company',
    ],
    [{ key: 'domain:Eng.Acme.Example', class: 'company' }, 'domain acme.example | Acme | company'],
    [
      { key: 'AS64501', class: 'university', domain: 'school.example' },
      'domain school.example | School | university',
    ],
    [{ key: 'AS64502', class: 'company', domain: 'school.edu' }, 'domain school.edu | School | university'],
    [{ key: 'AS64503', class: 'company', domain: 'amazonaws.com' }, '- cloud'],
    [{ key: 'AS64503', class: 'company', domain: 'digitalocean.com' }, '- cloud'],
    [{ key: 'AS64504', class: 'internet_provider', domain: 'isp.example' }, '- internet_provider'],
    [{ key: 'AS64505', class: 'vpn' }, '- vpn'],
    [{ key: 'unknown', class: 'unknown' }, '- unknown'],
    [{ key: 'unknown', class: 'company' }, '- company'],
  ])('%j → %s', (claim, expected) => {
    const { identity, organization } = resolveNetwork({
      key: '',
      class: 'unknown',
      confidence: 0.6,
      ...claim,
    });
    const shown =
      organization === null
        ? `- ${identity.class}`
        : `${organization.key.join(' ')} | ${organization.name} | ${organization.kind}`;
    expect(shown).toBe(expected);
  });
});

/** Text as attackers and broken programs write it. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.constantFrom(
    '\u202eenaJ\u202c',
    'Ja\u200bne\u200d',
    '\u0000',
    '👩‍👩‍👧‍👦'.repeat(400),
    'x'.repeat(10_000),
    '\ud800',
    'Z̸'.repeat(3_000),
    'İ',
    'ß@ß.example',
    '@'.repeat(10_000),
  ),
  fc.emailAddress(),
  fc.domain(),
  fc
    .tuple(fc.string({ unit: 'binary', maxLength: 80 }), fc.domain())
    .map(([local, domain]) => `${local}@${domain}`),
);

const claims = fc.record(
  {
    email: hostile,
    login: hostile,
    platform: hostile,
    name: hostile,
    organizationName: hostile,
    organizationDomain: hostile,
  },
  { requiredKeys: [] },
);

// biome-ignore lint/suspicious/noControlCharactersInRegex: that no control character survives is what is tested
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

function expectSafe(identity: ResolvedIdentity): void {
  expect(identity.value.length).toBeGreaterThan(0);
  expect(identity.value.length).toBeLessThanOrEqual(320);
  expect(identity.platform.length).toBeLessThanOrEqual(320);
  expect(identity.label.length).toBeLessThanOrEqual(200);
  for (const text of [identity.value, identity.platform, identity.label, identity.reason]) {
    expect(text).not.toMatch(UNSAFE);
    expect(text.isWellFormed()).toBe(true);
  }
  expect(identity.confidence).toBeGreaterThanOrEqual(0);
  expect(identity.confidence).toBeLessThanOrEqual(1);
}

describe('hostile claims', () => {
  test('never throw, stay bounded and clean', () => {
    fc.assert(
      fc.property(claims, (claim) => {
        const { person, handle, organization } = resolveActor(claim);
        const identities = [person?.identity, ...(person?.more ?? []), handle, organization?.identity];
        for (const identity of identities) if (identity) expectSafe(identity);
        for (const name of [person?.name, organization?.organization?.name]) {
          if (name === undefined) continue;
          expect(name.length).toBeLessThanOrEqual(200);
          expect(name).not.toMatch(UNSAFE);
        }
        expect(person !== null && handle !== null).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test('normalizing is idempotent: a normalized value resolves to itself', () => {
    fc.assert(
      fc.property(claims, (claim) => {
        const { person, organization } = resolveActor(claim);
        if (person?.identity.kind === 'email') {
          const again = resolveActor({ email: person.identity.value });
          expect(again.person?.identity.value).toBe(person.identity.value);
        }
        if (person?.identity.kind === 'login') {
          const { platform, value } = person.identity;
          expect(resolveActor({ platform, login: value }).person?.identity.value ?? value).toBe(value);
        }
        if (organization?.identity.kind === 'domain') {
          const again = resolveActor({ organizationDomain: organization.identity.value });
          expect(again.organization?.identity.value).toBe(organization.identity.value);
          expect(again.organization?.identity.class).toBe(organization.identity.class);
        }
        if (organization?.identity.kind === 'organization_name') {
          const again = resolveActor({ organizationName: organization.identity.value });
          expect(again.organization?.identity.value).toBe(organization.identity.value);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('networks never throw and stay bounded', () => {
    const network = fc.record(
      {
        key: fc.oneof(
          hostile,
          hostile.map((text) => `domain:${text}`),
        ),
        name: hostile,
        domain: hostile,
        class: fc.constantFrom('company' as const, 'cloud' as const, 'unknown' as const),
        confidence: fc.double(),
      },
      { requiredKeys: ['key', 'class', 'confidence'] },
    );
    fc.assert(
      fc.property(network, (claim) => expectSafe(resolveNetwork(claim).identity)),
      { numRuns: 1_000 },
    );
  });
});

test('a machine that signs a change shows no organization', () => {
  const signed = resolveActor({ name: 'Assistant', email: 'noreply@tool.example' });
  expect(signed.person).toBeNull();
  expect(signed.organization).toBeNull();
});
