import { promisify } from 'node:util';
import { deflate as deflateWithCallback, gzipSync } from 'node:zlib';
import { dotMm, type Dpi } from './layouts.js';
import { darkRuns, qrMatrix, quietModules } from './qr.js';
import type { LabelDrawing } from './sheet-drawing.js';
import { Rasterizer, type Raster } from './sheet-raster.js';

const deflate = promisify(deflateWithCallback);

/** A label or a page as PNG, grey, with its resolution in it, so that it prints in its true size. */
export function drawingPng(drawing: LabelDrawing, dpi: Dpi = 300): Promise<Buffer> {
  return png(new Rasterizer(dpi).draw(drawing), 1000 / dotMm(dpi));
}

/** Most pixels a module of a code alone is drawn with. */
export const modulePixelsMax = 40;

/**
 * The code alone with its quiet zone as PNG, for people who place it in artwork of their own.
 *
 * @param modulePixels whole pixels of a module's edge, 1 to `modulePixelsMax`.
 * @throws RangeError when `modulePixels` is not such a number.
 */
export async function codePng(uri: string, modulePixels = 8): Promise<Buffer> {
  if (!Number.isInteger(modulePixels) || modulePixels < 1 || modulePixels > modulePixelsMax) {
    throw new RangeError(`a module is 1 to ${modulePixelsMax} pixels`);
  }
  const matrix = qrMatrix(uri);
  const side = (matrix.size + 2 * quietModules) * modulePixels;
  const ink = new Uint8Array(side * side);
  for (const { column, row, length } of darkRuns(matrix)) {
    for (let line = 0; line < modulePixels; line += 1) {
      const from =
        ((row + quietModules) * modulePixels + line) * side + (column + quietModules) * modulePixels;
      ink.fill(255, from, from + length * modulePixels);
    }
  }
  return png({ width: side, height: side, ink }, null);
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** PNG (third edition) §11: grey, 8 bits, no filter; `dotsPerMetre` goes into pHYs. */
async function png({ height, ink, width }: Raster, dotsPerMetre: number | null): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  const rows = Buffer.alloc(height * (width + 1));
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      rows[row * (width + 1) + 1 + column] = 255 - (ink[row * width + column] ?? 0);
    }
  }
  const parts = [signature, chunk('IHDR', header)];
  if (dotsPerMetre !== null) {
    const physical = Buffer.alloc(9);
    physical.writeUInt32BE(Math.round(dotsPerMetre), 0);
    physical.writeUInt32BE(Math.round(dotsPerMetre), 4);
    physical.writeUInt8(1, 8);
    parts.push(chunk('pHYs', physical));
  }
  return Buffer.concat([...parts, chunk('IDAT', await deflate(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, named, checksum(named)]);
}

/** CRC-32 as PNG §5.5 has it; Node 20 gives it only at the end of a gzip member (RFC 1952 §2.3.1), reversed. */
function checksum(data: Buffer): Buffer {
  const member = gzipSync(data, { level: 0 });
  return Buffer.from(member.subarray(-8, -4)).reverse();
}
