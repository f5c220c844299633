import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { fill, type Words } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { sayBytes } from '../figures.js';
import { captureScanWords } from '../words-capture-scan.js';
import { readPhoto, watch } from './camera.js';
import { openDecoder, type Decode } from './decoder.js';
import { ScannedBatch } from './scanned-batch.js';
import { ScannedPackage } from './scanned-package.js';
import { useWords } from './screen.js';

/** What is scanned: a batch to record on, or the package of an input for the form. */
export type ScanAim = 'batch' | 'package';

/** Reads a code by camera, from a photo or by hand, and says what it is. */
export function ScanScreen({ aim }: { aim: ScanAim }): VNode {
  const t = useWords();
  const [text, setText] = useState<string | null>(null);
  const again = (): void => {
    setText(null);
  };
  const isBatch = aim === 'batch';
  return (
    <Screen title={t(isBatch ? captureScanWords.title : captureScanWords.packageTitle)}>
      {text === null ? (
        <Reader aim={aim} onText={setText} />
      ) : isBatch ? (
        <ScannedBatch text={text} again={again} />
      ) : (
        <ScannedPackage text={text} again={again} />
      )}
    </Screen>
  );
}

interface ReaderProps {
  readonly aim: ScanAim;
  readonly onText: (text: string) => void;
}

function Reader({ aim, onText }: ReaderProps): VNode {
  const t = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const { words, decode } = useCamera(video, onText);
  const [fault, setFault] = useState('');
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined || decode === null) return;
    const found = await readPhoto(file, decode);
    if (typeof found === 'string') setFault(fill(t(captureScanWords[found]), { size: sayBytes(file.size) }));
    else onText(found.text);
  };
  return (
    <>
      <p>{t(aim === 'batch' ? captureScanWords.batchHint : captureScanWords.packageHint)}</p>
      <div class="card">
        <video
          ref={video}
          muted
          playsInline
          hidden={words === captureScanWords.noCamera || words === captureScanWords.noDecoder}
          aria-label={t(captureScanWords.camera)}
        />
        <p role="status">{t(words)}</p>
        <label class="field">
          <span>{t(captureScanWords.photo)}</span>
          <input
            type="file"
            accept="image/*"
            disabled={decode === null}
            onChange={(event) => void read(event.currentTarget.files?.[0])}
          />
        </label>
        <p role="alert" class="fault">
          {fault}
        </p>
      </div>
      <ByHand aim={aim} onText={onText} />
    </>
  );
}

/** The camera, while it is looked through, and the decoder; `words` say how it stands. */
function useCamera(
  video: { readonly current: HTMLVideoElement | null },
  onText: (text: string) => void,
): { readonly words: Words; readonly decode: Decode | null } {
  const [words, setWords] = useState<Words>(captureScanWords.opening);
  const [decode, setDecode] = useState<Decode | null>(null);
  useEffect(() => {
    const ending = new AbortController();
    const begin = async (): Promise<void> => {
      const opened = await openDecoder().catch(() => null);
      setDecode(() => opened);
      if (opened === null || video.current === null) {
        setWords(captureScanWords.noDecoder);
        return;
      }
      try {
        await watch(video.current, opened, onText, ending.signal);
        setWords(captureScanWords.looking);
      } catch {
        setWords(captureScanWords.noCamera);
      }
    };
    void begin();
    return () => {
      ending.abort();
    };
  }, []);
  return { words, decode };
}

function ByHand({ aim, onText }: ReaderProps): VNode {
  const t = useWords();
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.elements.namedItem('code') as HTMLInputElement;
        if (field.value.trim() !== '') onText(field.value.trim());
      }}
    >
      <label class="field">
        <span>{t(aim === 'batch' ? captureScanWords.byHand : captureScanWords.codeByHand)}</span>
        <input name="code" autocomplete="off" maxLength={512} />
      </label>
      <button type="submit" class="quiet">
        {t(captureScanWords.find)}
      </button>
    </form>
  );
}
