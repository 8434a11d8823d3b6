/** A file that was downloaded to the release it belongs to: `acme-5.2.1-linux-amd64.tar.gz` is `acme/5.2.1`. */
import { fileKey } from '../../text/page_key.ts';

/** A release, and how people call it. */
export interface Release {
  readonly key: string;
  readonly title?: string;
}

/** 1.2, 5.2.1, 2026.11.3, 1.0.0-rc.1, 5.2rc1, 1.2.3+build5 */
const STAGE = String.raw`(?:alpha|beta|rc|pre|preview|dev|snapshot|ga|final|post)[-_.]?\d*|[mabp]\d+`;
const VERSION = String.raw`\d+(?:\.\d+){1,4}(?:[-_.~]?(?:${STAGE})(?![a-z]))?`;
const IN_NAME = new RegExp(`^(.*?)(?:^|[-_ .])v?(${VERSION})(?![0-9])`, 'i');
const IN_PATH = new RegExp(
  String.raw`^v?(${VERSION})$|^(?:release|rel|v|version)[-_]?(${VERSION}|\d+)$`,
  'i',
);

/** Words of file names that say for which machine, not which product. */
const PLATFORM =
  /[-_. ]*\b(?:linux|windows|win(?:32|64)?|darwin|mac(?:os)?(?:x)?|osx|freebsd|openbsd|android|ios|x86_64|x86|x64|amd64|i[3-6]86|arm64|aarch64|armv?\d*[a-z]*|ppc64le|s390x|riscv64|universal|setup|installer|install|latest|stable|bin|src|source|all|noarch|any|musl|gnu|msvc|portable|full|offline|online|64bit|32bit)\b/gi;

const EXTENSION = /(?:\.(?:tar|orig|pkg|src|debian))?\.[a-z0-9_]{1,10}$/i;

function nameOf(text: string): string {
  return text
    .replaceAll('_', '-')
    .replace(PLATFORM, '')
    .replace(/^[-. ]+|[-. ]+$/g, '')
    .replace(/ +/g, '-')
    .toLowerCase();
}

/** The version among the folders, the deepest first, and the folder before it. */
function versionInPath(folders: readonly string[]): { version: string; before: string } | undefined {
  for (let i = folders.length - 1; i >= 0; i--) {
    const match = IN_PATH.exec(folders[i] ?? '');
    const version = match?.[1] ?? match?.[2];
    if (version !== undefined) return { version, before: folders[i - 1] ?? '' };
  }
  return undefined;
}

/** Folders that hold releases and name no product. */
const HOLDERS =
  /^(?:downloads?|releases?|dist|pub|pool|archive|archives|files|packages|refs|tags|get|installers|binaries|main|stable|latest|en|v\d+|-|[a-z])$/i;

function productInPath(folders: readonly string[]): string {
  return folders.findLast((folder) => !HOLDERS.test(folder) && !IN_PATH.test(folder)) ?? '';
}

/** `/v2/acme/server/manifests/5.2` of a container registry: image and tag. */
const MANIFEST = /^\/v2\/(.+)\/manifests\/([^/]+)$/;

function release(product: string, version: string): Release {
  return { key: `${product}/${version}`.slice(0, 500), title: `${product} ${version}`.slice(0, 500) };
}

/**
 * The release that a path delivers: `product/version` when the path tells both, else the path itself.
 * @param path as requested, without query
 * @param product the operator's name of the product, used where the path names none
 */
export function releaseOf(path: string, product: string): Release {
  const key = fileKey(path);
  const manifest = MANIFEST.exec(key);
  if (manifest !== null) {
    const [, image = '', tag = ''] = manifest;
    return tag.startsWith('sha256:') ? { key: image, title: image } : release(image.toLowerCase(), tag);
  }
  const folders = key.split('/').filter((folder) => folder !== '');
  const file = folders.pop() ?? '';
  const match = IN_NAME.exec(file.replace(/(?<=\d)_(?=\d)/g, '.')) ?? IN_NAME.exec(file);
  if (match !== null) {
    const [, before = '', version = ''] = match;
    const named = nameOf(before) || product || nameOf(productInPath(folders));
    if (named !== '') return release(named.toLowerCase(), version.toLowerCase());
  }
  const inPath = versionInPath(folders);
  if (inPath !== undefined) {
    const named = nameOf(file.replace(EXTENSION, '')) || product || nameOf(productInPath(folders));
    if (named !== '') return release(named.toLowerCase(), inPath.version.toLowerCase());
  }
  return { key };
}
