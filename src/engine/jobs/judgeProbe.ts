import { breathe, type JobContext } from './jobContext.ts';
import { checks } from '../../core/checks/registry.ts';
import { withTraits } from '../../core/checks/withTraits.ts';
import type { Verdict } from '../../core/findings/verdict.ts';
import type { JudgeProbeJob } from '../../rpc/worker.ts';

/** The verdict of one probe, against a control where there is one. */
export async function judgeProbe(
  { id, options, traits, state, control }: JudgeProbeJob,
  { signal, progress }: JobContext<{ steps: number }>,
): Promise<Verdict> {
  const probe = withTraits(checks, traits).find(check => check.id === id);
  if (probe?.kind !== 'probe') throw new Error(`There is no probe "${id}" in this version.`);
  if (!control || !probe.compare) return probe.finish(state, options);
  let steps = 0;
  return probe.compare(state, control.state, options, {
    control: control.name,
    matching: control.matching,
    async breathe() {
      progress({ steps: steps++ });
      await breathe(signal);
    },
  });
}
