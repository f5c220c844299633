import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PNG } from 'pngjs';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** ZXing-C++ from node_modules: nothing is fetched. */
prepareZXingModule({
  overrides: {
    wasmBinary: readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
      .buffer,
  },
});

/** Texts of every QR code in a PNG, in no order. */
export async function codesIn(png: Uint8Array, max = 1): Promise<string[]> {
  const results = await readBarcodes(png, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: max });
  return results.filter((result) => result.isValid).map((result) => result.text);
}

/** A dark-and-light picture that is painted with rectangles and given to a decoder as PNG. */
export class Canvas {
  private readonly png: PNG;

  constructor(width: number, height: number) {
    this.png = new PNG({ width, height });
    this.png.data.fill(255);
  }

  dark(left: number, top: number, width: number, height: number): void {
    for (let y = Math.round(top); y < Math.round(top + height); y += 1) {
      for (let x = Math.round(left); x < Math.round(left + width); x += 1) {
        const at = (y * this.png.width + x) * 4;
        this.png.data.fill(0, at, at + 3);
      }
    }
  }

  encode(): Uint8Array {
    return PNG.sync.write(this.png);
  }
}

/** Paints `M x y h n v1 h-n z` path data, `scale` pixels a unit. */
export function paintPath(canvas: Canvas, path: string, scale: number, left = 0, top = 0): void {
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    canvas.dark(left + Number(x) * scale, top + Number(y) * scale, Number(length) * scale, scale);
  }
}

/** The codes of an SVG, each as PNG on its own, 16 pixels a millimetre. */
export function codePicturesOf(svg: string): Uint8Array[] {
  const paths = svg.matchAll(/<path transform="translate\(\S+ \S+\) scale\((\S+)\)" d="([^"]+)"/g);
  return [...paths].map(([, , path = '']) => {
    const canvas = new Canvas(300, 300);
    paintPath(canvas, path, 4, 16, 16);
    return canvas.encode();
  });
}

/** Whether a program is installed here; the tests that use it say so when it is not. */
export function installed(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
