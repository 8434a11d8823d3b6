/** Access logs of web servers and content delivery networks: who downloaded what, who read which page. */
import { defineSource, type Probe } from '../../contract.ts';
import { openAdapt } from './adapt.ts';
import type { Block } from './block.ts';
import { detect } from './head.ts';
import { readLogs } from './read.ts';
import { readSettings, SETTINGS } from './settings.ts';

/** Names of logs, for a directory, of which only the names can be seen. */
/** Files that Amazon delivers, many thousands of them: `ID.2026-05-17-10.a1b2c3d4.gz`, `2026-05-17-10-05-03-A1B2C3D4E5F60718`. */
const DELIVERED = /^(?:[\w-]*\.?\d{4}-\d\d-\d\d-\d\d\.[\da-f]{8}\.gz|[\w.-]*?\d{4}(?:-\d\d){5}-[\dA-F]{16})$/;
const LOG_NAME = /(?:access|request|\blog\b|cloudfront|caddy|nginx|httpd)[^/]*$/i;
const LOG_FILE = /\.(?:log|txt|json|gz|zst|\d+)$|log$|[.-]\d{8}$/i;

function recognize({ isDirectory, entries, head }: Probe): number {
  if (isDirectory) {
    if (entries.length > 0 && entries.every((entry) => DELIVERED.test(entry))) return 0.95;
    const files = entries.filter((entry) => LOG_FILE.test(entry) && LOG_NAME.test(entry));
    if (files.length === 0) return 0;
    return files.some((entry) => /access/i.test(entry)) ? 0.7 : 0.3;
  }
  const found = detect(head, head.length < 65_536, 'auto');
  if (found === undefined) return 0;
  // A table with a header could also be somebody else's; lines of a server's own format could not.
  return found.format.name.startsWith('columns:comma') || found.format.name.startsWith('columns:semicolon')
    ? found.share * 0.6
    : found.share;
}

export const accessLog = defineSource<Block>({
  name: 'access_log',
  title: 'Access logs',
  summary:
    'Logs of a web server, download host, package registry or content delivery network. Visitor addresses become network owners at once and are never stored.',
  expects:
    'an access log of Apache, nginx, Caddy, CloudFront, S3 or bunny.net (also .gz or .zst), or a directory of such logs',
  accessPoints: ['download', 'documentation', 'social', 'blog'],
  settings: SETTINGS,
  sensitive: ['client', 'user', 'referrer', 'query', 'cookie', 'authorization'],
  resumable: true,
  version: 2,
  threads: true,
  recognize,
  read: readLogs,
  adapter: async (settings) => openAdapt(readSettings(settings)),
});
