/**
 * Writes a made-up access log in the combined format, about 240 bytes a line, deterministic by seed: a product
 * site with pages, documentation, downloads and everything that surrounds them (images, robots, scanners).
 *
 *   node bench/support/make_access_log.ts FILE LINES [SEED]
 */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** A small generator of pseudo-random numbers in [0, 1): mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const TOPICS = [
  'install',
  'upgrade',
  'sso',
  'ldap',
  'backup',
  'cluster',
  'replication',
  'tuning',
  'api',
  'hooks',
  'plugins',
  'limits',
];
const VERSIONS = ['4.8.0', '4.9.2', '5.0.0', '5.1.3', '5.2.0', '5.2.1', '6.0.0-rc1'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TOOLS = [
  'curl/8.5.0',
  'Wget/1.21.4',
  'pip/24.0 {"ci":null,"cpu":"x86_64","distro":{"name":"Debian GNU/Linux","version":"12"},"implementation":{"name":"CPython","version":"3.11.2"}}',
  'Debian APT-HTTP/1.3 (2.6.1)',
  'docker/26.1.4 go/go1.21.11 git-commit/de5c9cf kernel/6.1.0-21-amd64 os/linux arch/amd64',
];
const ROBOTS = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
];

/** The days a log spans. */
const DAYS = 14;

type Random = () => number;

function pick<T>(list: readonly T[], random: Random): T {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('an empty list');
  return item;
}

/** Numbers below `count`, small ones far more often, as visitors and pages are. */
function skewed(count: number, random: Random): number {
  return Math.floor(count * random() ** 3);
}

function browsers(random: Random): readonly string[] {
  const systems = [
    'Windows NT 10.0; Win64; x64',
    'Macintosh; Intel Mac OS X 10_15_7',
    'X11; Linux x86_64',
    'Linux; Android 14; K',
  ];
  return Array.from({ length: 500 }, () => {
    const version = 90 + Math.floor(random() * 45);
    return `Mozilla/5.0 (${pick(systems, random)}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.${Math.floor(random() * 6000)}.${Math.floor(random() * 200)} Safari/537.36`;
  });
}

function address(number: number): string {
  const mixed = Math.imul(number + 1, 2654435761) >>> 0;
  if (number % 12 === 5)
    return `2001:db8:${(mixed >>> 16).toString(16)}:${(mixed & 0xffff).toString(16)}::${number.toString(16)}`;
  return `${1 + ((mixed >>> 24) % 223)}.${(mixed >>> 16) & 255}.${(mixed >>> 8) & 255}.${mixed & 255}`;
}

interface Request {
  readonly path: string;
  readonly agent: 'browser' | 'tool' | 'robot';
}

function request(random: Random): Request {
  const roll = random();
  const version = pick(VERSIONS, random);
  const topic = pick(TOPICS, random);
  if (roll < 0.5)
    return {
      path: `/static/${version}/assets/${pick(['app', 'vendor', 'theme', 'logo', 'font'], random)}.${skewed(400, random).toString(16)}.${pick(['js', 'css', 'png', 'woff2', 'svg'], random)}`,
      agent: 'browser',
    };
  if (roll < 0.72)
    return {
      path: `/docs/${version}/${topic}/page-${skewed(30, random)}.html`,
      agent: random() < 0.15 ? 'robot' : 'browser',
    };
  if (roll < 0.74) return { path: `/docs/search?q=${topic}+${pick(TOPICS, random)}`, agent: 'browser' };
  if (roll < 0.82)
    return {
      path: `/download/${version}/acme-${version}-${pick(['linux-amd64.tar.gz', 'windows-x64.msi', 'macos-arm64.dmg', 'all.deb'], random)}`,
      agent: random() < 0.6 ? 'tool' : 'browser',
    };
  if (roll < 0.96)
    return {
      path: pick(['/', '/pricing', '/features', '/about', `/blog/2026/${topic}`], random),
      agent: random() < 0.3 ? 'robot' : 'browser',
    };
  return { path: pick(['/wp-login.php', '/.env', '/admin', '/xmlrpc.php'], random), agent: 'robot' };
}

function lineMaker(seed: number, lines: number): (index: number) => string {
  const random = randomNumbers(seed);
  const agents = { browser: browsers(random), tool: TOOLS, robot: ROBOTS };
  const start = Date.UTC(2026, 2, 1);
  const step = (DAYS * 86_400_000) / lines;
  const two = (value: number): string => String(value).padStart(2, '0');
  return (index) => {
    const at = new Date(start + index * step);
    const { path, agent } = request(random);
    const status = random() < 0.9 ? 200 : pick([304, 404, 301, 206, 500], random);
    const time = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
    const referrer =
      agent === 'browser' ? `https://www.acme.example/docs/5.2.1/${pick(TOPICS, random)}/index.html` : '-';
    return `${address(skewed(60_000, random))} - - [${time}] "GET ${path} HTTP/1.1" ${status} ${Math.floor(random() * 90_000)} "${referrer}" "${pick(agents[agent], random)}"\n`;
  };
}

/** Writes the log; compressed when the name ends in `.gz`. The same arguments give the same bytes. */
export async function makeAccessLog(file: string, lines: number, seed = 1): Promise<void> {
  const make = lineMaker(seed, lines);
  const disk = createWriteStream(file);
  const out = file.endsWith('.gz') ? createGzip() : disk;
  if (out !== disk) out.pipe(disk);
  for (let i = 0; i < lines; ) {
    let text = '';
    for (const stop = Math.min(lines, i + 2000); i < stop; i++) text += make(i);
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await finished(disk);
}

if (process.argv[1] === import.meta.filename) {
  const [file, lines, seed] = process.argv.slice(2);
  if (file === undefined || !(Number(lines) > 0)) {
    process.stderr.write('usage: node bench/support/make_access_log.ts FILE LINES [SEED]\n');
    process.exitCode = 2;
  } else await makeAccessLog(file, Number(lines), Number(seed ?? 1));
}
