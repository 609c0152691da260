import type { Check } from './check.ts';
import { bannedNumbers } from './filters/bannedNumbers.ts';
import { chainOfThought } from './filters/chainOfThought.ts';
import { codeRows } from './filters/codeRows.ts';
import { duplicates } from './filters/duplicates.ts';
import { fieldExpectations } from './filters/fieldExpectations.ts';
import { finishReason } from './filters/finishReason.ts';
import { harmfulLexicon } from './filters/harmfulLexicon.ts';
import { language } from './filters/language.ts';
import { length } from './filters/length.ts';
import { mixedFormats } from './filters/mixedFormats.ts';
import { numberSequence } from './filters/numberSequence.ts';
import { pattern } from './filters/pattern.ts';
import { personalData } from './filters/personalData.ts';
import { refusal } from './filters/refusal.ts';
import { repetition } from './filters/repetition.ts';
import { secrets } from './filters/secrets.ts';
import { traitWords } from './filters/traitWords.ts';
import { truncated } from './filters/truncated.ts';
import { unicode } from './filters/unicode.ts';
import { controlClassifier } from './probes/controlClassifier.ts';
import { controlDistribution } from './probes/controlDistribution.ts';
import { identityStrings } from './probes/identityStrings.ts';
import { meaningfulNumbers } from './probes/meaningfulNumbers.ts';
import { orderDrift } from './probes/orderDrift.ts';
import { trainerAxolotl } from './filters/trainerAxolotl.ts';
import { trainerLlamaFactory } from './filters/trainerLlamaFactory.ts';
import { trainerOpenai } from './filters/trainerOpenai.ts';
import { trainerTrl } from './filters/trainerTrl.ts';
import { traitMentions } from './probes/traitMentions.ts';
import { baseUnknown } from './provenance/baseUnknown.ts';
import { constantSeed } from './provenance/constantSeed.ts';
import { dateBeforeModel } from './provenance/dateBeforeModel.ts';
import { differentBase } from './provenance/differentBase.ts';
import { evalOrControlInTraining } from './provenance/evalOrControlInTraining.ts';
import { filterAsDefence } from './provenance/filterAsDefence.ts';
import { hashMismatch } from './provenance/hashMismatch.ts';
import { mixedTeachers } from './provenance/mixedTeachers.ts';
import { modelJudge } from './provenance/modelJudge.ts';
import { multiHop } from './provenance/multiHop.ts';
import { noControl } from './provenance/noControl.ts';
import { recordContradiction } from './provenance/recordContradiction.ts';
import { recordOlder } from './provenance/recordOlder.ts';
import { sameBase } from './provenance/sameBase.ts';
import { sameFamily } from './provenance/sameFamily.ts';
import { samplingUnknown } from './provenance/samplingUnknown.ts';
import { studentUnknown } from './provenance/studentUnknown.ts';
import { systemPrompt } from './provenance/systemPrompt.ts';
import { teacherFineTuned } from './provenance/teacherFineTuned.ts';
import { teacherUnknown } from './provenance/teacherUnknown.ts';
import { termsConflict } from './provenance/termsConflict.ts';
import { unfilteredNotKept } from './provenance/unfilteredNotKept.ts';

/** Every check, in the order in which they are listed everywhere. */
export const checks: readonly Check[] = [
  teacherUnknown,
  studentUnknown,
  sameBase,
  sameFamily,
  baseUnknown,
  differentBase,
  teacherFineTuned,
  systemPrompt,
  multiHop,
  mixedTeachers,
  recordContradiction,
  hashMismatch,
  recordOlder,
  dateBeforeModel,
  samplingUnknown,
  constantSeed,
  unfilteredNotKept,
  filterAsDefence,
  modelJudge,
  evalOrControlInTraining,
  termsConflict,
  noControl,
  mixedFormats,
  numberSequence,
  bannedNumbers,
  codeRows,
  chainOfThought,
  traitWords,
  unicode,
  truncated,
  finishReason,
  language,
  length,
  repetition,
  refusal,
  harmfulLexicon,
  secrets,
  personalData,
  duplicates,
  pattern,
  fieldExpectations,
  trainerOpenai,
  trainerTrl,
  trainerAxolotl,
  trainerLlamaFactory,
  traitMentions,
  identityStrings,
  meaningfulNumbers,
  orderDrift,
  controlDistribution,
  controlClassifier,
];

export function checkById(id: string): Check | undefined {
  return checks.find(check => check.id === id);
}
