import { breathe, type JobContext } from './jobContext.ts';
import { checkTeacher as check } from '../../core/fingerprint/checkTeacher.ts';
import type { TeacherCheck } from '../../core/fingerprint/teacherCheck.ts';
import type { TeacherCheckJob } from '../../rpc/worker.ts';

/** Compares a dataset's completions with those of teachers; tells of the models taught so far. */
export async function checkTeacher(
  { input, seed }: TeacherCheckJob,
  { signal, progress }: JobContext<{ models: number }>,
): Promise<TeacherCheck> {
  let models = 0;
  return check(input, {
    seed,
    async breathe() {
      progress({ models: models++ });
      await breathe(signal);
    },
  });
}
