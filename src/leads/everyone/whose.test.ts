import { expect, test } from 'vitest';
import { openAsker, openWhose } from './whose.ts';

const [JANE, WORK, HOME, FIRM_HANDLE] = [1, 1, 2, 3];
const [ACME, OTHER] = [1, 2];

function opened() {
  const whose = openWhose();
  const own = { person: JANE, organization: 0, personConfidence: 0.5, organizationConfidence: 0 };
  whose.setHandle(WORK, own);
  whose.setHandle(HOME, own);
  const firm = { person: 0, organization: ACME, personConfidence: 0, organizationConfidence: 0.75 };
  whose.setHandle(FIRM_HANDLE, firm);
  whose.addEmployment({ person: JANE, organization: ACME, from: 100, until: 200, confidence: 0.25 });
  whose.addEmployment({ person: JANE, organization: OTHER, from: 200, until: 300, confidence: 1 });
  return whose;
}

test('an act is the organization’s it was done for, else the employer’s at its time, else the person’s', () => {
  const whose = opened();
  const { ask } = openAsker(whose.tables());
  const asked = (...of: Parameters<typeof ask>) => ({ ...ask(...of) });
  expect(asked(WORK, FIRM_HANDLE, 250)).toEqual({ subject: -ACME, person: JANE, confidence: 0.75 });
  expect(asked(HOME, 0, 100)).toEqual({ subject: -ACME, person: JANE, confidence: 0.25 });
  expect(asked(HOME, 0, 199)).toEqual({ subject: -ACME, person: JANE, confidence: 0.25 });
  expect(asked(HOME, 0, 200)).toEqual({ subject: -OTHER, person: JANE, confidence: 1 });
  expect(asked(HOME, 0, 300)).toEqual({ subject: JANE, person: JANE, confidence: 0.5 });
  expect(asked(0, FIRM_HANDLE, 0)).toEqual({ subject: -ACME, person: 0, confidence: 0.75 });
  // Nobody known: a handle of a function, or one that came after the reading began.
  expect(asked(0, 0, 150)).toMatchObject({ subject: 0 });
  expect(asked(77_777, 88_888, 150)).toMatchObject({ subject: 0 });
});

test('where a hand said "wrong company" the act is the employer’s or the person’s', () => {
  const whose = opened();
  whose.addWrong(WORK, ACME);
  const { ask } = openAsker(whose.tables());
  expect(ask(WORK, FIRM_HANDLE, 250)).toMatchObject({ subject: -OTHER });
  expect(ask(WORK, FIRM_HANDLE, 500)).toMatchObject({ subject: JANE });
  expect(ask(HOME, FIRM_HANDLE, 500)).toMatchObject({ subject: -ACME });
});

test('there is room for as many as come', () => {
  const whose = opened();
  const many = 10_000;
  for (let number = 4; number < many; number++) {
    const own = { person: number, organization: 0, personConfidence: 1, organizationConfidence: 0 };
    whose.setHandle(number, own);
    whose.addEmployment({ person: number, organization: number, from: 0, until: 1, confidence: 1 });
  }
  const { ask } = openAsker(whose.tables());
  for (const number of [4, 1_024, 5_000, many - 1]) {
    expect(ask(number, 0, 0)).toMatchObject({ subject: -number, person: number });
    expect(ask(number, 0, 1)).toMatchObject({ subject: number });
  }
  expect(ask(HOME, 0, 100)).toMatchObject({ subject: -ACME });
});
