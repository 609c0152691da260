import { query } from './fakeHost.ts';
import { themes } from './themes.ts';

const classes: Readonly<Record<string, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'high contrast': 'vscode-high-contrast',
  'high contrast light': 'vscode-high-contrast vscode-high-contrast-light',
};

/** Gives the page the variables that VS Code would. */
export function applyTheme(): void {
  const name = query.get('theme') ?? 'dark';
  for (const [variable, value] of Object.entries(themes[name] ?? {}))
    document.documentElement.style.setProperty(variable, value);
  document.body.className = classes[name] ?? '';
}
