import { describe, expect, it } from 'vitest';
import { ownWords, signatureOf } from './quotes.ts';

describe('ownWords', () => {
  it.each([
    ['quote above', 'On Tue, Mar 3, 2020, Bo wrote:\n> How?\n\nLike this.', 'Like this.'],
    [
      'attribution over lines',
      'Yes.\n\nOn Tue, Mar 3, 2020 at 10:11 AM Bo\n<bo@x.example> wrote:\n\n> How?',
      'Yes.',
    ],
    ['answers between', '> one?\nYes.\n> two?\nNo.', 'Yes.\nNo.'],
    ['German', 'Ja.\n\nAm 03.03.2020 um 10:11 schrieb Bo:\n> Wie?', 'Ja.'],
    ['French', 'Oui.\n\nLe mar. 3 mars 2020 à 10:11, Bo <bo@x.example> a écrit :\n> Comment ?', 'Oui.'],
    ['Spanish', 'Sí.\n\nEl mar, 3 mar 2020 a las 10:11, Bo (<bo@x.example>) escribió:\n> ¿Cómo?', 'Sí.'],
    ['Italian', 'Sì.\n\nIl giorno mar 3 mar 2020 Bo ha scritto:\n> Come?', 'Sì.'],
    ['Czech', 'Ano.\n\nDne 3. 3. 2020 v 10:11 Bo napsal(a):\n> Jak?', 'Ano.'],
    ['Polish', 'Tak.\n\nW dniu 3.03.2020 o 10:11, Bo napisał(a):\n> Jak?', 'Tak.'],
    ['Swedish', 'Ja.\n\nDen tis 3 mars 2020 kl 10:11 skrev Bo <bo@x.example>:\n> Hur?', 'Ja.'],
    ['Russian', 'Да.\n\n03.03.2020, 10:11, "Bo" <bo@x.example>:\n> Как?', 'Да.'],
    ['unmarked quote', 'Yes.\n\nOn 3 Mar 2020 10:11, Bo <bo@x.example> wrote:\n\nHow?', 'Yes.'],
    ['divider', 'Yes.\n\n-----Original Message-----\nFrom: Bo\nHow?', 'Yes.'],
    [
      'copied header',
      'Yes.\n\n________________________________\nFrom: Bo <bo@x.example>\nSent: Tuesday\nTo: Ana\nSubject: How\n\nHow?',
      'Yes.',
    ],
    ['copied header, other order', 'Yes.\n\nDate: Tue\nSubject: How\nFrom: Bo\n\nHow?', 'Yes.'],
    ['signature', 'Yes.\n-- \nAna\nAcme', 'Yes.'],
    [
      'footer',
      'Yes.\n_______________________________________________\nusers mailing list\nusers@x.example',
      'Yes.',
    ],
    ['telephone', 'Yes.\n\nSent from my iPhone', 'Yes.'],
    ['CRLF', 'Yes.\r\n> How?\r\n', 'Yes.'],
  ])('%s', (_, text, own) => {
    expect(ownWords(text)).toBe(own);
  });

  it.each([
    'As Bo wrote:\nit works.',
    'This is what I wrote:\n\n  foo = 1',
    'On your host you can run:\n\n  telnet 127.0.0.1',
    'a\n--\tb\n---\nc',
    'From: my point of view\n\nit works.',
    'Diff:\n--- a/x\n+++ b/x',
    '-- \nonly a signature',
    '> only a quote',
  ])('keeps %j', (text) => {
    expect(ownWords(text)).toBe(text);
  });
});

it('the signature ends at a quote, a footer or the end; a long one is none', () => {
  expect(signatureOf('Yes.\n-- \nAna\nAcme')).toBe('Ana\nAcme');
  expect(signatureOf('Yes.\n-- \nAna\nAcme\n\n> quoted')).toBe('Ana\nAcme');
  expect(signatureOf(`Yes.\n-- \nAna\n${'_'.repeat(40)}\nusers mailing list`)).toBe('Ana');
  expect(signatureOf(`Yes.\n-- \n${'and so on\n'.repeat(30)}`)).toBe('');
  expect(signatureOf('Yes.')).toBe('');
});
