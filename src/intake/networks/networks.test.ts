import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LeadspringError } from '../../base/plain.ts';
import { openNetworks, UNKNOWN_NETWORK } from './index.ts';
import { mmdbOf } from './testing.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'networks-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const open = (file: string | null, internal: string[] = []) => openNetworks({ file, internal });

describe('range files', () => {
  const acme = { key: 'AS64500', name: 'Acme Motors, Inc.', class: 'company', confidence: 0.6 };

  test.each([
    ['plain.csv', '192.0.2.0,192.0.2.255,64500,"Acme Motors, Inc."\n'],
    ['plain.csv.gz', gzipSync('192.0.2.0,192.0.2.255,64500,"Acme Motors, Inc."\r\n')],
    ['numbers.csv', '3221225984,3221226239,64500,"Acme Motors, Inc."\n'],
    ['iptoasn.tsv', '192.0.2.0\t192.0.2.255\t64500\tUS\tAcme Motors, Inc.\n'],
    ['header.csv', 'network,country,asn,as_name\n192.0.2.0/24,US,AS64500,"Acme Motors, Inc."\n'],
    [
      'geolite.csv',
      'network,autonomous_system_number,autonomous_system_organization\n192.0.2.0/24,64500,"Acme Motors, Inc."\n',
    ],
    [
      'unsorted.csv',
      '198.51.100.0,198.51.100.255,64501,Other\n192.0.2.0,192.0.2.255,64500,"Acme Motors, Inc."\n',
    ],
  ])('%s', async (name, content) => {
    const network = await open(fileOf(name, content));
    expect(network('192.0.2.17').claim).toEqual(acme);
    expect(network('192.0.2.17:4711').claim).toEqual(acme);
    expect(network('192.0.3.1').claim).toEqual(UNKNOWN_NETWORK);
  });

  test('IPv6, domain and type', async () => {
    const network = await open(
      fileOf(
        'six.csv',
        '2001:db8::,2001:db8:0:ffff:ffff:ffff:ffff:ffff,64502,Odd Name,odd.example,hosting\n',
      ),
    );
    expect(network('2001:db8::7').claim).toEqual({
      key: 'AS64502',
      name: 'Odd Name',
      domain: 'odd.example',
      class: 'cloud',
      confidence: 0.05,
    });
    expect(network('[2001:db8::7]:443').claim.key).toBe('AS64502');
    expect(network('2001:db8:1::').claim.key).toBe('unknown');
  });

  test('iptoasn\'s "not routed" rows own nothing', async () => {
    const network = await open(
      fileOf(
        'zero.tsv',
        '192.0.2.0\t192.0.2.255\t0\tNone\tNot routed\n198.51.100.0\t198.51.100.9\t64500\tDE\tX\n',
      ),
    );
    expect(network('192.0.2.1').claim.key).toBe('unknown');
  });

  test('a file that is no list, a missing file and a broken archive name themselves', async () => {
    const bad = [
      fileOf('junk.bin', 'hello\nworld\n'),
      join(folder, 'absent'),
      fileOf('cut.csv.gz', gzipSync('x'.repeat(9999)).subarray(0, 20)),
    ];
    for (const file of bad) {
      await expect(open(file)).rejects.toThrow(LeadspringError);
      await expect(open(file)).rejects.toThrow(file);
    }
  });
});

describe('classes by name', () => {
  const rows: [string, string][] = [
    ['Example Telecom Ltd', 'internet_provider'],
    ['EXAMPLE-NET', 'internet_provider'],
    ['Comcast Cable Communications, LLC', 'internet_provider'],
    ['Amazon.com, Inc.', 'cloud'],
    ['Example Hosting GmbH', 'cloud'],
    ['Datacamp Limited', 'vpn'],
    ['University of Somewhere', 'university'],
    ['Ministry of Silly Walks', 'government'],
    ['Truly Federal Credit Union', 'company'],
    ['Example Pharma AG', 'company'],
    ['Example Widgets GmbH', 'company'],
    ['Qwzx', 'unknown'],
  ];
  test.each(rows)('%s is %s', async (name, expected) => {
    const network = await open(fileOf('one.csv', `192.0.2.0,192.0.2.255,64510,"${name}"\n`));
    expect(network('192.0.2.1').claim.class).toBe(expected);
  });
});

