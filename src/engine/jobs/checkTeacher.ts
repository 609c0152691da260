import { breathe, type JobContext } from './jobContext.ts';
import { checkTeacher as check } from '../../core/teacherCheck/checkTeacher.ts';
import type { TeacherCheck } from '../../core/teacherCheck/result.ts';
import type { TeacherCheckJob } from '../../rpc/worker.ts';

/** Compares a dataset's completions with those of teachers; tells of the steps done so far. */
export async function checkTeacher(
  { input, seed }: TeacherCheckJob,
  { signal, progress }: JobContext<{ steps: number }>,
): Promise<TeacherCheck> {
  let steps = 0;
  return check(input, {
    seed,
    async breathe() {
      progress({ steps: steps++ });
      await breathe(signal);
    },
  });
}
