import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAdopterList, readAdopters } from './adopter_list.ts';

test('adopter lists: tables and bullets, with and without links', () => {
  const text = `# Adopters
<!-- - [Hidden](https://hidden.example) -->
Please add yourself.

- [Acme](https://www.acme.example/) - turbines since 2020
- **Kelpworks GmbH**: kelp
* Plain Firm
- Please open a pull request to be listed here.
- [Harbour](https://github.com/harbour)

| Logo | Organization | Use |
|------|:-------------|-----|
| ![x](x.png) | [Quill & Sons](https://quill.example) | much |
| | Fjord Bank | [site](https://fjord.example) |
`;
  expect(readAdopters(text).map(({ name, site, line }) => [name, site, line])).toEqual([
    ['Acme', 'acme.example', 5],
    ['Kelpworks GmbH', undefined, 6],
    ['Plain Firm', undefined, 7],
    ['Harbour', undefined, 9],
    ['Quill & Sons', 'quill.example', 13],
    ['Fjord Bank', 'fjord.example', 14],
  ]);
  expect(['ADOPTERS.md', 'docs/USERS.md', 'used-by.md'].every(isAdopterList)).toBe(true);
  expect(['src/users.md', 'USERS.yml', 'README.md'].some(isAdopterList)).toBe(false);
});

test('whatever a list holds, nothing throws and time is bounded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      for (const { name } of readAdopters(`- ${text}\n|${text}|\n|---|\n|${text}|`))
        expect(name).not.toBe('');
    }),
  );
  const started = performance.now();
  for (const text of [
    '- '.repeat(50_000),
    '|'.repeat(100_000),
    '<!--'.repeat(30_000),
    '[a]('.repeat(30_000),
    '- x.'.repeat(40_000),
    '- <a '.repeat(30_000),
  ]) {
    readAdopters(text);
  }
  expect(performance.now() - started).toBeLessThan(2_000);
});
