import type { Attachment } from '../../client/client.js';

/** Largest file that is opened, in bytes: more has more pixels than the memory of a small phone holds. */
const fileBytesMax = 30_000_000;
/** A photo that is sent has at most so many bytes, so that it arrives within 30 seconds at 70 kbit/s. */
const photoBytesMax = 250_000;
/** Longest edge in pixels and quality of JPEG, tried one after another until the photo is small enough. */
const sizes = [
  { edge: 1_600, quality: 0.75 },
  { edge: 1_600, quality: 0.55 },
  { edge: 1_280, quality: 0.55 },
  { edge: 960, quality: 0.5 },
] as const;

/** Why a file is not taken as a photo. */
export type PhotoFault = 'tooLarge' | 'notAPhoto' | 'broken';

/** The pixels of a file that somebody chose as a photo. The caller closes them. */
export async function openPhoto(file: File): Promise<ImageBitmap | PhotoFault> {
  if (!/^image\/(?!svg)/.test(file.type)) return 'notAPhoto';
  if (file.size > fileBytesMax) return 'tooLarge';
  return createImageBitmap(file).catch(() => 'broken');
}

/** A photo as it is sent: drawn anew, so that nothing of the file's own data, such as the place, is in it. */
export async function shrink(file: File): Promise<Attachment | PhotoFault> {
  const bitmap = await openPhoto(file);
  if (typeof bitmap === 'string') return bitmap;
  try {
    let blob: Blob | null = null;
    for (const { edge, quality } of sizes) {
      blob = await drawn(bitmap, edge, quality);
      if (blob === null || blob.size <= photoBytesMax) break;
    }
    if (blob?.type !== 'image/jpeg') return 'broken';
    return { mediaType: 'image/jpeg', bytes: new Uint8Array(await blob.arrayBuffer()) };
  } finally {
    bitmap.close();
  }
}

/** Draws a photo into a canvas, at most so large, upright as it was taken; on white where it is transparent. */
export function drawInto(canvas: HTMLCanvasElement, bitmap: ImageBitmap, edgeMax: number): void {
  const scale = Math.min(1, edgeMax / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}

function drawn(bitmap: ImageBitmap, edge: number, quality: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  drawInto(canvas, bitmap, edge);
  return new Promise((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', quality);
  });
}
