import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  clampOffset,
  drawnAt,
  isScaled,
  offsetShowing,
  scrollHeight,
  toOffset,
  toScrollTop,
  visibleRows,
} from '../../../../media/inspector/window.ts';
import type { Geometry } from '../../../../media/inspector/window.ts';

const chromiumLimit = 33_554_428;
const sizes = [10, 1e6, 1e8];
const geometry = (rows: number, viewHeight = 440): Geometry => ({ rows, rowHeight: 22, viewHeight });
const anyView = fc.integer({ min: 22, max: 3000 });

for (const rows of sizes) {
  describe(`a list of ${rows} rows`, () => {
    test('never makes an element that Chromium would cut, even at a zoom of 400 %', () => {
      assert.ok(scrollHeight(geometry(rows)) * 4 <= chromiumLimit);
    });

    test('every row can be brought wholly into view, and the scroll bar can be put there', () => {
      fc.assert(
        fc.property(fc.nat(rows - 1), fc.double({ min: 0, max: 1, noNaN: true }), anyView, (row, from, viewHeight) => {
          const view = geometry(rows, viewHeight);
          const offset = offsetShowing(row, clampOffset(from * rows * 22, view), view);
          const { start, end } = visibleRows(offset, view);
          assert.ok(start <= row && row < end);
          assert.ok(row * 22 >= offset && (row + 1) * 22 <= offset + viewHeight);
          const scrollTop = toScrollTop(offset, view);
          assert.ok(scrollTop >= 0 && scrollTop <= Math.max(0, scrollHeight(view) - viewHeight) + 1e-6);
        }),
      );
    });

    test('offset and scroll bar agree, and keep their order', () => {
      fc.assert(
        fc.property(
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          anyView,
          (a, b, height) => {
            const view = geometry(rows, height);
            const last = Math.max(0, rows * 22 - height);
            const [low, high] = [Math.min(a, b) * last, Math.max(a, b) * last];
            assert.ok(Math.abs(toOffset(toScrollTop(low, view), view) - low) < 0.01);
            assert.ok(toScrollTop(low, view) <= toScrollTop(high, view));
          },
        ),
      );
    });

    test('the ends of the scroll bar are the ends of the list', () => {
      const view = geometry(rows, 100);
      assert.equal(visibleRows(toOffset(0, view), view).start, 0);
      assert.equal(visibleRows(toOffset(scrollHeight(view) - 100, view), view).end, rows);
    });

    test('rows are drawn where the view is', () => {
      fc.assert(
        fc.property(fc.double({ min: 0, max: 1, noNaN: true }), share => {
          const view = geometry(rows);
          const offset = clampOffset(share * rows * 22, view);
          const { start } = visibleRows(offset, view);
          const aboveView = toScrollTop(offset, view) - drawnAt(start, offset, view);
          assert.ok(aboveView > -1e-3 && aboveView < 22 + 1e-3, `${aboveView}`);
        }),
      );
    });
  });
}

test('a short list scrolls px by px', () => {
  const view = geometry(1000);
  assert.equal(isScaled(view), false);
  assert.equal(toOffset(1234.5, view), 1234.5);
});

test('a row in view does not move, a near one comes to the edge, a far one to the middle', () => {
  const view = geometry(1000, 220);
  assert.equal(offsetShowing(12, 220, view), 220);
  assert.equal(offsetShowing(9, 220, view), 198);
  assert.equal(offsetShowing(20, 220, view), 242);
  assert.equal(offsetShowing(500, 220, view), 500 * 22 - 99);
});

test('an empty list shows nothing', () => {
  assert.deepEqual(visibleRows(0, geometry(0), 5), { start: 0, end: 0 });
  assert.equal(toOffset(0, geometry(0)), 0);
});

test('before the page is laid out, the row stands at the top', () => {
  assert.equal(offsetShowing(7, 0, geometry(100, 0)), 154);
});
