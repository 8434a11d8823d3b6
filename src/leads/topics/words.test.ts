import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from './text.ts';
import { findWords, openWords, partsOf } from './words.ts';

function found(list: readonly string[], text: string): readonly string[] {
  const all = new Set<string>();
  findWords(openWords(list), fold(text), (id) => all.add(list[id] ?? ''));
  return [...all];
}

describe('words', () => {
  test.each<[string, string, boolean]>([
    ['sso', 'SSO, please', true],
    ['sso', 'lasso', false],
    ['sso', 'ssos', false],
    ['sso', 's so', false],
    ['single sign on', 'single_sign-on', true],
    ['single sign on', 'SingleSignOn', true],
    ['single sign on', 'single – sign/on', true],
    ['single sign on', 'single. Sign on', false],
    ['24 7 support', '24/7 support', true],
    ['24 7 support', '247 support', false],
    ['lizenz*', 'Lizenzkosten', true],
    ['lizenz*', 'Firmenlizenz', false],
    ['*lizenz*', 'Firmenlizenzen', true],
    ['*lizenz', 'Firmenlizenz', true],
    ['*lizenz', 'Firmenlizenzen', false],
    ['vysok* dostupnost*', 'Nastavení vysoké dostupnosti', true],
    ['vysok* dostupnost*', 'vysokédostupnosti', false],
    ['# users', 'for 200 users', true],
    ['# users', 'for many users', false],
    ['price for # users', 'Price for 1 users', true],
    ["d'accès", 'contrôle d’acces', true],
    ['高可用', '支持高可用集群吗', true],
    ['견적', '견적을', true],
    ['ครัว', 'ห้องครัวใหม่', true],
    ['straße', 'STRASSE', true],
    ['łódź', 'lodz', true],
    ['がく', 'かく', false],
  ])('%s in “%s”: %s', (word, text, expected) => {
    expect(found([word], text)).toEqual(expected ? [word] : []);
  });

  test.each(['', '*', 'ab*', '#', 'a*b', 'sign *on', 'c++', '…'])('“%s” is no word', (word) => {
    expect(partsOf(word)).toBeNull();
  });

  test('a list finds what each of its words finds alone', () => {
    const list = ['single sign on', 'single*', '*sign*', '# users', 'vysok* dost*', 'sign on', '高可用'];
    const bits = ['single', 'sign', 'on', '7', 'users', 'vysoke', 'dost', ' ', '-', '.', '高可用', 'x'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect([...found(list, text)].sort()).toEqual(list.flatMap((word) => found([word], text)).sort());
      }),
    );
  });
});
