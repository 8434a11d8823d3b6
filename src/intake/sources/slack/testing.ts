/** A made-up workspace in the shape of Slack's export, and archives of it, for tests. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

export type Json = Readonly<Record<string, unknown>>;
/** Contents by path inside of an export. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

const USERS = ['ana', 'ben', 'chloe', 'dev'];

const userOf = (name: string, more: Json = {}): Json => ({
  ...{ id: `U${name.toUpperCase()}`, name, real_name: `${name} Example`, is_bot: false },
  profile: {
    email: `${name}@corp.example`,
    real_name: `${name} Example`,
    phone: '555-0142-4711',
    title: 'CTO at Acme',
  },
  ...more,
});

/** A message of a day of April 2026. */
export function messageOf(day: number, number: number, more: Json = {}): Json {
  return {
    type: 'message',
    user: `U${(USERS[(day + number) % USERS.length] ?? '').toUpperCase()}`,
    text: `Message ${number} of day ${day}`,
    ts: `${Date.UTC(2026, 3, day, 9, number) / 1000}.${String(number).padStart(6, '0')}`,
    ...more,
  };
}

export const dayOf = (day: number): string => `2026-04-${String(day).padStart(2, '0')}`;

export function listsOf(): Record<string, string> {
  const robot = userOf('robot', { is_bot: true });
  return {
    'users.json': JSON.stringify([...USERS.map((name) => userOf(name)), robot]),
    'channels.json': JSON.stringify([{ id: 'C01', name: 'help', is_private: false }]),
    'groups.json': JSON.stringify([{ id: 'G01', name: 'staff' }]),
    'dms.json': JSON.stringify([{ id: 'D01', members: ['UANA', 'UBEN'] }]),
  };
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

/** A zip archive (APPNOTE.TXT 4.3), deflated. `lie` changes the sizes it tells. */
export function zipOf(files: Files, lie: (size: number) => number = (size) => size): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    for (const [at, value] of [
      [0, 20],
      [2, 0x0800],
      [4, 8],
      [22, name.length],
    ] as const)
      common.writeUInt16LE(value, at);
    for (const [at, value] of [
      [10, crc32(bytes)],
      [14, packed.length],
      [18, lie(bytes.length)],
    ] as const)
      common.writeUInt32LE(value, at);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\0', 'latin1'), common, rest, name]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  for (const [at, value] of [
    [4, directory.length],
    [6, directory.length],
  ] as const)
    end.writeUInt16LE(value, at);
  for (const [at, value] of [
    [8, central.length],
    [12, offset],
  ] as const)
    end.writeUInt32LE(value, at);
  return Buffer.concat([...parts, central, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}
