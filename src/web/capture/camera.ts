import type { Decode } from './decoder.js';
import { openPhoto, type PhotoFault } from './photo.js';

/** Between two looks at what the camera sees, in milliseconds. */
const lookMs = 200;
/** Longest edge of a picture that is looked at, in pixels. */
const edgeMax = 1_600;

interface Drawable {
  readonly width: number;
  readonly height: number;
}

function pixelsOf(source: HTMLVideoElement | ImageBitmap, { width, height }: Drawable): ImageData | null {
  const scale = Math.min(1, edgeMax / Math.max(width, height, 1));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  if (canvas.width === 0 || canvas.height === 0) return null;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context?.getImageData(0, 0, canvas.width, canvas.height) ?? null;
}

/**
 * Shows what the camera on the back sees, and tells of the first code in it.
 *
 * @throws DOMException when there is no camera, or its use is not allowed.
 */
export async function watch(
  video: HTMLVideoElement,
  decode: Decode,
  found: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1_280 } },
  });
  const end = (): void => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (signal.aborted) {
    end();
    return;
  }
  signal.addEventListener('abort', end);
  video.srcObject = stream;
  await video.play();
  const tell = (text: string): void => {
    if (!signal.aborted) found(text);
  };
  void look(video, decode, tell, signal);
}

async function look(
  video: HTMLVideoElement,
  decode: Decode,
  found: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const picture = pixelsOf(video, { width: video.videoWidth, height: video.videoHeight });
    const [text] = picture === null ? [] : await decode(picture).catch(() => []);
    if (text !== undefined) {
      found(text);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

/** The text of the first code in a photo, or why there is none. */
export async function readPhoto(
  file: File,
  decode: Decode,
): Promise<{ text: string } | PhotoFault | 'noCode'> {
  const bitmap = await openPhoto(file);
  if (typeof bitmap === 'string') return bitmap;
  const picture = pixelsOf(bitmap, bitmap);
  bitmap.close();
  const [text] = picture === null ? [] : await decode(picture).catch(() => []);
  return text === undefined ? 'noCode' : { text };
}
