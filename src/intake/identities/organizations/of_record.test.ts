import { expect, test } from 'vitest';
import type { ActorClaim } from '../../contract.ts';
import { resolveActor } from '../rules.ts';
import { claimEvidence, messageEvidence } from './of_record.ts';

const of = (claim: ActorClaim) =>
  claimEvidence(claim, resolveActor(claim)).map(({ kind, organization, confidence }) => [
    kind,
    organization.key,
    confidence,
  ]);

test('claims: a second address, a company in brackets, a profile', () => {
  expect(of({ email: 'jane@gmail.com', alsoEmail: 'jane@acme.example' })).toEqual([
    ['sign_off', ['domain', 'acme.example'], 0.85],
  ]);
  expect(of({ email: 'jane@gmail.com', name: 'Jane Doe (Acme GmbH)' })).toEqual([
    ['sign_off', ['name', 'acme'], 0.75],
  ]);
  expect(of({ login: 'jane', platform: 'github', profileCompany: '@acme' })).toEqual([
    ['profile', ['name', 'acme'], 0.65],
  ]);
  expect(of({ email: 'jane@gmail.com', alsoEmail: 'jane@web.de' })).toEqual([]);
  expect(of({ email: 'info@acme.example', name: 'Desk (Acme GmbH)' })).toEqual([]);
});

const says = (email: string, signature: string) => {
  const author = { email, name: 'Jane Doe' };
  return messageEvidence({ author, text: 'Hello.', signature }, resolveActor(author));
};

test('a signature beside a work address spells the name; another company counts half', () => {
  const [fits] = says('jane@acme-turbines.example', 'Jane Doe\nCTO, Acme Turbines GmbH');
  expect(fits).toMatchObject({
    organization: { key: ['domain', 'acme-turbines.example'], name: 'Acme Turbines GmbH', nameGiven: true },
  });
  const [other] = says('jane@kelp.example', 'Jane Doe\nCTO, Acme Turbines GmbH');
  expect(other?.confidence).toBeLessThan(0.5);
  const [free] = says('jane@gmail.com', 'Jane Doe\nCTO, Acme Turbines GmbH');
  expect(free).toMatchObject({ kind: 'signature', organization: { key: ['name', 'acme turbines'] } });
});
