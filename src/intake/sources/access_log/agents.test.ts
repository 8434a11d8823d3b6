import { describe, expect, test } from 'vitest';
import { agentKinds } from './agents.ts';

const kind = agentKinds();

describe('agents', () => {
  test.each([
    'pip/24.0 {"ci":null,"implementation":{"name":"CPython"}}',
    'npm/10.8.1 node/v22.3.0 linux x64 workspaces/false',
    'yarn/1.22.22 npm/? node/v22.3.0 linux x64',
    'pnpm/9.4.0 npm/? node/v22.3.0 linux x64',
    'Debian APT-HTTP/1.3 (2.6.1)',
    'libdnf (Fedora Linux 40; server; Linux.x86_64)',
    'Apache-Maven/3.9.7 (Java 21.0.3; Linux 6.1)',
    'Gradle/8.8 (Linux;6.1;amd64) (Eclipse Adoptium;21.0.3)',
    'Go-http-client/2.0',
    'cargo 1.79.0 (ffa9cf99a 2024-06-03)',
    'docker/26.1.4 go/go1.21.11 git-commit/de5c9cf kernel/6.1 os/linux arch/amd64',
    'containerd/1.7.18',
    'Homebrew/4.3.6 (Macintosh; arm64 Mac OS X 14.5) curl/8.6.0',
    'curl/8.5.0',
    'Wget/1.21.4',
    'Helm/3.15.2',
    'conda/24.5.0 requests/2.32.3 CPython/3.12.4',
    'NuGet Command Line/6.10 (Linux)',
    'Composer/2.7.7 (Linux; 6.1; PHP 8.3.8; cURL 8.7.1)',
    'RubyGems/3.5.11 x86_64-linux Ruby/3.3.3',
    'Bundler/2.5.11',
    'git/2.45.2',
    'R (4.4.1 x86_64-pc-linux-gnu x86_64 linux-gnu)',
    'python-requests/2.32.3',
  ])('%s is a tool', (agent) => {
    expect(kind(agent)).toBe('tool');
  });

  test.each([
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.1; +https://openai.com/gptbot)',
    'facebookexternalhit/1.1',
    'curl-crawler/1.0 (bot)',
    'python-requests/2.32 (uptime monitor)',
    'Scrapy/2.11',
  ])('%s is a robot', (agent) => {
    expect(kind(agent)).toBe('bot');
  });

  test.each([
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
    'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    'Opera/9.80 (Windows NT 6.1; U; en) Presto/2.12.388 Version/12.18',
  ])('%s is a person', (agent) => {
    expect(kind(agent)).toBe('person');
  });
});
