import { describe, expect, it } from 'vitest';
import { mailList, visibilityOf } from './list.ts';
import { header } from './testing.ts';

describe('mailList', () => {
  it.each([
    [
      'List-Id: Users of Acme <users.lists.acme.example>',
      'users.lists.acme.example',
      'users@lists.acme.example',
    ],
    ['List-Id: users.lists.acme.example', 'users.lists.acme.example', 'users@lists.acme.example'],
    ['List-Post: <mailto:Users@lists.acme.example>', 'users.lists.acme.example', 'users@lists.acme.example'],
    ['List-Id: <x.example>\nList-Post: <mailto:y@x.example?subject=a>', 'x.example', 'y@x.example'],
    [
      'Mailing-List: list users@groups.example; contact users-owner@groups.example',
      'users.groups.example',
      'users@groups.example',
    ],
    ['X-Mailing-List: users@lists.acme.example', 'users.lists.acme.example', 'users@lists.acme.example'],
  ])('%j', (fields, id, address) => {
    expect(mailList(header(fields))).toEqual({ id, address });
  });
  it.each(['Subject: x', 'List-Id:', 'List-Post: NO', 'List-Unsubscribe: <https://shop.example/out>'])(
    'none in %j',
    (fields) => {
      expect(mailList(header(fields))).toBeUndefined();
    },
  );
});

describe('visibilityOf', () => {
  const LIST = 'List-Id: <users.lists.acme.example>';
  const PIPERMAIL = 'From ana at corp.example  Tue Mar  3 10:11:12 2020';
  it.each([
    ['Subject: x', null, 'private'],
    ['Subject: x', 'From ana@corp.example Tue Mar  3 10:11:12 2020', 'private'],
    ['Subject: x', PIPERMAIL, 'public'],
    [LIST, null, 'public'],
    ['Archived-At: <https://lists.acme.example/1>', null, 'public'],
    [`${LIST}\nList-Archive: <https://lists.acme.example/mailman/private/users/>`, null, 'private'],
    [`${LIST}\nList-Archive: NO`, null, 'private'],
    [`${LIST}\nX-No-Archive: Yes`, PIPERMAIL, 'private'],
    [`${LIST}\nSensitivity: Company-Confidential`, null, 'private'],
    ['List-Id: <secret.acme.github.com>', null, 'private'],
    [`${LIST}\nX-GitLab-Project: secret`, null, 'private'],
  ])('%j %j is %s', (fields, separator, visibility) => {
    const read = header(fields);
    expect(visibilityOf(read, mailList(read), separator)).toBe(visibility);
  });
});
