import { say, type Language } from '../../gs1/words.js';
import { selfCheckWords } from '../words-self-check.js';

/** Longest piece that is read, in characters, and most pieces. */
const pieceMax = 300;
const piecesMax = 12;

/**
 * Offers to read the verdict aloud where the browser has a voice for the page's language. Nothing is ever read by
 * itself. Voices may come later than the page, so what is not there yet is waited for.
 */
export function offerReading(language: Language): void {
  if (!('speechSynthesis' in globalThis)) return;
  const place = document.querySelector('.verdict .inner');
  const offer = (): void => {
    const voice = voiceFor(language, speechSynthesis.getVoices());
    if (voice === null || place === null || document.getElementById('read-aloud') !== null) return;
    place.append(new Reader(voice, language).button);
  };
  offer();
  speechSynthesis.addEventListener('voiceschanged', offer);
  addEventListener('pagehide', () => {
    speechSynthesis.cancel();
  });
}

/** The voice of the mainland before other voices of the language; a voice on the device before one of a server. */
function voiceFor(language: Language, voices: readonly SpeechSynthesisVoice[]): SpeechSynthesisVoice | null {
  const tag = (voice: SpeechSynthesisVoice): string => voice.lang.toLowerCase().replaceAll('_', '-');
  const speaks = language === 'en' ? /^en\b/ : /^(zh|cmn)\b/;
  const rank = (voice: SpeechSynthesisVoice): number =>
    (voice.localService ? 0 : 2) + (/^(zh-(hans-)?cn|cmn-(hans-)?cn|en)/.test(tag(voice)) ? 0 : 1);
  const able = voices.filter((voice) => speaks.test(tag(voice)));
  return able.sort((left, right) => rank(left) - rank(right))[0] ?? null;
}

/** The button, which starts and stops. */
class Reader {
  readonly button = document.createElement('button');
  private left = 0;

  constructor(
    private readonly voice: SpeechSynthesisVoice,
    private readonly language: Language,
  ) {
    this.button.type = 'button';
    this.button.id = 'read-aloud';
    this.button.addEventListener('click', () => {
      if (this.left > 0) this.stop();
      else this.start();
    });
    this.stop();
  }

  private start(): void {
    const texts = piecesOf(document);
    this.left = texts.length;
    this.button.textContent = say(selfCheckWords.stopReading, this.language);
    for (const text of texts) {
      const piece = new SpeechSynthesisUtterance(text);
      piece.voice = this.voice;
      piece.lang = this.voice.lang;
      const over = (): void => {
        this.left -= 1;
        if (this.left === 0) this.stop();
      };
      piece.addEventListener('end', over);
      piece.addEventListener('error', over);
      speechSynthesis.speak(piece);
    }
  }

  private stop(): void {
    this.left = 0;
    speechSynthesis.cancel();
    this.button.textContent = say(selfCheckWords.readAloud, this.language);
  }
}

/** What the verdict says, in the order of the page: typed text as the page shows it. */
function piecesOf(page: Document): string[] {
  return [...page.querySelectorAll<HTMLElement>('[data-say]')]
    .map((element) => element.textContent.replace(/\s+/g, ' ').trim().slice(0, pieceMax))
    .filter((text) => text !== '')
    .slice(0, piecesMax);
}
