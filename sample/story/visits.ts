/** A visit: the requests that one person or machine makes to the web sites in one go. */
import { hash, type Random } from '../random.ts';
import { APT, BOTS, DNF, DOCKER, HELM, PROBES, TOOLS } from './agents.ts';
import { DAY, type Release } from './calendar.ts';
import type { Hit } from './events.ts';
import { VENDOR_DOMAIN } from './names.ts';
import type { Stage } from './organizations.ts';
import { TOPICS, type Topic, topicsFor } from './topics.ts';

export interface Visit {
  readonly random: Random;
  readonly host: string;
  readonly agent: string;
  /** When the first request came. */
  readonly at: number;
  /** The newest release at the time. */
  readonly release: Release;
  readonly referer: string;
}

type Site = Hit['site'];
type Ask = (
  site: Site,
  path: string,
  options?: { readonly bytes?: number; readonly status?: number; readonly method?: Hit['method'] },
) => void;

const ORIGINS: Readonly<Record<Site, string>> = {
  www: `https://www.${VENDOR_DOMAIN}`,
  docs: `https://docs.${VENDOR_DOMAIN}`,
  download: `https://download.${VENDOR_DOMAIN}`,
};
const ASSETS = ['/assets/site.css', '/assets/site.js', '/assets/logo.svg', '/favicon.ico'];

/** What people of a stage do on the sites. */
export function browse(hits: Hit[], visit: Visit, stage: Stage): void {
  const { random } = visit;
  const ask = asker(hits, visit, 70);
  if (random.chance(0.4)) ask('www', random.pick(['/', '/features/', '/blog/', '/customers/']));
  if (random.chance(0.35)) ask('www', random.pick(ASSETS), { bytes: 4_000 });
  for (let pages = random.int(1, 3); pages > 0; pages--)
    readAbout(ask, random, visit.release, random.pick(topicsFor(stage)));
  if (stage === 'reading' && random.chance(0.3)) ask('www', blogPath(random));
  if (stage === 'trying' || (stage === 'building' && random.chance(0.4)))
    fetchRelease(ask, random, visit.release);
  if (stage === 'guarantees') {
    for (const page of random.some(
      ['/pricing/', '/support/sla/', '/security/', '/support/plans/', '/legal/data-processing/'],
      2,
    ))
      ask('www', page);
  }
  if (stage === 'contract' && random.chance(0.3)) ask('www', '/support/');
}

/** What the public does: looks at a page or two; sometimes takes a release along. */
export function passBy(hits: Hit[], visit: Visit): void {
  const { random } = visit;
  const ask = asker(hits, visit, 40);
  const interest = random.next();
  if (interest < 0.35) ask('www', random.chance(0.6) ? blogPath(random) : '/');
  else readAbout(ask, random, visit.release, random.pick(TOPICS));
  ask('www', random.pick(ASSETS), { bytes: 4_000, status: random.chance(0.4) ? 304 : 200 });
  while (random.chance(0.5)) readAbout(ask, random, visit.release, random.pick(TOPICS));
  if (interest > 0.88) fetchRelease(ask, random, visit.release);
}

/** A job that fetches packages or last night's build. */
export function automate(hits: Hit[], visit: Visit, habit: number): void {
  const { version } = visit.release;
  const { random } = visit;
  const fetch = (agent: string): Ask => asker(hits, { ...visit, agent, referer: '-' }, 2);
  const bytes = 41_000_000 + (hash(version) % 3_000_000);
  const news = random.chance(0.15);
  switch (habit % 5) {
    case 0: {
      const ask = fetch(random.pick(TOOLS));
      ask('download', '/download/nightly/quillfjord-nightly-linux-amd64.tar.gz', { bytes });
      ask('download', '/download/nightly/quillfjord-nightly-linux-amd64.tar.gz.sha256', { bytes: 102 });
      break;
    }
    case 1: {
      const ask = fetch(APT);
      ask('download', '/download/apt/dists/stable/InRelease', {
        bytes: news ? 8_211 : 0,
        status: news ? 200 : 304,
      });
      const file = `quillfjord_${version}-1_amd64.deb`;
      if (news) ask('download', `/download/apt/pool/main/q/quillfjord/${file}`, { bytes });
      break;
    }
    case 2: {
      const ask = fetch(DNF);
      ask('download', '/download/rpm/el9/repodata/repomd.xml', { bytes: 3_190 });
      if (news) ask('download', `/download/rpm/el9/quillfjord-${version}-1.x86_64.rpm`, { bytes });
      break;
    }
    case 3: {
      const ask = fetch(HELM);
      ask('download', '/download/charts/index.yaml', { bytes: 12_800 });
      ask('download', `/download/charts/quillfjord-${version}.tgz`, { bytes: 31_500 });
      break;
    }
    default: {
      const method = random.chance(0.5) ? 'HEAD' : 'GET';
      fetch(DOCKER)('download', `/v2/quillfjord/server/manifests/${version}`, { bytes: 1_370, method });
    }
  }
}

