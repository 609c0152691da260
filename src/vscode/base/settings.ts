import { ConfigurationTarget, workspace, type Disposable, type Uri, type WorkspaceConfiguration } from 'vscode';
import { checks } from '../../core/checks/registry.ts';
import type { JsonObject, JsonValue } from '../../core/json/value.ts';

export interface Settings {
  /** Empty: not set. */
  readonly student: string;
  /** Files up to this size are checked when they are opened; 0: never. */
  readonly scanOnOpenMegabytes: number;
  readonly maxProblems: number;
  readonly maxFindings: number;
  /** By check id: what the user set, and nothing that stands at its default. */
  readonly checks: Readonly<Record<string, JsonObject>>;
}

const section = 'undertone';

/** The settings in force for a file. */
export function readSettings(scope: Uri): Settings {
  const configuration = workspace.getConfiguration(section, scope);
  return {
    student: configuration.get('student', '').trim(),
    scanOnOpenMegabytes: configuration.get('scan.onOpenMegabytes', 50),
    maxProblems: Math.min(1000, Math.max(1, configuration.get('findings.maxProblems', 1000))),
    maxFindings: Math.max(1, configuration.get('scan.maxFindings', 100_000)),
    checks: Object.fromEntries(
      checks.map(({ id, options }) => [id, checkSettings(configuration, id, Object.keys(options))]),
    ),
  };
}

/** Threads to scan with; 0: as many as suit the machine. */
export function readWorkerCount(): number {
  return workspace.getConfiguration(section).get('scan.workers', 0);
}

/** The endpoint that may be asked about datasets; empty: none is set. Of the machine: no workspace can name one. */
export function readEndpointSettings(): { readonly baseUrl: string; readonly model: string } {
  const configuration = workspace.getConfiguration(section);
  return {
    baseUrl: configuration.get('endpoint.baseUrl', '').trim(),
    model: configuration.get('endpoint.model', '').trim(),
  };
}

export function onDidChangeSettings(listener: (affects: (scope: Uri) => boolean) => void): Disposable {
  return workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration(section)) listener(scope => event.affectsConfiguration(section, scope));
  });
}

/** Sets the student for the folder of `scope`, or for the user where no folder is open. */
export async function writeStudent(scope: Uri, student: string): Promise<void> {
  const target = workspace.getWorkspaceFolder(scope) ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await workspace.getConfiguration(section, scope).update('student', student === '' ? undefined : student, target);
}

function checkSettings(configuration: WorkspaceConfiguration, id: string, options: readonly string[]): JsonObject {
  const names = ['enabled', 'severity', ...options];
  return Object.fromEntries(
    names.flatMap(name => {
      const value = setByUser(configuration, `checks.${id}.${name}`);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function setByUser(configuration: WorkspaceConfiguration, name: string): JsonValue | undefined {
  const found = configuration.inspect<JsonValue>(name);
  return found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue;
}
