import { agreeing, counted } from '../text/numbers.ts';
import type { ProvenanceContext } from './context.ts';
import { fineTunedTeachers } from './fineTuning.ts';
import { hopsOf } from './hops.ts';
import { judgePairsOf, pairsOf, studentsOf, teachersOf, type Pair } from './pairs.ts';
import { leadingPrompts, promptRecorded } from './teacherPrompts.ts';
import { listText } from './words.ts';

/** Most serious first; `unknown` goes before `low`, since what is not known cannot lower a risk. */
export const riskLevels = ['high', 'elevated', 'unknown', 'low'] as const;
export type RiskLevel = (typeof riskLevels)[number];

/** How likely it is that the data passes on something that does not show in it, as far as its origin tells. */
export interface TransmissionRisk {
  /** The most serious of the reasons; never a sum of them. */
  readonly level: RiskLevel;
  /** Most serious first; there is always one. */
  readonly reasons: readonly RiskReason[];
  readonly teachers: readonly string[];
  readonly students: readonly string[];
  /** The closest relation of any teacher to any student; absent where one of them is not named. */
  readonly relation?: Relation;
}

export interface RiskReason {
  readonly level: RiskLevel;
  /** One clause, without a full stop. */
  readonly text: string;
  /** The check that says more of it. */
  readonly check: string;
}

type Relation = Pair['related']['relation'];

const closest: readonly Relation[] = ['same base', 'unknown', 'same family', 'different'];

const ofRelation: Readonly<Record<Relation, Omit<RiskReason, 'text'> & { readonly says: string }>> = {
  'same base': { level: 'high', check: 'same-base', says: 'share an initialisation' },
  'same family': {
    level: 'elevated',
    check: 'same-family',
    says: 'are of one family, without a known common initialisation',
  },
  unknown: { level: 'unknown', check: 'base-unknown', says: 'may share an initialisation: that is not known' },
  different: {
    level: 'low',
    check: 'different-base',
    says: 'have different initialisations, across which less has been passed on, though not nothing',
  },
};

/** Judges the origin of a dataset, whichever checks are on. */
export function riskOf(context: ProvenanceContext): TransmissionRisk {
  const pairs = pairsOf(context);
  const reasons = [
    ...named(context),
    ...pairs.map(ofPair),
    ...teachersThemselves(context),
    ...prompts(context, pairs),
    ...judges(context),
  ];
  const sorted = reasons.toSorted((left, right) => riskLevels.indexOf(left.level) - riskLevels.indexOf(right.level));
  const relation = closest.find(each => pairs.some(({ related }) => related.relation === each));
  return {
    level: sorted[0]?.level ?? 'unknown',
    reasons: sorted,
    teachers: teachersOf(context).map(({ name }) => name),
    students: studentsOf(context).map(({ name }) => name),
    ...(relation !== undefined && { relation }),
  };
}

function named(context: ProvenanceContext): readonly RiskReason[] {
  const { profile } = context;
  if (teachersOf(context).length === 0)
    return [{ level: 'unknown', text: 'nothing names the teacher', check: 'teacher-unknown' }];
  const partly = profile.rowsWithoutTeacher > 0 && !context.record.statements.some(namesForAll);
  return [
    ...(partly
      ? [
          reason(
            'unknown',
            `${counted(profile.rowsWithoutTeacher, 'row')} ${agreeing(profile.rowsWithoutTeacher, 'names', 'name')} no teacher`,
            'teacher-unknown',
          ),
        ]
      : []),
    ...(studentsOf(context).length === 0 ? [reason('unknown', 'nothing names the student', 'student-unknown')] : []),
  ];
}

function namesForAll({ field, origin }: ProvenanceContext['record']['statements'][number]): boolean {
  return field === 'teacher' && origin.kind === 'file';
}

function ofPair({ teacher, student, related: { relation } }: Pair): RiskReason {
  const { level, check, says } = ofRelation[relation];
  return reason(level, `${teacher.name} and ${student.name} ${says}`, check);
}

function teachersThemselves(context: ProvenanceContext): readonly RiskReason[] {
  const tuned = fineTunedTeachers(context).flatMap(({ teacher, trainedOn, risky }): readonly RiskReason[] => {
    if (risky.length > 0)
      return [reason('high', `${teacher.name} was fine-tuned on "${listText(risky)}"`, 'teacher-fine-tuned')];
    if (trainedOn.length > 0) return [];
    return [reason('elevated', `${teacher.name} was fine-tuned on data that nobody names`, 'teacher-fine-tuned')];
  });
  const hops = hopsOf(context).map(({ origin, through, sharedWith }) =>
    reason(sharedWith.length > 0 ? 'high' : 'elevated', `${origin} stands behind ${through}`, 'multi-hop'),
  );
  return [...tuned, ...hops];
}

function prompts(context: ProvenanceContext, pairs: readonly Pair[]): readonly RiskReason[] {
  const leading = leadingPrompts(context).map(({ traits, persona }) =>
    traits.length > 0
      ? reason(
          'high',
          `the teacher's system prompt names ${listText(traits.map(({ title }) => title.toLowerCase()))}`,
          'system-prompt',
        )
      : reason('elevated', `the teacher's system prompt says "${persona ?? ''}"`, 'system-prompt'),
  );
  const unread =
    pairs.length > 0 && !promptRecorded(context) && pairs.some(({ related }) => related.relation !== 'different');
  return unread
    ? [...leading, reason('unknown', "the teacher's system prompt is not recorded", 'system-prompt')]
    : leading;
}

function judges(context: ProvenanceContext): readonly RiskReason[] {
  return judgePairsOf(context)
    .filter(({ related }) => related.relation === 'same base')
    .map(({ teacher, student }) =>
      reason(
        'high',
        `the judge ${teacher.name} and the student ${student.name} share an initialisation`,
        'model-judge',
      ),
    );
}

function reason(level: RiskLevel, text: string, check: string): RiskReason {
  return { level, text, check };
}
