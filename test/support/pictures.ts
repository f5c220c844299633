import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDark, qrMatrix, quietModules } from '../../src/labels/qr.js';
import { PNG } from 'pngjs';

/** Pixels of a module. */
const scale = 8;
const [width, height] = [640, 480];

/** A picture with the code of a text in its middle, as a camera sees a label on a table. */
export function pictureOfCode(text: string): PNG {
  const matrix = qrMatrix(text);
  const edge = (matrix.size + 2 * quietModules) * scale;
  const png = new PNG({ width, height });
  png.data.fill(190);
  for (let y = 0; y < edge; y += 1) {
    for (let x = 0; x < edge; x += 1) {
      const [column, row] = [x, y].map((at) => Math.floor(at / scale) - quietModules) as [number, number];
      const at = ((y + (height - edge) / 2) * width + x + (width - edge) / 2) * 4;
      png.data.fill(isDark(matrix, column, row) ? 20 : 245, at, at + 3);
    }
  }
  for (let at = 3; at < png.data.length; at += 4) png.data[at] = 255;
  return png;
}

/** A film of one picture in a folder, for Chromium's fake camera (YUV4MPEG2, 4:2:0); its path. */
export async function filmOf(png: PNG, folder: string): Promise<string> {
  const luma = Buffer.alloc(width * height, 0);
  for (let pixel = 0; pixel < luma.length; pixel += 1) luma[pixel] = png.data[pixel * 4] ?? 0;
  const grey = Buffer.alloc((width * height) / 2, 128);
  const path = join(folder, 'label.y4m');
  const head = `YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420mpeg2\n`;
  await writeFile(path, Buffer.concat([Buffer.from(`${head}FRAME\n`), luma, grey]));
  return path;
}
