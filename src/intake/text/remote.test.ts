import { expect, test } from 'vitest';
import type { Http } from '../../base/plain.ts';
import { askJson, linkOf, listOf, serverAddress } from './remote.ts';

function saying(...texts: string[]): Http & { readonly left: () => number } {
  return {
    left: () => texts.length,
    request: async (url) => ({
      status: 200,
      headers: {},
      url,
      body: new Uint8Array(Buffer.from(texts.shift() ?? '')),
    }),
  };
}

test('an answer that was cut is asked for once more, and no oftener', async () => {
  expect((await askJson(saying('[1,', '[1,2]'), 'https://api.example/')).value).toEqual([1, 2]);
  const cut = saying('[1,', '[1,', '[]');
  await expect(askJson(cut, 'https://api.example/?key=4711')).rejects.toMatchObject({
    code: 'remote_answer_malformed',
    message: 'https://api.example/ answers with something that is not JSON.',
  });
  expect(cut.left()).toBe(1);
});

test('links by relation', () => {
  const link = '<https://api.example/a?page=2,3>; rel="next", <https://api.example/a?page=9>; rel="last"';
  expect(linkOf({ link }, 'next')).toBe('https://api.example/a?page=2,3');
  expect(linkOf({ link }, 'last')).toBe('https://api.example/a?page=9');
  expect(linkOf({ link }, 'prev')).toBeUndefined();
  expect(linkOf({}, 'next')).toBeUndefined();
});

test('what is no list is said to be none', () => {
  expect(() => listOf({}, 'https://api.example/')).toThrow(/not a list/);
});

test.each(['ftp://a.example', 'a.example', 'https://u:p@a.example', 'https://a.example/?k=1', null])(
  '%s is no address of a server',
  (value) => {
    expect(() => serverAddress('url', value)).toThrow(/not a web address/);
  },
);

test('an address loses the slash at its end', () => {
  expect(serverAddress('url', ' https://A.example/forum/ ')).toBe('https://a.example/forum');
});
