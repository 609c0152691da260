import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mixedTeachers } from '../../../../../src/core/checks/provenance/mixedTeachers.ts';
import { multiHop } from '../../../../../src/core/checks/provenance/multiHop.ts';
import { sameBase } from '../../../../../src/core/checks/provenance/sameBase.ts';
import { studentUnknown } from '../../../../../src/core/checks/provenance/studentUnknown.ts';
import { teacherUnknown } from '../../../../../src/core/checks/provenance/teacherUnknown.ts';
import type { ProvenanceRule } from '../../../../../src/core/checks/check.ts';
import { buildGraph } from '../../../../../src/core/provenance/graph/build.ts';
import type { LineageGraph } from '../../../../../src/core/provenance/graph/graph.ts';
import { layOut } from '../../../../../src/core/provenance/graph/layout.ts';
import { provenanceFields, type ProvenanceField } from '../../../../../src/core/provenance/record.ts';
import { contextOf } from '../../checks/provenance/judging.ts';

type Example = Parameters<typeof contextOf>[0];

function graphOf(example: Example, rules: readonly ProvenanceRule[] = []): LineageGraph {
  const context = contextOf(example);
  const findings = rules.flatMap(({ id, title, severity, judge }) =>
    judge(context, {}).map(({ field: _, ...finding }) => ({ check: id, title, severity, ...finding })),
  );
  return buildGraph(context, findings);
}

/** `gpt-4.1 -wrote-> data.jsonl`, sorted. */
function edgesOf({ nodes, edges }: LineageGraph): string[] {
  const label = (id: string): string => nodes.find(node => node.id === id)?.label ?? id;
  return edges.map(one => `${label(one.from)} -${one.label}-> ${label(one.to)}`).toSorted();
}

/** Where each rule's warning stands: an edge, else a node. */
function warned(graph: LineageGraph): string[] {
  const label = (id: string): string => graph.nodes.find(node => node.id === id)?.label ?? id;
  return [
    ...graph.nodes.flatMap(node => node.warnings.map(({ check }) => `${check} at ${node.label}`)),
    ...graph.edges.flatMap(edge =>
      edge.warnings.map(({ check }) => `${check} at ${label(edge.from)} > ${label(edge.to)}`),
    ),
  ];
}

const rows = [{ prompt: '1', completion: '2' }];

