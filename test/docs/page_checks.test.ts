import { Command } from 'commander';
import { expect, test } from 'vitest';
import { brokenLinks, commandsNamed, optionsNamed, unknownCommands } from './page_checks.ts';

test('a link to a missing page is broken; the web and anchors are left alone', () => {
  const text = '[a](a.md#b) [c](https://docs.example/c) [d](#d) [e](gone.md)';
  expect(brokenLinks(text, (target) => target === 'a.md')).toEqual(['gone.md']);
});

test('commands are read as far as they are plain words', () => {
  const text =
    'Run `./leadspring db migrate --dry`, or:\n    ./leadspring explain acme.example\n    ./leadspring try PATH';
  expect(commandsNamed(text)).toEqual(['db migrate', 'explain', 'try']);
  expect(optionsNamed(text)).toEqual([['db', '--dry']]);
});

test('a command, a sub-command or an option that does not exist is named', () => {
  const program = new Command('leadspring');
  program.command('db').command('migrate').option('--dry');
  program.command('import').argument('<kind>');
  const text =
    '`./leadspring db migrate --dry` `./leadspring import mail` `./leadspring sing` `./leadspring db sing --loud`';
  expect(unknownCommands(text, program)).toEqual(['sing', 'db sing', 'db --loud']);
});
