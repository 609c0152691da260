import { silenceText, type TellSilence } from '../../engine/endpoints/silence.ts';

/** Progress in words, and behind it for how long a server has answered nobody, for who may want to cancel. */
export function withSilence(report: (words: string) => void): {
  progress(words: string): void;
  readonly silence: TellSilence;
} {
  let [said, silent] = ['', ''];
  const tell = (): void => report([said, silent].filter(Boolean).join('; '));
  return {
    progress: words => {
      said = words;
      tell();
    },
    silence: silence => {
      silent = silence ? silenceText(silence) : '';
      tell();
    },
  };
}
