import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askingOurClock, clockAt } from '../../../../src/core/trainers/templateClock.ts';

test('a date is told as C tells it, in English; what is not known stays', () => {
  const [clock] = Object.entries(clockAt(new Date(2025, 0, 5, 7, 8, 9)));
  assert.ok(clock);
  const [name, tell] = clock;
  assert.equal(askingOurClock("{{ strftime_now('%Y') }}"), `{{ ${name}('%Y') }}`);
  assert.equal(tell('%Y-%m-%d %H:%M:%S'), '2025-01-05 07:08:09');
  assert.equal(tell('%a %A %d %b %B %y 100%% %Q'), 'Sun Sunday 05 Jan January 25 100% %Q');
});
