import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Split, splitter } from './split.ts';

const text = new TextDecoder('latin1');
const bytes = (value: string) => Buffer.from(value, 'latin1');

function split(input: Uint8Array, sizes: readonly number[] = [], limit = 1_000_000): Split[] {
  const cut = splitter(limit);
  const out: Split[] = [];
  let at = 0;
  for (const size of sizes) {
    out.push(...cut.push(input.subarray(at, at + size)));
    at += size;
  }
  out.push(...cut.push(input.subarray(at)), ...cut.end());
  return out;
}
const raws = (input: string, limit?: number) =>
  split(bytes(input), [], limit).map(({ raw }) => (raw === null ? null : text.decode(raw)));

const SEP = 'From ana@acme.example Tue Mar  3 10:11:12 2020\n';
const PIPERMAIL = 'From ana at acme.example  Tue Mar  3 10:11:12 2020\n';

describe('splitter', () => {
  it('splits at separators and keeps raw bytes without separator and framing', () => {
    expect(raws(`${SEP}Subject: a\n\none\n\n${SEP}Subject: b\n\ntwo\n`)).toEqual([
      'Subject: a\n\none\n',
      'Subject: b\n\ntwo\n',
    ]);
  });

  it('splits Pipermail archives and files with CRLF', () => {
    const crlf =
      `${PIPERMAIL}From: ana at acme.example\n\none\n\n${PIPERMAIL}Subject: b\n\ntwo\n\n`.replaceAll(
        '\n',
        '\r\n',
      );
    expect(raws(crlf)).toEqual(['From: ana at acme.example\r\n\r\none\r\n', 'Subject: b\r\n\r\ntwo\r\n']);
  });

  it.each([
    ['no blank line before', `one\n${SEP}Subject: b\n`],
    ['no date', 'one\n\nFrom here it goes wrong\nNote: see below\n'],
    ['no header line after', `one\n\n${SEP}and text goes on\n`],
    ['nothing after', `one\n\n${SEP}`],
    ['quoted', `one\n\n>${SEP}Subject: b\n`],
    ['a patch', 'one\n\nFrom 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: A\n'],
    ['a line too long', `one\n\nFrom ${'x'.repeat(2000)} Tue Mar  3 10:11:12 2020\nSubject: b\n`],
  ])('leaves a From line in the body alone: %s', (_, body) => {
    expect(raws(`${SEP}Subject: a\n\n${body}`)).toEqual([`Subject: a\n\n${body}`]);
  });

  it.each([
    'From - Tue Mar 03 10:11:12 2020',
    'From MAILER-DAEMON Tue Mar  3 10:11:12 2020',
    'From 123@xxx Tue Mar 03 10:11:12 +0000 2020',
    'From ana@acme.example Tue Mar  3 10:11:12 CET 2020',
    'From ana@acme.example Tue Mar  3 10:11 2020 +0100',
    'From ana@acme.example Tue, 03 Mar 2020 10:11:12 +0100',
    'From ana@acme.example Tue Mar  3 10:11:12 2020 remote from acme',
    'From "ana b"@acme.example Tue Mar  3 10:11:12 2020',
  ])('knows the form %s', (line) => {
    expect(raws(`${SEP}A: a\n\n\n${line}\nB: b\n`)).toEqual(['A: a\n\n', 'B: b\n']);
  });

  it('splits a series of patches, for the file begins with one', () => {
    const patch = 'From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: A\n\nx\n\n';
    expect(raws(patch + patch)).toHaveLength(2);
  });

  it('keeps text before the first separator, unless it is blank', () => {
    expect(raws(`hello\n\n${SEP}A: a\n`)).toEqual(['hello\n', 'A: a\n']);
    expect(raws(`\n\n${SEP}A: a\n`)).toEqual(['A: a\n']);
    expect(raws('')).toEqual([]);
  });

  it('counts lines', () => {
    expect(split(bytes(`${SEP}A: a\n\nx\n\n${SEP}B: b\n`)).map(({ line }) => line)).toEqual([1, 6]);
  });

  it('passes over a message that is too large, counts and hashes it, and goes on', () => {
    const large = `A: a\n\n${'x'.repeat(5000)}\n\n`;
    const input = `${SEP}${large}${SEP}B: b\n`;
    const [first, second] = split(bytes(input), [], 4000);
    expect(first).toMatchObject({ raw: null, size: large.length, line: 1 });
    expect(second).toMatchObject({ line: 6 });
    expect(split(bytes(input), Array(100).fill(50), 4000)[0]?.sha256).toBe(first?.sha256);
  });

  it('holds at most the limit of a line without end', () => {
    const cut = splitter(100_000);
    const chunk = Buffer.alloc(1 << 20, 0x78);
    cut.push(bytes(`${SEP}A: a\n\n`));
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 1024; i++) cut.push(chunk);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
    expect(cut.end()[0]).toMatchObject({ raw: null, size: 6 + (1 << 30) });
  });

  const piece = fc.constantFrom(
    SEP,
    PIPERMAIL,
    'Subject: a\n',
    '\n',
    '\r\n',
    'From x\n',
    '>From y\n',
    'text',
    'From ',
    '\nFrom ana',
  );
  it('gives the same messages however the input is cut, also beyond the limit', () => {
    const limit = fc.constantFrom(10, 100, 1_000_000);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.array(fc.nat(120)), limit, (pieces, sizes, most) => {
        const input = bytes(pieces.join(''));
        expect(split(input, sizes, most)).toEqual(split(input, [], most));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, and loses no byte but separators and blank lines', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4000 }), fc.array(fc.nat(500)), (input, sizes) => {
        const size = split(input, sizes).reduce((sum, one) => sum + one.size, 0);
        expect(size).toBeLessThanOrEqual(input.length);
      }),
    );
  });
});
