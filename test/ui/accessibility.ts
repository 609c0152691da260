// What axe-core holds against a page: https://dequeuniversity.com/rules/axe
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Locator, Page } from 'playwright-core';
import type { Surface } from './surfaces.ts';

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Fails for what axe-core calls serious or critical in a page as it is drawn now. */
export async function assertAccessible(surface: Surface): Promise<void> {
  const frame = await frameOf(surface.frame.locator('html'));
  const source = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await frame.evaluate(`${source}; undefined`);
  const violations = await frame.evaluate<readonly Violation[]>(`axe.run().then(({ violations }) => violations)`);
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(
    serious.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`)),
    [],
  );
}

/** The name of what has the keyboard now. */
export async function focused(surface: Surface): Promise<string> {
  return nameOf(await focusedElement(surface));
}

/**
 * Presses Tab from a control on until it leaves the page, and answers the names of the stops. Fails where one looks the same with
 * the focus as without.
 */
export async function walkWithTab(surface: Surface, page: Page, first: Locator): Promise<string[]> {
  const names: string[] = [];
  // A key before, so that the browser holds the focus for one of the keyboard.
  await page.keyboard.press('Shift');
  await first.focus();
  for (let element = await focusedElement(surface); ;) {
    if (await element.evaluate(target => target === target.ownerDocument.body)) return names;
    const name = await nameOf(element);
    names.push(name);
    assert.ok(names.length < 400, 'the Tab key leaves the page');
    const look = await lookOf(element);
    await page.keyboard.press('Tab');
    assert.notDeepEqual(await lookOf(element), look, `${name} shows that it has the focus`);
    element = await focusedElement(surface);
  }
}

type ElementHandle = Awaited<ReturnType<typeof focusedElement>>;

function focusedElement(surface: Surface) {
  return surface.frame.locator('html').evaluateHandle(root => root.ownerDocument.activeElement ?? root);
}

function nameOf(element: ElementHandle): Promise<string> {
  return element.evaluate(target => {
    const label = 'labels' in target && target.labels instanceof NodeList ? target.closest('label') : null;
    return (
      target.getAttribute('aria-label') ??
      label?.querySelector('span')?.textContent ??
      target.textContent ??
      ''
    ).trim();
  });
}

/** How an element is drawn, with what stands for it: its label, its active descendant, its lines. */
function lookOf(element: ElementHandle): Promise<readonly string[]> {
  return element.evaluate(target => {
    const active = target.ownerDocument.getElementById(target.getAttribute('aria-activedescendant') ?? '');
    const drawn = [target, target.closest('label, .find-field'), active].filter(one => one !== null);
    return drawn.flatMap(one =>
      [undefined, '::before', '::after'].map(part => {
        const { outline, border, boxShadow, backgroundColor, width, height } = getComputedStyle(one, part);
        return [outline, border, boxShadow, backgroundColor, width, height].join(' ');
      }),
    );
  });
}

async function frameOf(element: Locator): Promise<Frame> {
  const frame = await (await element.elementHandle())?.ownerFrame();
  assert.ok(frame);
  return frame;
}
