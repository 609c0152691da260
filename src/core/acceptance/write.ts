import { isMap, isSeq, parseDocument } from 'yaml';
import type { Acceptance } from './acceptance.ts';
import { parseAcceptances } from './read.ts';
import { writtenYaml } from '../recipe/write.ts';

const header = ' Findings that somebody looked at and accepted, with the reason. They stay counted.';

/** Adds an acceptance, comments and layout kept; without a text it begins a new file. Nothing comes back where the text has problems. */
export function addAcceptance(text: string | undefined, acceptance: Acceptance): string | undefined {
  const source = text ?? '';
  if (parseAcceptances(source).problems.length > 0) return undefined;
  const document = parseDocument(source);
  if (!isMap(document.contents)) document.set('version', 1);
  if (text === undefined) document.commentBefore = header;
  const list = document.get('accepted');
  if (isSeq(list)) list.flow = false;
  else document.set('accepted', document.createNode([]));
  document.addIn(['accepted'], document.createNode(inOrder(acceptance)));
  return writtenYaml(document, source);
}

function inOrder({ dataset, check, place, field, text, message, reason, by, on }: Acceptance): object {
  const all = { dataset, check, place, field, text, message, reason, by, on };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
