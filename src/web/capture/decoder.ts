import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm';

/** Texts of the codes in a picture. */
export type Decode = (picture: ImageData) => Promise<string[]>;

/** The browser's own reader (Shape Detection API), where it has one. */
interface NativeDetector {
  detect(picture: ImageData): Promise<readonly { readonly rawValue: string }[]>;
}
interface NativeDetectorClass {
  new (options: { formats: string[] }): NativeDetector;
  getSupportedFormats(): Promise<string[]>;
}

const nativeFormats = ['qr_code', 'data_matrix'];
const options: ReaderOptions = { formats: ['QRCode', 'DataMatrix'], tryHarder: true, maxNumberOfSymbols: 1 };

/** @throws what `fetch` throws when our own reader must be loaded and cannot be. */
export async function openDecoder(): Promise<Decode> {
  const native = (globalThis as { BarcodeDetector?: NativeDetectorClass }).BarcodeDetector;
  const has = (await native?.getSupportedFormats().catch(() => [])) ?? [];
  if (native !== undefined && nativeFormats.every((format) => has.includes(format))) {
    const detector = new native({ formats: nativeFormats });
    return async (picture) => (await detector.detect(picture)).map(({ rawValue }) => rawValue);
  }
  const locateFile = (): string => new URL(wasm, import.meta.url).href;
  await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  return async (picture) => {
    const found = await readBarcodes(picture, options);
    return found.filter(({ isValid }) => isValid).map(({ text }) => text);
  };
}
