import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { fill, type Words } from '../../gs1/words.js';
import { auditScreenWords as words } from '../words-audit.js';
import { consoleWords } from '../words-console.js';
import type { Anchor } from './anchor.js';
import { At, Card, Chip, Facts, Foreign } from './parts.js';
import { useWords } from './surroundings.js';

/** The newest checkpoint and its witnesses, checked by this browser. The part that checks is loaded for it. */
export function AnchorCard(): VNode {
  const t = useWords();
  const [anchor, setAnchor] = useState<Anchor | { wrong: Words } | 'unreached' | null>(null);
  useEffect(() => {
    let isWanted = true;
    void import('./anchor.js')
      .then(({ readAnchor }) => readAnchor())
      .catch(() => 'unreached' as const)
      .then((found) => {
        if (isWanted) setAnchor(found);
      });
    return () => {
      isWanted = false;
    };
  }, []);
  return (
    <Card title={t(words.anchor)}>
      {anchor === null ? (
        <p role="status">{t(consoleWords.loading)}</p>
      ) : anchor === 'unreached' ? (
        <p class="fault">{t(consoleWords.offline)}</p>
      ) : 'wrong' in anchor ? (
        <p class="fault">{fill(t(words.anchorWrong), { reason: t(anchor.wrong) })}</p>
      ) : (
        <AnchorFacts anchor={anchor} />
      )}
    </Card>
  );
}

function AnchorFacts({ anchor }: { anchor: Anchor }): VNode {
  const t = useWords();
  const { size, witnesses, cosigned, isQuorum, witnessedAt } = anchor;
  return (
    <>
      <p>
        <Chip tone={isQuorum ? 'good' : 'warn'}>{t(isQuorum ? words.witnessed : words.unwitnessed)}</Chip>
      </p>
      <Facts
        facts={[
          [words.anchorSize, fill(t(words.entriesUnit), { n: size })],
          [words.anchored, witnessedAt === null ? null : <At time={witnessedAt} />],
          [
            words.witnesses,
            <>
              {fill(t(words.witnessedBy), { n: cosigned })}{' '}
              {witnesses.map((name) => (
                <div key={name}>
                  <Foreign text={name} />
                </div>
              ))}
            </>,
          ],
        ]}
      />
      <p class="small quiet">{t(words.anchorChecked)}</p>
    </>
  );
}
