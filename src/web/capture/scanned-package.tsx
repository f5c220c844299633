import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { recallObject, remember } from '../app/memory.js';
import { groupsOfFour } from '../safe-text.js';
import { captureScanWords } from '../words-capture-scan.js';
import { lastSixOf, readPackageCode } from './package-code.js';
import type { Answers } from './questions.js';
import { Typed } from './said.js';
import { useSurroundings, useWords } from './screen.js';

/** What the code on a package says, what of it is sure, and the way back to the form with it. */
export function ScannedPackage({ text, again }: { text: string; again: () => void }): VNode {
  const { go } = useSurroundings();
  const t = useWords();
  const { unitCode, registrationNo } = readPackageCode(text);
  const lastSix = unitCode === null ? null : lastSixOf(unitCode);
  const isKnown = unitCode !== null || registrationNo !== null;
  const back = (): void => {
    const draft = recallObject('draft');
    const told = {
      ...(unitCode === null ? {} : { unitCode }),
      ...(registrationNo === null ? {} : { registrationNo }),
    };
    remember('draft', { ...draft, answers: { ...(draft['answers'] as Answers), ...told } });
    go('/input');
  };
  return (
    <>
      <div class="card" role="status">
        <h2>{t(captureScanWords.read)}</h2>
        <p>
          <Typed text={text} />
        </p>
        {unitCode === null ? null : (
          <p>
            {t(captureScanWords.unitCode)} <code>{groupsOfFour(unitCode).join(' ')}</code>
          </p>
        )}
        {registrationNo === null ? null : (
          <p>
            {t(captureScanWords.registration)} <code>{registrationNo}</code>
          </p>
        )}
        {lastSix === null ? null : <p>{fill(t(captureScanWords.lastSix), { digits: lastSix })}</p>}
        {isKnown ? null : <p>{t(captureScanWords.nothingKnown)}</p>}
      </div>
      <div class="steps">
        <button type="button" class="quiet" onClick={again}>
          {t(captureScanWords.again)}
        </button>
        <button type="button" onClick={back}>
          {t(isKnown ? captureScanWords.take : captureScanWords.backToForm)}
        </button>
      </div>
    </>
  );
}
