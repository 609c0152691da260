import type { TaskDefinition } from 'vscode';

export const taskType = 'undertone';

/** A task of `tasks.json`, as `contributes.taskDefinitions` describes it. */
export interface ScanDefinition extends TaskDefinition {
  readonly files?: string | readonly string[];
  readonly recipe?: string;
  readonly failOn?: string;
  readonly baseline?: string;
}

/** The command line of a task, its files already found. */
export function toArguments({ recipe, failOn, baseline }: ScanDefinition, files: readonly string[]): string[] {
  const flags = { recipe, 'fail-on': failOn, baseline };
  return [
    'scan',
    '--format',
    'compact',
    ...Object.entries(flags).flatMap(([flag, value]) =>
      value === undefined || value === '' ? [] : [`--${flag}=${value}`],
    ),
    '--',
    ...files,
  ];
}