describe('host names', async () => {
  const network = await open(null);
  const rows: [string, string, string][] = [
    ['gw.research.acme-motors.com', 'domain:acme-motors.com', 'company'],
    ['gw.acme.example', 'domain:acme.example', 'company'],
    ['GW.ACME-MOTORS.COM.', 'domain:acme-motors.com', 'company'],
    ['www.acme-motors.co.uk', 'domain:acme-motors.co.uk', 'company'],
    ['lab3.cs.somewhere.edu', 'domain:somewhere.edu', 'university'],
    ['host.physics.somewhere.ac.uk', 'domain:somewhere.ac.uk', 'university'],
    ['desk.agency.gov', 'domain:agency.gov', 'government'],
    ['pool-192-0-2-17.city.small-isp.com', 'domain:small-isp.com', 'internet_provider'],
    ['dialup12.small-isp.com', 'domain:small-isp.com', 'internet_provider'],
    ['c0000211.small-isp.com', 'domain:small-isp.com', 'internet_provider'],
    ['www-d1.proxy.aol.com', 'domain:aol.com', 'internet_provider'],
    ['ec2-192-0-2-17.compute-1.amazonaws.com', 'domain:amazonaws.com', 'cloud'],
  ];
  test.each(rows)('%s is %s', (host, key, kind) => {
    expect(network(host).claim).toMatchObject({ key, class: kind });
  });

  test('nothing that carries an address becomes a claim', () => {
    for (const host of [
      '192-0-2-17.com',
      'host-192-0-2-17.net',
      '-',
      '',
      'localhost',
      'unknown',
      'a'.repeat(300),
      'x..y',
      '\x00.com',
      '999.1.2.3',
    ]) {
      expect(network(host).claim, host).toEqual(UNKNOWN_NETWORK);
    }
  });
});

describe("the vendor's own networks", async () => {
  const network = await open(null, [
    '192.0.2.0/25',
    '2001:db8:5::/48',
    'acme-motors.com',
    'lab.other-firm.com',
  ]);
  test.each([
    ['192.0.2.5', true],
    ['192.0.2.200', false],
    ['2001:db8:5::1', true],
    ['2001:db8:6::1', false],
    ['deep.gw.acme-motors.com', true],
    ['x.lab.other-firm.com', true],
    ['x.other-firm.com', false],
    ['notacme-motors.com', false],
  ])('%s: %s', (client, expected) => {
    expect(network(client).internal).toBe(expected);
  });

  test('a bad entry names itself', async () => {
    await expect(open(null, ['192.0.2.0/99'])).rejects.toThrow('192.0.2.0/99');
  });
});

describe('MMDB files', () => {
  const geolite = { autonomous_system_number: 64500, autonomous_system_organization: 'Acme Motors, Inc.' };
  const records = {
    '192.0.2.0/24': geolite,
    '198.51.100.0/25': { asn: 'AS64501', as_name: 'Odd Name', as_domain: 'Odd.Example', country: 'Nowhere' },
    '2001:db8::/32': { asn: { asn: 'AS64502', name: 'Six', domain: 'six.example', type: 'hosting' } },
    '203.0.113.0/24': { organization: 'No Number' },
  };

  test.each(['owners.mmdb', 'owners.mmdb.gz'])('%s: the names of several makers', async (name) => {
    const bytes = mmdbOf(records);
    const network = await open(fileOf(name, name.endsWith('.gz') ? gzipSync(bytes) : bytes));
    expect(network('192.0.2.77').claim).toEqual({
      key: 'AS64500',
      name: 'Acme Motors, Inc.',
      class: 'company',
      confidence: 0.6,
    });
    expect(network('198.51.100.1').claim).toMatchObject({
      key: 'AS64501',
      name: 'Odd Name',
      domain: 'odd.example',
    });
    expect(network('2001:db8::9').claim).toMatchObject({
      key: 'AS64502',
      domain: 'six.example',
      class: 'cloud',
    });
    for (const client of ['198.51.100.200', '203.0.113.5', '2001:db9::1']) {
      expect(network(client).claim, client).toEqual(UNKNOWN_NETWORK);
    }
  });

  test('a damaged or foreign binary file names itself', async () => {
    const bytes = mmdbOf(records);
    for (const bad of [
      bytes.subarray(0, -40),
      Buffer.alloc(5000),
      Buffer.from('\0\xab\xcd\xefMaxMind.com', 'latin1'),
    ]) {
      const file = fileOf('bad.mmdb', bad);
      await expect(open(file)).rejects.toThrow(LeadspringError);
      await expect(open(file)).rejects.toThrow(file);
    }
  });
});

const logs = new URL('../../../../shared/data/access-logs/', import.meta.url);
test.skipIf(!existsSync(logs))(
  `real host names become organizations${existsSync(logs) ? '' : ' (skipped: ../shared/data is not here)'}`,
  async () => {
    const network = await open(null);
    const lines = gunzipSync(readFileSync(new URL('nasa_19950701.tsv.gz', logs)))
      .toString('latin1')
      .split('\n');
    const hosts = new Set(lines.slice(1).map((line) => line.split('\t')[0] ?? ''));
    const names = [...hosts].filter((host) => /[a-z]\.[a-z]+$/i.test(host));
    const claims = names.map((host) => network(host).claim);
    const known = claims.filter((claim) => claim.key !== 'unknown');
    expect(known.length / claims.length).toBeGreaterThan(0.97);
    expect(claims.filter((claim) => /\d{1,3}[.-]\d{1,3}[.-]\d{1,3}[.-]\d/.test(claim.key))).toEqual([]);
    const education = names.filter((host) => host.endsWith('.edu')).map((host) => network(host).claim.class);
    expect(new Set(education)).toEqual(new Set(['university']));
  },
);
