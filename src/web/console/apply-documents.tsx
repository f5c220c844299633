import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Words } from '../../gs1/words.js';
import { sayBytes } from '../figures.js';
import { applicationDocumentWords, applicationWords } from '../words-applications.js';
import { applyWords as words } from '../words-apply.js';
import { useAct } from './answers.js';
import { refusedHere } from './api.js';
import { FileInput, Form, Select } from './fields.js';
import type { Opening, OwnDocument } from './own-application.js';
import { At, Card, Table } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

/** What the service takes (docs/onboarding.md). */
const documentsMax = 5;
const documentBytesMax = 5_242_880;
const formats: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'image/jpeg': 'JPG',
  'image/png': 'PNG',
};

interface Props {
  readonly documents: readonly OwnDocument[];
  readonly opening: Opening;
  readonly again: () => void;
}

/** The documents of an application, and adding one. */
export function ApplyDocuments({ documents, opening, again }: Props): VNode {
  const t = useWords();
  const [added, setAdded] = useState(0);
  return (
    <Card title={t(applicationWords.documents)}>
      <Table
        caption={t(applicationWords.documents)}
        rows={documents}
        keyOf={({ sha256 }) => sha256}
        empty={words.noDocuments}
        columns={[
          {
            words: applicationWords.document,
            cell: ({ type }) => t(wordsOf(applicationDocumentWords, type)),
          },
          { words: words.format, cell: ({ mediaType }) => formats[mediaType] ?? mediaType },
          { words: applicationWords.size, cell: ({ size }) => sayBytes(size), isNumber: true },
          { words: applicationWords.added, cell: ({ addedAt }) => <At time={addedAt} /> },
        ]}
      />
      {documents.length < documentsMax ? (
        <NewDocument
          opening={opening}
          round={added}
          onDone={() => {
            setAdded(added + 1);
            again();
          }}
        />
      ) : (
        <p>{t(words.documentsFull)}</p>
      )}
      <p role="status">{added > 0 ? t(words.documentAdded) : ''}</p>
    </Card>
  );
}

interface NewProps {
  readonly opening: Opening;
  readonly round: number;
  readonly onDone: () => void;
}

function NewDocument({ opening: { path, secret }, round, onDone }: NewProps): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [file, setFile] = useState<File | null>(null);
  const add = (field: (name: string) => string): void =>
    void act.act(
      () => {
        const checked = checkedFile(file);
        if (!(checked instanceof File)) return refusedHere(t(words.notSent), '/documents', t(checked));
        return api.askAsApplicant(secret, 'POST', `${path}/documents?type=${field('type')}`, checked);
      },
      () => {
        setFile(null);
        onDone();
      },
    );
  return (
    <Form act={act} submit={words.addDocument} onSubmit={add} round={round}>
      <Select
        act={act}
        name="type"
        words={applicationWords.document}
        options={Object.entries(applicationDocumentWords).map(([value, name]) => ({ value, text: t(name) }))}
      />
      <FileInput
        act={act}
        name="file"
        pointer="/documents"
        words={words.file}
        hint={words.fileHint}
        accept={Object.keys(formats).join()}
        onChoose={setFile}
      />
    </Form>
  );
}

/** The file, or why the service would not take it: of one that is too large nothing would come back but silence. */
function checkedFile(file: File | null): File | Words {
  if (file === null) return words.noFile;
  if (!Object.hasOwn(formats, file.type)) return words.wrongFile;
  return file.size > documentBytesMax ? words.largeFile : file;
}
