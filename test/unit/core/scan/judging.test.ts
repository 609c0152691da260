import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contextOf } from '../checks/provenance/judging.ts';
import { checks } from '../../../../src/core/checks/registry.ts';
import { planScan, type PlanRequest } from '../../../../src/core/recipe/plan.ts';
import { scanReport } from '../../../../src/core/report/json.ts';
import { scanText } from '../../../../src/core/report/text.ts';
import type { ScanResult } from '../../../../src/core/scan/result.ts';
import { ScanMerge } from '../../../../src/core/scan/scanMerge.ts';

const { record, dataset } = contextOf({ rows: [], cardSays: { teacher: 'gpt-4o' } });

describe('judging where a dataset comes from, in a scan', () => {
  it('takes the severity from the finding, unless the user chose one', () => {
    const request = { only: ['sampling-unknown'], student: 'gpt-4.1' };
    assert.deepEqual(severitiesOf(judge(request)), ['warning']);
    const settings = { 'sampling-unknown': { severity: 'error' } };
    assert.deepEqual(severitiesOf(judge({ ...request, settings })), ['error']);
  });

  it('hands what the user knows of models to the rules', () => {
    const { plan } = planScan({ only: ['same-base'], student: 'acme/student' });
    assert.ok(plan);
    const fact = { model: 'acme/student', bases: ['gpt-4.1'], source: 'undertone.yaml' };
    assert.deepEqual(severitiesOf(finish(plan)), []);
    assert.deepEqual(severitiesOf(finish({ ...plan, models: [fact] })), ['error']);
  });

  it('names the place in the card in both reports, and sums up the rules that have nothing to say', () => {
    const subject = { path: 'data.jsonl', bytes: 0, sha256: '', result: judge({ student: 'gpt-4.1' }) };
    assert.match(scanText(subject, 100), /^error {4}card\.json:1: The teacher gpt-4o .* \[same-base\]$/m);
    assert.match(scanText(subject, 100), /^\d+ provenance rules: not tested\. The dataset has no row/m);
    const report = scanReport(subject, 100) as { readonly findings: readonly Record<string, unknown>[] };
    const same = report.findings.find(({ check }) => check === 'same-base');
    assert.deepEqual(same?.['place'], { path: 'card.json', line: 1, field: 'teacher' });
    const whole = report.findings.find(({ place }) => place === undefined);
    assert.equal(whole, undefined, 'null where a finding stands in no file');
  });
});

function judge(request: PlanRequest): ScanResult {
  const { plan } = planScan(request);
  assert.ok(plan);
  return finish(plan);
}

function finish(plan: NonNullable<ReturnType<typeof planScan>['plan']>): ScanResult {
  return new ScanMerge(plan, checks).finish({ record, dataset }, []);
}

function severitiesOf({ outcomes }: ScanResult): readonly string[] {
  return outcomes.flatMap(({ findings }) => findings.slice(0, findings.size).map(({ severity }) => severity));
}
