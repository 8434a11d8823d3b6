/** Checks on the text of a documentation page. */
import type { Command } from 'commander';

/** Relative links whose target does not exist. Links to the web and within the page are left alone. */
export function brokenLinks(markdown: string, exists: (target: string) => boolean): readonly string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^([a-z]+:|#)/.test(target))
    .filter((target) => !exists(target.replace(/#.*$/, '')));
}

/** What a page tells its reader to run: the plain words after `./leadspring`, up to the first other argument. */
export function commandsNamed(markdown: string): readonly string[] {
  return [...markdown.matchAll(/\.\/leadspring((?: [a-z]+(?![\w./=-]))+)/g)].map(([, words]) =>
    (words ?? '').trim(),
  );
}

/** Options after `./leadspring COMMAND`, with the command's first word: `[['demo', '--exit'], …]`. */
export function optionsNamed(markdown: string): readonly (readonly [string, string])[] {
  return [...markdown.matchAll(/\.\/leadspring ([a-z]+)([^`\n#|;&]*)/g)].flatMap(
    ([, command = '', rest = '']) =>
      [...rest.matchAll(/--[a-z][a-z-]*/g)].map(([option]) => [command, option] as const),
  );
}

/** The named commands and options that the program does not have. */
export function unknownCommands(markdown: string, program: Command): readonly string[] {
  const child = (parent: Command, name: string | undefined): Command | undefined =>
    parent.commands.find((command) => command.name() === name);
  const commands = commandsNamed(markdown).filter((words) => {
    const [first, second] = words.split(' ');
    const found = child(program, first);
    const groups = found !== undefined && found.commands.length > 0 && found.registeredArguments.length === 0;
    return found === undefined || (groups && second !== undefined && child(found, second) === undefined);
  });
  const options = optionsNamed(markdown).filter(([name, option]) => {
    const found = child(program, name);
    const known = [program, found, ...(found?.commands ?? [])].flatMap((command) => command?.options ?? []);
    return found !== undefined && option !== '--help' && !known.some(({ long }) => long === option);
  });
  return [...commands, ...options.map((pair) => pair.join(' '))];
}
