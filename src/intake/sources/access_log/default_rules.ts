/**
 * What counts as a download and what as documentation, unless the operator says otherwise. A rule is one of
 *
 *     .zip            a path that ends so
 *     /downloads/     a path that begins so, or after one or two segments (/en/docs/, /5.2/docs/); `*` inside
 *                     stands for anything
 *     docs.           a host that begins so, for logs that carry the host
 *     !.asc           never, whatever the other rules of the list say; with any of the three forms
 */
export const DEFAULT_DOWNLOAD_RULES: readonly string[] = [
  // Archives and disk images
  ...[
    '.zip',
    '.tar',
    '.tgz',
    '.tar.gz',
    '.tar.bz2',
    '.tbz',
    '.tbz2',
    '.tar.xz',
    '.txz',
    '.tar.zst',
    '.tar.lz',
  ],
  ...['.gz', '.bz2', '.xz', '.zst', '.7z', '.rar', '.iso', '.img', '.qcow2', '.vmdk', '.ova', '.ovf', '.vhd'],
  // Packages and installers
  ...['.deb', '.udeb', '.rpm', '.apk', '.pkg', '.dmg', '.msi', '.msix', '.exe', '.appimage', '.run', '.bin'],
  ...[
    '.snap',
    '.flatpak',
    '.whl',
    '.egg',
    '.gem',
    '.crate',
    '.nupkg',
    '.jar',
    '.war',
    '.ear',
    '.aar',
    '.conda',
  ],
  ...['.phar', '.vsix', '.xpi', '.crx', '.ipa', '.aab', '.pkg.tar.zst', '.box'],
  // Places
  ...[
    '/download/',
    '/downloads/',
    '/releases/',
    '/release/',
    '/dist/',
    '/pool/',
    '/packages/',
    '/installers/',
  ],
  ...['/binaries/', '/v2/*/manifests/'],
  ...[
    'download.',
    'downloads.',
    'dl.',
    'releases.',
    'release.',
    'packages.',
    'repo.',
    'apt.',
    'deb.',
    'rpm.',
    'mirror.',
  ],
  // What package managers fetch besides packages: lists, signatures, checksums
  ...[
    '!.asc',
    '!.sig',
    '!.sha1',
    '!.sha256',
    '!.sha512',
    '!.md5',
    '!.pom',
    '!.xml',
    '!.json',
    '!.xml.gz',
    '!.metadata',
  ],
  ...[
    '!.yaml',
    '!.yml',
    '!.zsync',
    '!.torrent',
    '!/dists/',
    '!/repodata/',
    '!/packages.gz',
    '!/packages.xz',
    '!/apkindex.tar.gz',
  ],
  ...['!/sources.gz', '!/sources.xz', '!/sitemap.xml.gz', '!.files', '!.db.tar.gz'],
];

export const DEFAULT_DOCUMENTATION_RULES: readonly string[] = [
  ...[
    '/docs/',
    '/doc/',
    '/documentation/',
    '/manual/',
    '/manuals/',
    '/guide/',
    '/guides/',
    '/user-guide/',
    '/handbook/',
  ],
  ...[
    '/wiki/',
    '/reference/',
    '/api-reference/',
    '/apidocs/',
    '/api-docs/',
    '/javadoc/',
    '/tutorial/',
    '/tutorials/',
  ],
  ...[
    '/howto/',
    '/how-to/',
    '/learn/',
    '/help/',
    '/faq/',
    '/kb/',
    '/knowledge-base/',
    '/getting-started/',
    '/quickstart/',
  ],
  ...['/install/', '/installation/', '/man/', '/cookbook/', '/examples/', '/changelog/', '/release-notes/'],
  ...[
    'docs.',
    'doc.',
    'documentation.',
    'manual.',
    'wiki.',
    'help.',
    'learn.',
    'guide.',
    'developer.',
    'developers.',
  ],
];
