/** Blocks of a tar archive, in bytes. */
const blockBytes = 512;

/**
 * A file in a tar archive (POSIX.1-2017 pax, “ustar Interchange Format”), as the bytes of its header and its padded
 * content. The name is at most 100 bytes of ASCII.
 */
export function tarFile(name: string, bytes: Uint8Array, at: Date): Buffer[] {
  const padding = (blockBytes - (bytes.length % blockBytes)) % blockBytes;
  return [tarHeader(name, bytes.length, at), Buffer.from(bytes), Buffer.alloc(padding)];
}

/** The end of an archive: two empty blocks. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * blockBytes);
}

function tarHeader(name: string, size: number, at: Date): Buffer {
  const header = Buffer.alloc(blockBytes);
  const put = (text: string, offset: number): void => void header.write(text, offset, 'latin1');
  put(name, 0);
  put('0000644\0', 100);
  put('0000000\0', 108);
  put('0000000\0', 116);
  put(`${size.toString(8).padStart(11, '0')}\0`, 124);
  const seconds = Math.floor(at.getTime() / 1_000);
  put(`${seconds.toString(8).padStart(11, '0')}\0`, 136);
  // The checksum counts its own field as spaces.
  put('        ', 148);
  put('0', 156);
  put('ustar\0', 257);
  put('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
