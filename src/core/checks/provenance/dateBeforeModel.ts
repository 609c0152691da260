import { about, withPlace } from './about.ts';
import { sources } from './sources.ts';
import { defineProvenanceRule } from '../check.ts';
import { dayText, timeSpan } from '../../provenance/dates.ts';
import { releaseOf } from '../../provenance/modelDates.ts';
import { teachersOf, type NamedModel } from '../../provenance/pairs.ts';
import { statementsOf, type Statement } from '../../provenance/record.ts';
import { statementText } from '../../provenance/words.ts';

const dayMs = 86_400_000;

/** Fires where completions are said to be older than the model that is said to have written them. */
export const dateBeforeModel = defineProvenanceRule({
  kind: 'provenance',
  id: 'date-before-model',
  title: 'Date before model',
  description:
    "Fires when the record or the rows date the completions before the teacher's first public release, or before the snapshot in its name. It knows the releases of the bundled table, each with its source; somebody with early access may be right. A day's difference is let pass for time zones.",
  severity: 'warning',
  source: sources.standards,
  options: {},
  judge: context =>
    teachersOf(context).flatMap(teacher => {
      const release = releaseOf(teacher.name);
      const dates = datesBeside(teacher, statementsOf(context.record, 'teacher.date'));
      const spans = dates.flatMap(statement => {
        const span = timeSpan(statement.value);
        return span === undefined ? [] : [{ statement, span }];
      });
      const latest = spans.toSorted((left, right) => right.span.until - left.span.until)[0];
      if (release === undefined || latest === undefined) return [];
      if (latest.span.until + dayMs >= Date.parse(`${release.date}T00:00:00Z`)) return [];
      const message = `The completions are dated ${statementText(latest.statement)}, and ${withPlace(teacher)} was not available before ${release.date} (${release.source.title}). The date or the teacher is wrong, so neither can be relied on. Correct the record.`;
      const data = {
        teacher: teacher.name,
        released: release.date,
        dated: dayText(latest.span.until),
        source: release.source.url,
      };
      return [about([latest.statement, ...teacher.statements], { message, data })];
    }),
  examples: [
    {
      title: 'a year too early',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano', 'teacher.date': '2024-03-01' },
      fires: true,
    },
    {
      title: 'before the snapshot in the name',
      rows: [],
      cardSays: { teacher: 'gpt-4o-2024-11-20', 'teacher.date': '2024-06-01/2024-07-01' },
      fires: true,
    },
    {
      title: 'on the day of the release',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano', 'teacher.date': '2025-04-14' },
      fires: false,
    },
    {
      title: 'a year alone, which may be late enough',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano', 'teacher.date': '2025' },
      fires: false,
    },
    {
      title: 'a model whose release is not known',
      rows: [],
      cardSays: { teacher: 'acme/owl', 'teacher.date': '1999-01-01' },
      fires: false,
    },
    { title: 'no date', rows: [], cardSays: { teacher: 'gpt-4.1-nano' }, fires: false },
  ],
});

/** The dates of the source that names the teacher, else all: another card's dates may be another teacher's. */
function datesBeside({ statements }: NamedModel, dates: readonly Statement[]): readonly Statement[] {
  const sources = new Set(statements.map(sourceOf));
  const beside = dates.filter(date => sources.has(sourceOf(date)));
  return beside.length > 0 ? beside : dates;
}

function sourceOf({ origin }: Statement): string {
  return origin.kind === 'file' ? origin.path : '';
}
