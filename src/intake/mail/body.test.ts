import { describe, expect, it } from 'vitest';
import { decodeEntities, htmlToText } from '../text/html.ts';
import { adaptRaw, bytes } from './testing.ts';

const HEAD = 'From: ana@corp.example\nDate: Tue, 3 Mar 2020 10:11:12 +0000\n';
const text = async (rest: string | Uint8Array, mbox = false) => {
  const raw = Buffer.concat([bytes(HEAD), typeof rest === 'string' ? bytes(rest) : rest]);
  const { messages, failures } = await adaptRaw(raw, mbox ? { separator: 'From x' } : {});
  return messages[0]?.text ?? failures[0]?.code;
};
const latin1 = (value: string) => Buffer.from(value, 'latin1');

describe('the text of a message', () => {
  it.each([
    ['plain', '\nYes.\n', 'Yes.'],
    ['CRLF', '\r\nYes.\r\nNo.\r\n', 'Yes.\nNo.'],
    ['CR alone', 'X: y\n\nYes.\rNo.\r', 'Yes.\nNo.'],
    ['base64', 'Content-Transfer-Encoding: base64\n\nWcOkcw==\n', 'Yäs'],
    ['truncated base64', 'Content-Transfer-Encoding: base64\n\nWWVzWWVzW', 'YesYes'],
    ['quoted-printable', 'Content-Transfer-Encoding: quoted-printable\n\nY=C3=A4s =\nyes', 'Yäs yes'],
    ['UTF-8 that is not declared', '\nYäs', 'Yäs'],
    ['a charset nobody knows', 'Content-Type: text/plain; charset=klingon\n\nYes', 'Yes'],
    ['HTML', 'Content-Type: text/html\n\n<p>Yes<br>&auml;</p><script>no</script>', 'Yes\nä'],
    [
      'the plain part',
      'Content-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\nContent-Type: text/html\n\n<b>html</b>\n--b--',
      'plain',
    ],
    [
      'nothing, where the only part is blank',
      'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n\n\n--b--\n',
      '',
    ],
    [
      'the HTML part when the plain one is blank',
      'Content-Type: multipart/alternative; boundary=b\n\n--b\n\n \n--b\nContent-Type: text/html\n\n<b>html</b>\n--b--',
      'html',
    ],
    [
      'no attachment',
      'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nYes\n--b\nContent-Type: text/plain\nContent-Disposition: attachment\n\nno\n--b--',
      'Yes',
    ],
    ['no boundary', 'Content-Type: multipart/mixed\n\nYes', 'Yes'],
    ['a boundary that never comes', 'Content-Type: multipart/mixed; boundary=b\n\nYes', 'Yes'],
    ['a part without end', 'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nYes', 'Yes'],
    [
      'flowed text under a quote',
      'Content-Type: text/plain; charset=utf-8; format=flowed\n\n> quoted \nYes',
      'Yes',
    ],
    ['NULs', '\nY\0es', 'Yes'],
    ['nothing', '\n', ''],
    ['no body', '', ''],
  ])('%s', async (_, rest, expected) => {
    expect(await text(rest)).toBe(expected);
  });

  it.each([
    ['latin1', latin1('Content-Type: text/plain; charset=iso-8859-1\n\nY\xe4s'), 'Yäs'],
    ['latin1 called UTF-8', latin1('Content-Type: text/plain; charset=utf-8\n\nY\xe4s'), 'Yäs'],
    ['ISO-2022-JP', latin1('Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B$"\x1b(B'), 'あ'],
    ['Windows-1251', latin1('Content-Type: text/plain; charset=windows-1251\n\n\xc4\xe0'), 'Да'],
  ])('%s', async (_, rest, expected) => {
    expect(await text(rest)).toBe(expected);
  });

  it('undoes the quoting of From lines in an mbox, and only there', async () => {
    expect(await text('\nx\n>From here\n', true)).toBe('x\nFrom here');
    expect(await text('\nx\n>>From here\n')).toBe('x');
  });

  it('is bounded, and never cut through a character', async () => {
    expect((await text(`\n${'x'.repeat(3_000_000)}`))?.length).toBe(65_536);
    const long = await text(`\n${'ä'.repeat(1_500_000)}`);
    expect([long?.length, long?.slice(0, 3)]).toEqual([65_536, 'äää']);
    expect((await text(`\n${'a😀'.repeat(40_000)}`))?.isWellFormed()).toBe(true);
  });
});

describe('htmlToText', () => {
  it.each([
    ['<p>a</p><p>b</p>', 'a\n\nb'],
    ['a<br>b<div>c</div>', 'a\nb\nc'],
    ['<ul><li>a<li>b</ul>', '- a\n- b'],
    ['<style>x</style><!-- y -->a<script>z', 'a'],
    ['a<blockquote>b<blockquote>c</blockquote></blockquote>d', 'a\n\n> b\n\n> > c\n\nd'],
    ['<pre>a\n  b</pre>', 'a\n  b'],
    ['1 < 2 &amp;&amp; 3 &gt; 2', '1 < 2 && 3 > 2'],
    ['<a href="x">link</a>', 'link'],
    ['<b', ''],
  ])('%j', (html, expected) => {
    expect(htmlToText(html)).toBe(expected);
  });
});

describe('decodeEntities', () => {
  it.each([
    ['&eacute;&#233;&#xE9;', 'ééé'],
    ['&nbsp;x', ' x'],
    ['&#0;&#xD800;&#x110000;', '   '],
    ['&unknown; &', '&unknown; &'],
    ['&yuml;&Agrave;', 'ÿÀ'],
  ])('%j', (value, expected) => {
    expect(decodeEntities(value)).toBe(expected);
  });
});