/** A crawler, a monitor, or a scanner that finds nothing. */
export function crawl(hits: Hit[], visit: Visit): void {
  const { random } = visit;
  const agent = random.pick(BOTS);
  const ask = asker(hits, { ...visit, agent, referer: '-' }, 6);
  if (agent.includes('Uptime')) {
    ask('www', '/', { method: 'HEAD', bytes: 0 });
    return;
  }
  if (random.chance(0.1)) ask('www', '/robots.txt', { bytes: 120 });
  for (let pages = random.int(1, 5); pages > 0; pages--) {
    ask('docs', docsPath(random.chance(0.3) ? '4.6' : visit.release.line, random.pick(TOPICS)));
  }
}

/** Someone who looks for programs that are not there. */
export function probe(hits: Hit[], visit: Visit): void {
  const ask = asker(
    hits,
    { ...visit, agent: visit.random.pick(['-', 'Mozilla/5.0', 'Go-http-client/1.1']), referer: '-' },
    1,
  );
  for (const path of visit.random.some(PROBES, 3))
    ask('www', path, { status: 404, bytes: 548, method: path.endsWith('php') ? 'POST' : 'GET' });
}

/** The page of a topic in the documentation of a line. */
export function docsPath(line: string, topic: Topic): string {
  return `/docs/${line}/${topic.page}`;
}

function asker(hits: Hit[], visit: Visit, pauseSeconds: number): Ask {
  const lastMoment = (Math.floor(visit.at / DAY) + 1) * DAY - 1;
  let at = visit.at;
  let referer = visit.referer;
  return (site, path, { bytes, status, method = 'GET' } = {}) => {
    if (at > lastMoment) return;
    const { host, agent, random } = visit;
    const answer = status ?? (random.chance(0.06) ? 304 : random.chance(0.012) ? 404 : 200);
    const size = answer === 304 ? 0 : (bytes ?? 6_000 + (hash(path) % 30_000));
    hits.push({ at, site, host, method, path, status: answer, bytes: size, referer, agent });
    if (referer !== '-' && !path.startsWith('/assets')) referer = ORIGINS[site] + path;
    at += Math.floor((0.2 + random.next()) * pauseSeconds * 1000);
  };
}

function readAbout(ask: Ask, random: Random, release: Release, topic: Topic): void {
  if (random.chance(0.3))
    ask('docs', `/docs/search?q=${encodeURIComponent(random.pick(topic.searches)).replaceAll('%20', '+')}`);
  ask('docs', docsPath(release.line, topic));
}

function fetchRelease(ask: Ask, random: Random, release: Release): void {
  const { version } = release;
  ask('www', '/get-started/');
  const file = `quillfjord-${version}-${random.pick(['linux-amd64.tar.gz', 'linux-amd64.tar.gz', 'amd64.deb', 'x86_64.rpm', 'windows-amd64.zip'])}`;
  const bytes = 40_000_000 + (hash(file) % 9_000_000);
  if (random.chance(0.04))
    ask('download', `/download/releases/${version}/${file}`, { status: 206, bytes: 1_048_576 });
  ask('download', `/download/releases/${version}/${file}`, { status: 200, bytes });
  if (random.chance(0.2))
    ask('download', `/download/releases/${version}/${file}.sha256`, { status: 200, bytes: 102 });
}

function blogPath(random: Random): string {
  return `/blog/${random.pick(['searching-ten-million-documents', 'why-permissions-first', 'what-a-pilot-taught-us', 'the-cost-of-not-finding'])}/`;
}
