/** Bytes of a feed as text: by its byte order mark, its HTTP header, its XML declaration, else UTF-8 (RFC 7303 §3). */
import { TextDecoder } from 'node:util';

const MARKS = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
  // Without a mark `<?` tells how wide its letters are.
  [[0x3c, 0x00, 0x3f, 0x00], 'utf-16le'],
  [[0x00, 0x3c, 0x00, 0x3f], 'utf-16be'],
] as const;
/** The declaration is at the beginning, and in letters of ASCII. */
const DECLARED = /^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']/i;

/** Decodes; what is not a letter of the encoding becomes U+FFFD. @param contentType the header, where there is one */
export function decodeFeed(bytes: Uint8Array, contentType = ''): string {
  const mark = MARKS.find(([start]) => start.every((byte, index) => bytes[index] === byte))?.[1];
  const sent = /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType)?.[1];
  const head = Buffer.from(bytes.subarray(0, 400)).toString('latin1');
  const declared = DECLARED.exec(head)?.[1];
  for (const label of [mark, sent, declared]) {
    const decoder = label === undefined ? undefined : decoderOf(label);
    if (decoder !== undefined) return decoder.decode(bytes);
  }
  return new TextDecoder('utf-8').decode(bytes);
}

/** Encodings that nobody knows are as good as none. */
function decoderOf(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label);
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}
