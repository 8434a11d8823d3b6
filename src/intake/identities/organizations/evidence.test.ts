import fc from 'fast-check';
import { expect, test } from 'vitest';
import { organizationNameKey } from '../names.ts';
import { resolveActor } from '../rules.ts';
import { profileEvidence } from './profile.ts';
import { nameEvidence, signOffEvidence } from './sign_off.ts';
import { signatureEvidence } from './signature.ts';

test.each([
  ['ACME GmbH', 'acme'],
  ['acme', 'acme'],
  ['Acme Inc.', 'acme'],
  ['Acme, Inc.', 'acme'],
  ['ACME S.A.', 'acme'],
  ['Acme Sp. z o.o.', 'acme'],
  ['Ácme Ltd', 'acme'],
  ['Acme GmbH & Co. KG', 'acme'],
  ['Société Générale S.A.', 'societe generale'],
])('the key of %s is %s', (name, key) => {
  expect(organizationNameKey(name)).toBe(key);
});

test('domains and spellings of one family are one organization', () => {
  const key = (claim: object): unknown => resolveActor(claim).organization?.organization?.key;
  const main = ['domain', 'bosch.com'];
  expect(key({ email: 'ada@bosch.io' })).toEqual(main);
  expect(key({ email: 'ada@de.bosch.com' })).toEqual(main);
  expect(key({ name: 'Ada', organizationName: 'Robert Bosch GmbH' })).toEqual(main);
  expect(key({ email: 'ada@boschfan.example' })).toEqual(['domain', 'boschfan.example']);
});

const sign = (signature: string, author = 'Jane Doe') =>
  signatureEvidence(`Hello,\n\nit works.\n\n${signature}`, author);

test.each([
  ['-- \nJane Doe\nSenior Engineer, Acme Turbines\n', 'Acme Turbines', 'Senior Engineer'],
  ['Best regards,\nJane Doe\nCTO at Acme Turbines', 'Acme Turbines', 'CTO'],
  [
    'Mit freundlichen Grüßen\nJane Doe\nLeiterin Entwicklung\nAcme Turbinen GmbH\nTel. +49 30 000',
    'Acme Turbinen GmbH',
    'Leiterin Entwicklung',
  ],
  ['Cordialement,\nJane Doe\nIngénieure chez Acme Turbines\n', 'Acme Turbines', 'Ingénieure'],
  [
    'Saludos,\nJane Doe\nIngeniera de sistemas\nAcme Turbinas S.L.',
    'Acme Turbinas S.L.',
    'Ingeniera de sistemas',
  ],
  ['Kind regards\nJane Doe | Software Architect | Acme Inc.\n', 'Acme Inc.', 'Software Architect'],
  ['Cordiali saluti\nJane Doe\nResponsabile IT, Acme S.p.A.', 'Acme S.p.A.', 'Responsabile IT'],
])('reads a signature: %j', (text, name, title) => {
  const found = sign(text);
  expect(found).toMatchObject({ kind: 'signature', name, title });
  expect(found?.confidence).toBeGreaterThanOrEqual(0.5);
  expect(found?.reason).toContain(name);
});

test('a link that fits the name makes a signature surer; one that does not is left out', () => {
  const text = '-- \nJane Doe\nDirector, Acme Turbines\n';
  expect(sign(`${text}https://www.acme-turbines.example/`)).toMatchObject({
    domain: 'acme-turbines.example',
    confidence: 0.9,
  });
  expect(sign(`${text}https://tube.example/`)).not.toHaveProperty('domain');
  expect(sign('-- \nJane Doe\nDeveloper\njane@kelpworks.example')).toMatchObject({
    domain: 'kelpworks.example',
    confidence: 0.6,
  });
});

test.each([
  ['no signature', 'We run Acme GmbH here'],
  ['a name only', '-- \nJane Doe'],
  ['a joke', '-- \n"Any sufficiently advanced technology, Inc."'],
  ['a key', '-- \nJane Doe\nGPG key: 0000 0000'],
  ['the own site', '-- \nJane Doe\nhttps://janedoe.example'],
  ['a mail service', '-- \nJane Doe\njane@gmail.com'],
  ['text that goes on', `Thanks,\n${'And another line of Acme GmbH\n'.repeat(20)}`],
])('finds no company in %s', (_what, text) => {
  expect(sign(text)?.confidence ?? 0).toBeLessThan(0.5);
});

test('profile fields: accounts, several companies, none', () => {
  const names = (field: string) => profileEvidence(field, 'github').map(({ name, domain }) => name ?? domain);
  expect(names('@acme')).toEqual(['acme']);
  expect(names('Acme Inc. / @other')).toEqual(['Acme Inc.', 'other']);
  expect(names('Acme, Inc.')).toEqual(['Acme Inc.']);
  expect(names('@acme @other')).toEqual(['acme', 'other']);
  expect(names('CTO at Acme')).toEqual(['Acme']);
  expect(names('https://acme.example')).toEqual(['acme.example']);
  expect(names('ex-Acme, @other')).toEqual(['other']);
  for (const none of ['', 'Freelancer', 'self-employed', 'étudiant', 'N/A', '-', 'Student'])
    expect(names(none)).toEqual([]);
  const [first, second] = profileEvidence('Acme / Other');
  expect(first?.confidence).toBeGreaterThan(second?.confidence ?? 1);
});

test('sign-offs: a company in brackets, a work address beside a private one', () => {
  expect(nameEvidence('Jane Doe (Acme GmbH)')).toMatchObject({ name: 'Acme GmbH', confidence: 0.75 });
  expect(nameEvidence('Jane Doe (Red Hat)')).toMatchObject({ confidence: 0.75 });
  expect(nameEvidence('Jane Doe (Janie)')?.confidence).toBeLessThan(0.5);
  for (const none of ['Jane Doe', 'Jane Doe (she/her)', 'Jane Doe (jdoe)'])
    expect(nameEvidence(none)).toBeNull();
  expect(signOffEvidence('jane@acme.example')).toMatchObject({ domain: 'acme.example' });
  expect(signOffEvidence('jane@gmail.com')).toBeNull();
});

test('whatever text comes, nothing throws and time is bounded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
      signatureEvidence(`-- \n${text}`, text);
      profileEvidence(text);
      nameEvidence(text);
    }),
  );
  const started = performance.now();
  for (const text of [
    '- '.repeat(50_000),
    '|'.repeat(100_000),
    '<!--'.repeat(30_000),
    '[a]('.repeat(30_000),
    'a, '.repeat(50_000),
    '- x.'.repeat(40_000),
  ]) {
    signatureEvidence(`-- \n${text}`, 'Jane');
    profileEvidence(text);
  }
  expect(performance.now() - started).toBeLessThan(2_000);
});
