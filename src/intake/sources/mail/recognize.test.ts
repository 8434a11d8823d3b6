import { describe, expect, it } from 'vitest';
import { bytes } from '../../mail/testing.ts';
import { recognizeMail } from './recognize.ts';

const file = (head: string) =>
  recognizeMail({ path: 'x', isDirectory: false, entries: [], head: bytes(head) });
const directory = (...entries: string[]) =>
  recognizeMail({ path: 'x', isDirectory: true, entries, head: new Uint8Array() });

describe('recognizeMail', () => {
  it.each([
    'From ana@corp.example Tue Mar  3 10:11:12 2020\nSubject: x\n\n',
    'From ana at corp.example  Tue Mar  3 10:11:12 2020\r\nFrom: ana\r\n',
    '\n\nFrom ana@corp.example Tue Mar  3 10:11:12 2020\nSubject: x\n',
    'Received: by x\n\tfrom y\nFrom: ana@corp.example\nSubject: x\n\nhello',
  ])('knows %j', (head) => {
    expect(file(head)).toBeGreaterThanOrEqual(0.9);
  });
  it.each([
    '',
    'From here on it is text\n',
    '192.0.2.1 - - [03/Mar/2020:10:11:12 +0000] "GET / HTTP/1.1" 200 1\n',
    'name,date,subject\nana,2020,x\n',
    'Title: a page\nDate: 2020\n\ntext',
    '{"from": "a", "to": "b"}',
    '\0\0\0\0',
  ])('does not know %j', (head) => {
    expect(file(head)).toBe(0);
  });
  it('knows directories by their names', () => {
    expect(directory('cur', 'new', 'tmp')).toBeGreaterThan(0.9);
    expect(directory('a.eml', 'b.eml')).toBe(0.9);
    expect(directory('2020-March.txt.gz', '2020-April.txt.gz')).toBe(0.9);
    expect(directory('users.mbox', 'a', 'b', 'c')).toBe(0.5);
    expect(directory('README.md', '.git', 'src')).toBe(0);
    expect(directory()).toBe(0);
  });
});
