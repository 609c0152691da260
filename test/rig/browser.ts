// A headless Chromium that needs no system package, and pages that look the same on every machine.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import type { Theme } from './settings.ts';
import { rigModules } from './vscode.ts';

interface Executable {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

export async function launchBrowser(): Promise<Browser> {
  const { file, env } = findChromium();
  return chromium.launch({
    executablePath: file,
    env: { ...process.env, ...env },
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
      '--no-sandbox',
    ],
  });
}

/** A page of one size, in the theme's colours from the first paint on, without animations. UNDERTONE_SLOWER: so many times slower. */
export async function newPage(browser: Browser, theme: Theme = 'dark'): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: theme.endsWith('light') ? 'light' : 'dark',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const rate = Number(process.env['UNDERTONE_SLOWER'] ?? 1);
  if (rate > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate });
  return page;
}

/** UNDERTONE_CHROMIUM names one; else the one in @sparticuz/chromium on linux-x64; else an installed one. */
function findChromium(): Executable {
  if (process.env['UNDERTONE_CHROMIUM']) return { file: process.env['UNDERTONE_CHROMIUM'], env: {} };
  const packed = path.join(rigModules, '@sparticuz/chromium');
  if (process.platform === 'linux' && process.arch === 'x64' && fs.existsSync(packed)) return unpack(packed);
  const file = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ].find(candidate => fs.existsSync(candidate));
  if (file === undefined)
    throw new Error('No Chromium found: install Chrome or Chromium, or set UNDERTONE_CHROMIUM to its path.');
  return { file, env: {} };
}

/** Unpacks it once next to the package; the package's own way litters the temporary folder and suggests flags for AWS Lambda. */
function unpack(packed: string): Executable {
  const { version } = JSON.parse(fs.readFileSync(path.join(packed, 'package.json'), 'utf8'));
  const folder = path.join(rigModules, `.chromium-${version}`);
  const file = path.join(folder, 'chromium');
  const brotli = (name: string): Buffer => brotliDecompressSync(fs.readFileSync(path.join(packed, 'bin', name)));
  if (!fs.existsSync(file)) {
    fs.mkdirSync(folder, { recursive: true });
    const tar = spawnSync('tar', ['-xf', '-', '-C', folder], { input: brotli('al2023.tar.br') });
    if (tar.status !== 0) throw new Error(`tar failed: ${tar.stderr.toString()}`);
    const partial = `${file}.${process.pid}`;
    fs.writeFileSync(partial, brotli('chromium.br'), { mode: 0o755 });
    fs.renameSync(partial, file);
  }
  const env = { FONTCONFIG_FILE: path.join(folder, 'fonts.conf') };
  fs.writeFileSync(env.FONTCONFIG_FILE, fontConfig(path.join(folder, 'fontcache')));
  const ldd = spawnSync('ldd', [file], { encoding: 'utf8' });
  const complete = ldd.status === 0 && !ldd.stdout.includes('not found');
  return { file, env: complete ? env : { ...env, LD_LIBRARY_PATH: path.join(folder, 'lib') } };
}

/** Strong matches, because mere preferences lose their weights to the serif font. */
function fontConfig(cache: string): string {
  const use = (font: string, ...families: readonly string[]): string =>
    families
      .map(
        family => `<match target="pattern"><test qual="any" name="family"><string>${family}</string></test>
<edit name="family" mode="prepend" binding="strong"><string>${font}</string></edit></match>`,
      )
      .join('\n');
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${path.join(rigModules, 'dejavu-fonts-ttf/ttf')}</dir><cachedir>${cache}</cachedir>
${use('DejaVu Sans', 'sans-serif', 'sans', 'system-ui')}
${use('DejaVu Sans Mono', 'monospace', 'mono')}
${use('DejaVu Serif', 'serif')}
<match target="pattern"><edit name="family" mode="append_last" binding="weak"><string>DejaVu Sans</string></edit></match>
</fontconfig>`;
}
