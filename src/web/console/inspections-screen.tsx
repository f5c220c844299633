import type { VNode } from 'preact';
import { Screen } from '../app/screen.js';
import { inspectionWords } from '../words-inspections.js';
import { ReadList, useReading } from './answers.js';
import type { Listed } from './api.js';
import { InspectionOrder } from './inspection-order.js';
import { InspectionScreen } from './inspection-screen.js';
import { Analytes, targetOf, TaskState, type InspectionTask } from './inspection-task.js';
import { At, Foreign, Table, type Column } from './parts.js';
import type { Place } from './place.js';
import { useWords } from './surroundings.js';

/** Tasks to inspect: all of them, a new one, or one of them with its samples and reports. */
export function InspectionsScreen({ place }: { place: Place }): VNode {
  const [id] = place.rest;
  if (id === 'new') return <InspectionOrder batch={place.query.get('batch')} />;
  return id === undefined ? <TaskList /> : <InspectionScreen key={id} id={id} />;
}

function TaskList(): VNode {
  const t = useWords();
  const reading = useReading<Listed<InspectionTask>>('/api/v1/inspection-tasks?limit=20');
  const columns: readonly Column<InspectionTask>[] = [
    {
      words: inspectionWords.whose,
      cell: ({ id, organization }) => (
        <a href={`#/inspections/${id}`}>
          <Foreign text={organization.name} />
        </a>
      ),
    },
    { words: inspectionWords.state, cell: (task) => <TaskState task={task} /> },
    { words: inspectionWords.what, cell: (task) => t(targetOf(task)) },
    { words: inspectionWords.analytes, cell: (task) => <Analytes task={task} /> },
    { words: inspectionWords.dueOn, cell: ({ dueOn }) => <time dateTime={dueOn}>{dueOn}</time> },
    { words: inspectionWords.orderedAt, cell: ({ orderedAt }) => <At time={orderedAt} /> },
  ];
  return (
    <Screen title={t(inspectionWords.tasks)}>
      <p>{t(inspectionWords.intro)}</p>
      <p>
        <a class="button" href="#/inspections/new">
          {t(inspectionWords.order)}
        </a>
      </p>
      <section class="card">
        <ReadList reading={reading}>
          {(rows) => (
            <Table
              caption={t(inspectionWords.tasks)}
              columns={columns}
              rows={rows}
              keyOf={({ id }) => id}
              empty={inspectionWords.none}
            />
          )}
        </ReadList>
      </section>
    </Screen>
  );
}