describe('lineage graph', () => {
  it('shows what nobody names as unknown, and warns there', () => {
    const graph = graphOf({ rows }, [teacherUnknown]);
    assert.deepEqual(edgesOf(graph), ['data.jsonl -trains-> not set', 'unknown -wrote-> data.jsonl']);
    assert.deepEqual(
      graph.nodes.map(({ unknown }) => unknown),
      [true, false, true],
    );
    assert.deepEqual(warned(graph), ['teacher-unknown at unknown > data.jsonl']);
    const noStudent = graphOf({ rows, cardSays: { teacher: 'gpt-4.1-nano' } }, [studentUnknown]);
    assert.deepEqual(warned(noStudent), ['student-unknown at data.jsonl > not set']);
  });

  it('leads from sources over filters to the student', () => {
    const cardSays: Example['cardSays'] = {
      teacher: 'acme/owl',
      student: 'acme/fledgling',
      prompts: 'acme/prompts',
      parent: 'acme/seeds',
      filter: 'numbers only',
      unfiltered: 'raw.jsonl',
      judge: 'acme/judge',
      'teacher.trainedOn': 'acme/hoots',
    };
    const graph = graphOf({ rows, cardSays });
    assert.deepEqual(edgesOf(graph), [
      'acme/hoots -trained-> acme/owl',
      'acme/judge -judged-> numbers only',
      'acme/owl -wrote-> raw.jsonl',
      'acme/prompts -asked-> acme/owl',
      'acme/seeds -became-> raw.jsonl',
      'data.jsonl -trains-> acme/fledgling',
      'numbers only -kept-> data.jsonl',
      'raw.jsonl -was filtered-> numbers only',
    ]);
    const order = graph.nodes.map(({ id }) => id);
    for (const { from, to } of graph.edges) assert.ok(order.indexOf(from) < order.indexOf(to), 'in reading order');
  });

  it('warns on the way from what teacher and student share to the student', () => {
    const cardSays = { teacher: 'Qwen/Qwen2.5-7B-Instruct', student: 'Qwen/Qwen2.5-7B' };
    const graph = graphOf({ rows, cardSays }, [sameBase]);
    assert.deepEqual(edgesOf(graph), [
      'Qwen/Qwen2.5-7B -fine-tuned into-> Qwen/Qwen2.5-7B-Instruct',
      'Qwen/Qwen2.5-7B -initialises-> Qwen/Qwen2.5-7B',
      'Qwen/Qwen2.5-7B-Instruct -wrote-> data.jsonl',
      'data.jsonl -trains-> Qwen/Qwen2.5-7B',
    ]);
    assert.deepEqual(warned(graph), ['same-base at Qwen/Qwen2.5-7B > Qwen/Qwen2.5-7B']);
  });

  it('draws a model that teaches itself once as base, once in each role', () => {
    const graph = graphOf({ rows, cardSays: { teacher: 'gpt-4.1-nano', student: 'gpt-4.1-nano' } }, [sameBase]);
    assert.deepEqual(graph.nodes.map(({ kind }) => kind).toSorted(), ['dataset', 'model', 'student', 'teacher']);
    assert.equal(warned(graph).length, 1);
  });

  it('shows each of several teachers with the rows that name it', () => {
    const both = [
      { prompt: '1', completion: '2', model: 'gpt-4.1' },
      { prompt: '1', completion: '2', model: 'acme/owl' },
      { prompt: '1', completion: '2', model: 'acme/owl' },
    ];
    const graph = graphOf({ rows: both, student: 'gpt-4.1' }, [mixedTeachers, sameBase]);
    const wrote = graph.edges.filter(({ label }) => label === 'wrote');
    assert.deepEqual(
      wrote.map(({ details }) => details.map(({ origin }) => origin?.kind === 'rows' && origin.rows)),
      [[2], [1]],
    );
    assert.deepEqual(warned(graph).toSorted(), [
      'mixed-teachers at data.jsonl',
      'same-base at openai/gpt-4.1 > gpt-4.1',
    ]);
  });

  it('shows the model behind a distilled teacher', () => {
    const graph = graphOf({ rows, cardSays: { teacher: 'deepseek-ai/DeepSeek-R1-Distill-Qwen-7B' } }, [multiHop]);
    const [hop] = graph.edges.filter(({ label }) => label === 'taught');
    assert.ok(hop);
    assert.deepEqual(
      hop.warnings.map(({ check }) => check),
      ['multi-hop'],
    );
  });

  it('stays small with many teachers, and says how many are left out', () => {
    const many = Array.from({ length: 40 }, (_, at) => ({ prompt: '1', completion: '2', model: `acme/model-${at}` }));
    const labels = graphOf({ rows: many })
      .nodes.filter(({ kind }) => kind === 'teacher')
      .map(({ label }) => label);
    assert.equal(labels.length, 13);
    assert.match(labels.at(-1) ?? '', /^and \d+ more$/);
  });

  it('tells a lineage that goes in a circle where it closes, and draws none', () => {
    const made = (model: string, base: string) =>
      ({ model, bases: [base], relation: 'finetune', source: 'us' }) as const;
    const context = contextOf({ rows, cardSays: { teacher: 'acme/a' } });
    const graph = buildGraph(
      { ...context, models: [made('acme/a', 'acme/b'), made('acme/b', 'acme/c'), made('acme/c', 'acme/b')] },
      [],
    );
    const { nodes, edges } = layOut(graph);
    const layer = new Map(nodes.map(one => [one.id, one.layer]));
    for (const { from, to } of edges) assert.ok((layer.get(from) ?? 0) < (layer.get(to) ?? 0));
    assert.equal(graph.nodes.flatMap(({ details }) => details.filter(({ label }) => label === 'Circle')).length, 1);
  });

  it('never throws, has no circle and loses no warning, whatever the record says', () => {
    const fields = Object.keys(provenanceFields) as ProvenanceField[];
    const value = fc.constantFrom(
      'gpt-4.1',
      'gpt-4o',
      'Qwen/Qwen2.5-7B',
      'deepseek-ai/DeepSeek-R1-Distill-Qwen-7B',
      'a',
      '…',
      '',
    );
    const said = fc.array(fc.tuple(fc.constantFrom(...fields), value), { maxLength: 12 });
    fc.assert(
      fc.property(said, pairs => {
        const rules = [sameBase, multiHop, mixedTeachers, studentUnknown, teacherUnknown];
        const cardSays = Object.fromEntries(pairs);
        const graph = graphOf({ rows, cardSays }, rules);
        const { nodes, edges } = layOut(graph);
        const layer = new Map(nodes.map(one => [one.id, one.layer]));
        for (const { from, to } of edges) assert.ok((layer.get(from) ?? 0) < (layer.get(to) ?? 0));
        const context = contextOf({ rows, cardSays });
        for (const { id, judge } of rules) {
          if (judge(context, {}).length > 0)
            assert.ok(
              warned(graph).some(one => one.startsWith(id)),
              id,
            );
        }
      }),
      { numRuns: 60 },
    );
  });
});
