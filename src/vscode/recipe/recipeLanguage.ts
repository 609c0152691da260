import {
  CompletionItem,
  CompletionItemKind,
  Diagnostic,
  DiagnosticSeverity,
  Hover,
  languages,
  MarkdownString,
  Position,
  Range,
  workspace,
  type Disposable,
  type TextDocument,
} from 'vscode';
import { completionsAt, hoverAt } from '../../core/recipe/complete.ts';
import { parseRecipe, type RecipeProblem } from '../../core/recipe/recipe.ts';
import { recipeName } from '../../engine/findRecipe.ts';
import { DisposableStore } from '../base/disposables.ts';

const selector = { pattern: `**/${recipeName}` };

/** Marks mistakes in recipes, completes what may stand there and explains what does. */
export function registerRecipeLanguage(): Disposable {
  const store = new DisposableStore();
  const collection = store.add(languages.createDiagnosticCollection('undertone recipe'));
  const check = (document: TextDocument): void => {
    if (!isRecipe(document)) return;
    collection.set(document.uri, parseRecipe(document.getText()).problems.map(diagnosticOf));
  };
  store.add(workspace.onDidOpenTextDocument(check));
  store.add(workspace.onDidChangeTextDocument(({ document }) => check(document)));
  store.add(workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)));
  for (const document of workspace.textDocuments) check(document);

  store.add(
    languages.registerCompletionItemProvider(
      selector,
      { provideCompletionItems: (document, position) => completions(document, position) },
      ' ',
      ':',
      '[',
    ),
  );
  store.add(
    languages.registerHoverProvider(selector, { provideHover: (document, position) => hover(document, position) }),
  );
  return store;
}

function isRecipe({ uri }: TextDocument): boolean {
  return uri.path.endsWith(`/${recipeName}`);
}

function diagnosticOf({ line, column, endLine, endColumn, severity, message }: RecipeProblem): Diagnostic {
  const range = new Range(line - 1, column - 1, endLine - 1, endColumn - 1);
  const level = severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
  const diagnostic = new Diagnostic(range, message, level);
  diagnostic.source = 'undertone';
  return diagnostic;
}

function completions(document: TextDocument, position: Position): CompletionItem[] {
  return completionsAt(document.getText(), position.line + 1, position.character + 1).map(one => {
    const item = new CompletionItem(one.label, CompletionItemKind.Property);
    item.insertText = one.insertText;
    item.documentation = new MarkdownString(one.documentation);
    item.range = new Range(new Position(position.line, one.startColumn - 1), position);
    return item;
  });
}

function hover(document: TextDocument, position: Position): Hover | undefined {
  const found = hoverAt(document.getText(), position.line + 1, position.character + 1);
  if (!found) return undefined;
  const range = new Range(position.line, found.startColumn - 1, position.line, found.endColumn - 1);
  return new Hover(new MarkdownString(found.contents), range);
}
