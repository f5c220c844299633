import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { sayBytes } from '../figures.js';
import { capturePhotoWords } from '../words-capture-photos.js';
import type { DraftPart } from './draft.js';
import { keepPhotos, photosOfDraft, type DraftPhoto } from './draft-photos.js';
import { drawInto, shrink, type PhotoFault } from './photo.js';
import { useSurroundings, useWords } from './screen.js';

const photosMax = 4;
/** Longest edge of a preview, in pixels. */
const previewEdge = 200;

export interface PhotosProps extends DraftPart {
  /** Whether a photo is being made small, and is not in the draft yet. */
  readonly isBusy: boolean;
  readonly setBusy: (isBusy: boolean) => void;
}

interface PhotoDesk {
  readonly photos: readonly DraftPhoto[];
  /** Why the last one was not taken. */
  readonly fault: string;
  readonly set: (photos: readonly DraftPhoto[]) => Promise<void>;
  readonly add: (file: File | undefined) => Promise<void>;
}

/** The photos of the draft, each change kept before it is shown. */
function useDraftPhotos({ draft, change, setBusy }: PhotosProps): PhotoDesk {
  const t = useWords();
  const { desk } = useSurroundings();
  const [fault, setFault] = useState('');
  const [photos, setPhotos] = useState<readonly DraftPhoto[]>([]);
  useEffect(() => {
    // What cannot be read is not there: the draft goes on without it.
    photosOfDraft(draft, desk).then(setPhotos, () => undefined);
  }, []);
  const set = async (next: readonly DraftPhoto[]): Promise<void> => {
    try {
      await keepPhotos(next);
      change({ photos: next.map(({ name }) => name) });
      setPhotos(next);
    } catch {
      setFault(t(capturePhotoWords.full));
    }
  };
  const add = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setFault('');
    setBusy(true);
    const made = await shrink(file).catch((): PhotoFault => 'broken');
    if (typeof made === 'string') setFault(fill(t(capturePhotoWords[made]), { size: sayBytes(file.size) }));
    else await set([...photos, { ...made, name: crypto.randomUUID() }]);
    setBusy(false);
  };
  return { photos, fault, set, add };
}

/** Photos of what is told: each made small, shown, and kept with the draft. */
export function Photos(props: PhotosProps): VNode {
  const { isBusy } = props;
  const t = useWords();
  const { photos, fault, set, add } = useDraftPhotos(props);
  return (
    <section class="card">
      <h2>{t(capturePhotoWords.title)}</h2>
      <p class="quiet">{fill(t(capturePhotoWords.hint), { n: photosMax })}</p>
      <ul class="rows">
        {photos.map((photo, index) => (
          <li key={photo.name}>
            <Preview photo={photo} number={index + 1} />
            <button
              type="button"
              class="quiet"
              onClick={() => void set(photos.filter((one) => one !== photo))}
            >
              {fill(t(capturePhotoWords.remove), { n: index + 1 })}
            </button>
          </li>
        ))}
      </ul>
      {photos.length >= photosMax ? null : (
        <label class="take">
          <span>{t(capturePhotoWords.take)}</span>
          <input
            type="file"
            accept="image/*"
            capture="environment"
            disabled={isBusy}
            onChange={(event) => {
              const input = event.currentTarget;
              void add(input.files?.[0]).then(() => {
                input.value = '';
              });
            }}
          />
        </label>
      )}
      <p role="status">{isBusy ? t(capturePhotoWords.shrinking) : ''}</p>
      <p role="alert" class="fault">
        {fault}
      </p>
    </section>
  );
}

function Preview({ photo, number }: { photo: DraftPhoto; number: number }): VNode {
  const t = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = sayBytes(photo.bytes.length);
  useEffect(() => {
    void createImageBitmap(new Blob([photo.bytes], { type: photo.mediaType })).then((bitmap) => {
      if (canvas.current !== null) drawInto(canvas.current, bitmap, previewEdge);
      bitmap.close();
    });
  }, [photo]);
  return (
    <figure>
      <canvas ref={canvas} aria-hidden="true" />
      <figcaption>{fill(t(capturePhotoWords.photo), { n: number, size })}</figcaption>
    </figure>
  );
}
