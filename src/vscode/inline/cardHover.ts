import { Hover, languages, MarkdownString, type Disposable } from 'vscode';
import { provenanceFields, type Statement } from '../../core/provenance/record.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { cardSelector, ownersOf } from '../provenance/cards.ts';
import { judgedContext, ruleFindings } from '../provenance/judgement.ts';
import { modelText, roleOf } from '../provenance/lineageText.ts';

/** Explains, on a card's line, what was read there and what follows: the lineage of a model, the findings that rest on it. */
export function registerCardHover(datasets: Datasets): Disposable {
  return languages.registerHoverProvider(cardSelector, {
    async provideHover(document, { line }) {
      const [dataset] = ownersOf(document.uri, datasets);
      if (!dataset) return undefined;
      const here = dataset.provenance.statements.filter(
        ({ origin }) => origin.kind === 'file' && origin.path === document.uri.fsPath && origin.line === line + 1,
      );
      if (here.length === 0) return undefined;
      const context = await judgedContext(dataset);
      const texts = here.map(statement =>
        statementText(statement, name => modelText(name, roleOf(statement.field) ?? 'model', context)),
      );
      const found = ruleFindings(dataset).filter(
        ({ place }) => place?.path === document.uri.fsPath && place.line === line + 1,
      );
      const lineage = new MarkdownString();
      lineage.isTrusted = { enabledCommands: ['undertone.showLineage', 'undertone.openDocumentation'] };
      const about = (check: string, title: string): string =>
        `[${title}](command:undertone.openDocumentation?${encodeURIComponent(JSON.stringify([check]))})`;
      const links = [
        `[Show lineage](command:undertone.showLineage?${encodeURIComponent(JSON.stringify([dataset.uri.toString()]))})`,
        ...new Map(found.map(({ check, title }) => [check, about(check, `About “${title}”`)])).values(),
      ];
      lineage.appendMarkdown(links.join(' · '));
      return new Hover([...texts.map(text => new MarkdownString(text)), lineage]);
    },
  });
}

function statementText({ field, value }: Statement, lineageOf: (name: string) => string): string {
  const role = roleOf(field);
  return role === undefined ? `**${provenanceFields[field]}**, as Undertone reads it` : lineageOf(value);
}
