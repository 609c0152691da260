import { window, type SecretStorage } from 'vscode';
import { leaveOutOf, type LeaveOut } from '../../core/asking/leftOut.ts';
import type { Asked } from '../../engine/localModel/withSource.ts';
import { askedOf } from './asked.ts';
import { maskItems } from './questions.ts';

/** Whom a run asks, and what the rows that are sent may not hold. */
export interface Sending {
  readonly asked: Asked;
  /** Undefined: any row may be sent, or none is. */
  readonly leaveOut: LeaveOut | undefined;
}

/**
 * Asks which rows are left out of what is sent. Nothing is asked about a model of this machine, to which nothing is sent, nor of a run
 * that was asked before. Undefined: the user thought better of it.
 */
export async function sendingTo(asked: Asked, title: string, before?: Sending): Promise<Sending | undefined> {
  if ('folder' in asked) return { asked, leaveOut: undefined };
  if (before && 'endpoint' in before.asked) return { asked, leaveOut: before.leaveOut };
  const own = { label: 'What a pattern of yours finds…', description: 'in RE2’s syntax' };
  const picked = await window.showQuickPick([...maskItems, own], {
    title: `${title}: which rows are not sent`,
    placeHolder: 'Rows with any of these; what is not seen is sent',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (!picked) return undefined;
  const pattern = picked.includes(own) ? await askForPattern(title) : '';
  if (pattern === undefined) return undefined;
  const redactions = maskItems.filter(item => picked.includes(item)).map(({ redaction }) => redaction);
  const found = leaveOutOf({ redactions, patterns: pattern === '' ? [] : [pattern] });
  if ('error' in found) throw new Error(found.error);
  return { asked, leaveOut: found.ok };
}

/** The same of a run that is asked again: the settings may name another by now. */
export async function sendAgain(secrets: SecretStorage, title: string, before: Sending): Promise<Sending | undefined> {
  const asked = await askedOf(secrets);
  return asked && sendingTo(asked, title, before);
}

function askForPattern(title: string): Thenable<string | undefined> {
  return window.showInputBox({
    title,
    prompt: 'Rows in which this pattern finds something are not sent.',
    placeHolder: '(?i)acme|\\bproject-\\d+',
    validateInput: text => {
      const found = leaveOutOf({ redactions: [], patterns: [text] });
      if (text === '') return 'At least one character is needed.';
      return 'error' in found ? found.error : undefined;
    },
    ignoreFocusOut: true,
  });
}
