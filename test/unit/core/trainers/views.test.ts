import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { checkById } from '../../../../src/core/checks/registry.ts';
import { resolveOptions } from '../../../../src/core/checks/resolveOptions.ts';
import type { JsonObject } from '../../../../src/core/json/value.ts';
import { checkOf, drawRow } from '../../../../src/core/trainers/draw.ts';
import type { ChatTemplate } from '../../../../src/core/trainers/resources.ts';
import { builtInTemplates } from '../../../../src/core/trainers/resources.ts';
import { trainers, type Trainer, type TrainerView } from '../../../../src/core/trainers/view.ts';
import { builtIn, template } from '../../support/templates.ts';

function draw(row: JsonObject, trainer: Trainer, chosen: ChatTemplate, given: JsonObject = {}): TrainerView {
  const { values, problems } = resolveOptions(checkById(checkOf(trainer))?.options ?? {}, given);
  assert.deepEqual(problems, []);
  return drawRow(row, trainer, values, chosen);
}

/** The text with what is trained on in `[` and `]`. */
function painted({ text, trained }: TrainerView): string {
  return trained
    .toReversed()
    .reduce((all, { start, end }) => `${all.slice(0, start)}[${all.slice(start, end)}]${all.slice(end)}`, text);
}

const kinds = ({ warnings }: TrainerView): readonly string[] => warnings.map(({ kind }) => kind);
const chat = (...messages: JsonObject[]): JsonObject => ({ messages });
const says = (role: string, content: string, more: JsonObject = {}): JsonObject => ({ role, content, ...more });

describe('templates render as published', () => {
  const trlTest = [
    says('system', 'You are helpful'),
    says('user', 'Hello'),
    says('assistant', 'Hi, how can I help you?'),
  ];
  const tools = { type: 'function', function: { name: 'multiply', arguments: { a: 2, b: 3 } } };
  const asked = says('user', 'What is 2 * 3?');
  const called = says('assistant', '', { tool_calls: [tools] });

  for (const [source, name, messages, expected] of [
    [
      'https://github.com/huggingface/trl/blob/f2cd57710ae345ea6428ae95363267fcf38a3dc8/tests/test_chat_template_utils.py#L99-L102',
      'qwen3',
      trlTest,
      '<|im_start|>system\nYou are helpful<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\nHi, how can I help you?<|im_end|>\n',
    ],
    [
      'https://github.com/huggingface/trl/blob/f2cd57710ae345ea6428ae95363267fcf38a3dc8/trl/chat_template_utils.py#L985',
      'qwen3',
      [asked, called],
      '<|im_start|>user\nWhat is 2 * 3?<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n<tool_call>\n{"name": "multiply", "arguments": {"a": 2, "b": 3}}\n</tool_call><|im_end|>\n',
    ],
    [
      'https://github.com/axolotl-ai-cloud/axolotl/blob/067b021c8b87a9e5e380b9173c704cf7340e30f5/docs/dataset-formats/index.qmd?plain=1#L204-L213',
      'chatml',
      [
        says('user', 'Hi'),
        says('assistant', 'How can I help you?'),
        says('user', 'Can you add 3+5?'),
        says('assistant', 'The answer is 8.'),
      ],
      '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHow can I help you?<|im_end|>\n<|im_start|>user\nCan you add 3+5?<|im_end|>\n<|im_start|>assistant\nThe answer is 8.<|im_end|>\n',
    ],
    [
      'https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d12eeb035d6ce06805a5733dd7b29f2ac30/tests/data/test_template.py#L104-L114',
      'llama3',
      [
        says('user', 'How are you'),
        says('assistant', 'I am fine!'),
        says('user', '你好'),
        says('assistant', '很高兴认识你！'),
      ],
      '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHow are you<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nI am fine!<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n你好<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n很高兴认识你！<|eot_id|>',
    ],
    [
      'https://huggingface.co/Qwen/Qwen2.5-7B-Instruct (its default system prompt, in its tokenizer_config.json)',
      'qwen2.5',
      [says('user', 'Hi'), says('assistant', 'Hello')],
      '<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHello<|im_end|>\n',
    ],
  ] as const) {
    it(`${name}: ${source}`, () => assert.equal(draw(chat(...messages), 'trl', builtIn(name)).text, expected));
  }

  for (const [source, messages, expected] of [
    [
      'qwen3_basic',
      [says('system', 'sys'), says('user', 'Hi'), says('assistant', 'Hello!')],
      '<|im_start|>system\nsys<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\nHello!<|im_end|>\n',
    ],
    [
      'qwen3_null_toolcall',
      [
        says('user', 'q'),
        { role: 'assistant', content: null, tool_calls: [{ function: { name: 'f', arguments: { a: 1 } } }] },
      ],
      '<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n<tool_call>\n{"name": "f", "arguments": {"a": 1}}\n</tool_call><|im_end|>\n',
    ],
  ] as const) {
    it(`qwen3 of Axolotl, its snapshot test ${source}`, () =>
      assert.equal(draw(chat(...messages), 'axolotl', builtIn('qwen3')).text, expected));
  }
});

describe('Jinja is Python’s', () => {
  // Expected: Jinja2 3.1.6 with trim_blocks and lstrip_blocks, as transformers sets them.
  for (const [text, expected] of [
    [`{{ '\\n a \\n'.lstrip('\\n') }}|`, ' a \n|'],
    [`{{ '\\n a \\n'.rstrip('\\n') }}|`, '\n a |'],
    [`{{ 'xyaxy'.strip('yx') }}|{{ ' a '.strip() }}|{{ ' a '.lstrip() }}|`, 'a|a|a |'],
    [`{% set x = '--a--' %}{{ x.split('a')[0].rstrip('-') + x.lstrip('-') }}`, 'a--'],
    ['{%- generation -%} a {%- endgeneration %}b', 'ab'],
    ['x\n  {% generation %}\na\n  {% endgeneration %}\nb', 'x\na\nb'],
  ] as const) {
    it(JSON.stringify(text), () => assert.equal(template(text).render({}), expected));
  }
});

describe('masks are those of the trainers', () => {
  const four = chat(
    says('user', 'Hi'),
    says('assistant', 'How can I help you?'),
    says('user', 'Can you add 3+5?'),
    says('assistant', 'The answer is 8.'),
  );

  it('Axolotl: the labels of its documentation, `axolotl preprocess --debug`', () => {
    const view = draw(four, 'axolotl', builtIn('chatml'));
    assert.equal(
      painted(view),
      '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n[How can I help you?<|im_end|>]\n<|im_start|>user\nCan you add 3+5?<|im_end|>\n<|im_start|>assistant\n[The answer is 8.<|im_end|>]\n',
    );
    assert.deepEqual(view.warnings, []);
  });

  // https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d12eeb035d6ce06805a5733dd7b29f2ac30/tests/data/test_template.py
  const thought = chat(
    says('user', 'How are you'),
    says('assistant', '<think>\nModel thought here\n</think>\n\nI am fine!'),
    says('user', '你好'),
    says('assistant', '<think>\n模型思考内容\n</think>\n\n很高兴认识你！'),
  );
  const ask = '<|im_start|>user\nHow are you<|im_end|>\n<|im_start|>assistant\n';
  const askAgain = '<|im_start|>user\n你好<|im_end|>\n<|im_start|>assistant\n';
  for (const [title, row, name, options, expected] of [
    [
      'test_encode_multiturn',
      chat(
        says('user', 'How are you'),
        says('assistant', 'I am fine!'),
        says('user', '你好'),
        says('assistant', '很高兴认识你！'),
      ),
      'llama3',
      {},
      '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHow are you<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n[I am fine!<|eot_id|>]<|start_header_id|>user<|end_header_id|>\n\n你好<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n[很高兴认识你！<|eot_id|>]',
    ],
    [
      'test_reasoning_encode_multiturn, with thoughts',
      thought,
      'qwen3',
      {},
      `${ask}[<think>\nModel thought here\n</think>\n\nI am fine!<|im_end|>\n]${askAgain}[<think>\n模型思考内容\n</think>\n\n很高兴认识你！<|im_end|>\n]`,
    ],
    [
      'test_reasoning_encode_multiturn, without thoughts',
      chat(
        says('user', 'How are you'),
        says('assistant', 'I am fine!'),
        says('user', '你好'),
        says('assistant', '很高兴认识你！'),
      ),
      'qwen3',
      {},
      `${ask}[<think>\n\n</think>\n\nI am fine!<|im_end|>\n]${askAgain}[<think>\n\n</think>\n\n很高兴认识你！<|im_end|>\n]`,
    ],
    [
      'test_reasoning_encode_multiturn_discarding_history_cot',
      thought,
      'qwen3',
      { maskHistory: true },
      `${ask}I am fine!<|im_end|>\n${askAgain}[<think>\n模型思考内容\n</think>\n\n很高兴认识你！<|im_end|>\n]`,
    ],
  ] as const) {
    it(`LLaMA-Factory: ${title}`, () =>
      assert.equal(painted(draw(row, 'llama-factory', builtIn(name), options)), expected));
  }

  it('LLaMA-Factory: train_on_prompt covers the prompt and says so', () => {
    const view = draw(four, 'llama-factory', builtIn('chatml'), { trainOnPrompt: true });
    assert.deepEqual(view.trained, [{ start: 0, end: view.text.length }]);
    assert.deepEqual(kinds(view), ['covers-prompt']);
    assert.deepEqual(
      kinds(draw(four, 'llama-factory', builtIn('chatml'), { trainOnPrompt: true, maskHistory: true })),
      ['refused'],
    );
  });

  it('TRL: without assistant_only_loss the whole conversation, the prompt included', () => {
    const view = draw(four, 'trl', builtIn('qwen2.5'));
    assert.deepEqual(view.trained, [{ start: 0, end: view.text.length }]);
    assert.deepEqual(kinds(view), ['covers-prompt']);
  });

  it('TRL: assistant_only_loss takes the training template, whose blocks hold the answer and its end', () => {
    const view = draw(four, 'trl', builtIn('llama3'), { loss: 'assistant-only' });
    assert.match(view.method, /llama3_training/);
    assert.equal(
      painted(view),
      '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n[How can I help you?<|eot_id|>]<|start_header_id|>user<|end_header_id|>\n\nCan you add 3+5?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n[The answer is 8.<|eot_id|>]',
    );
    assert.deepEqual(view.warnings, []);
  });

  it('TRL: a template without blocks and without a training template stops it', () => {
    const view = draw(four, 'trl', template('{% for m in messages %}{{ m.content }}{% endfor %}'), {
      loss: 'assistant-only',
    });
    assert.deepEqual([kinds(view), view.trained], [['refused'], []]);
  });

  it('TRL: blocks of a template of one’s own, whatever their white space', () => {
    const text =
      '{% for m in messages %}{{ m.role }}:\n{%- if m.role == "assistant" %}\n  {%- generation -%}\n  {{ m.content }}\n  {%- endgeneration %}{% else %}{{ m.content }}{% endif %};{% endfor %}';
    const view = draw(four, 'trl', template(text), { loss: 'assistant-only' });
    assert.equal(
      painted(view),
      'user:Hi;assistant:[How can I help you?];user:Can you add 3+5?;assistant:[The answer is 8.];',
    );
  });

  it('TRL: the completion alone of a row with a prompt apart; the end token behind a text', () => {
    const row = { prompt: [says('user', 'Hi')], completion: [says('assistant', 'Ho')] };
    assert.equal(
      painted(draw(row, 'trl', builtIn('chatml'))),
      '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n[Ho<|im_end|>\n]',
    );
    const view = draw({ prompt: 'Hi', completion: ' Ho' }, 'trl', builtIn('chatml'));
    assert.equal(painted(view), 'Hi[ Ho<|im_end|>]');
  });

  it('TRL: where the prompt renders otherwise alone, the border is off and that is said', () => {
    const odd = template(
      '{% for m in messages %}{{ m.content }}{% endfor %}{% if add_generation_prompt %}>>>{% endif %}',
    );
    const view = draw({ prompt: [says('user', 'Hi')], completion: [says('assistant', 'Ho, there')] }, 'trl', odd);
    assert.deepEqual([painted(view), kinds(view)], ['HiHo,[ there]', ['undecided']]);
  });

  it('TRL: of a pair the chosen answer, behind the prompt that both share', () => {
    const pair = {
      chosen: [says('user', 'Hi'), says('assistant', 'Ho')],
      rejected: [says('user', 'Hi'), says('assistant', 'No')],
    };
    const view = draw(pair, 'trl', builtIn('chatml'), { method: 'dpo' });
    assert.equal(painted(view), '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n[Ho<|im_end|>\n]');
    assert.equal(view.rejectedText, '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nNo<|im_end|>\n');
  });

  it('Axolotl: turns that a field takes out, roles that are trained on, parts with a weight', () => {
    const row = chat(
      says('user', 'Hi'),
      says('assistant', 'Ho', { train: false }),
      says('user', 'Hi'),
      says('assistant', 'Hey', { train: true }),
    );
    assert.match(
      painted(draw(row, 'axolotl', builtIn('chatml'), { trainingField: 'train' })),
      /assistant\nHo<\|im_end\|>[^]*\[Hey<\|im_end\|>\]\n$/,
    );
    const all = draw(four, 'axolotl', builtIn('chatml'), { rolesToTrain: ['user'] });
    assert.match(painted(all), /\[Hi<\|im_end\|>\][^]*assistant\nHow can/);
    assert.deepEqual(kinds(all), ['covers-prompt', 'misread']);
    const parts = chat(says('user', 'Hi'), {
      role: 'assistant',
      content: [
        { type: 'text', text: 'Well.', weight: 0 },
        { type: 'text', text: ' Ho', weight: 1 },
      ],
    });
    assert.match(painted(draw(parts, 'axolotl', builtIn('chatml'))), /assistant\nWell\.\[ Ho<\|im_end\|>\]/);
  });

  it('Axolotl: a turn that the template rewrites later is not drawn, and that is said', () => {
    const view = draw(
      chat(
        says('user', 'Hi'),
        says('assistant', '<think>\nHm\n</think>\n\nHo'),
        says('user', 'Bye'),
        says('assistant', 'Bye!'),
      ),
      'axolotl',
      builtIn('qwen3'),
    );
    assert.deepEqual(kinds(view), ['shifted']);
    assert.match(painted(view), /Ho<\|im_end\|>[^]*\[Bye!<\|im_end\|>\]/);
  });

  it('OpenAI: answers whose weight is not 0', () => {
    const row = chat(
      says('user', 'Hi'),
      says('assistant', 'Ho', { weight: 0 }),
      says('user', 'Hi'),
      says('assistant', 'Hey', { weight: 1 }),
    );
    assert.match(
      painted(draw(row, 'openai', builtIn('chatml'))),
      /assistant\nHo<\|im_end\|>[^]*assistant\n\[Hey<\|im_end\|>\n\]$/,
    );
    assert.deepEqual(
      kinds(draw(chat(says('user', 'Hi'), says('assistant', 'Ho', { weight: 0 })), 'openai', builtIn('chatml'))),
      ['mask-empty', 'note', 'misread'],
    );
  });

  it('a row that the trainer does not take is not drawn, and one that it misreads is drawn with the reason', () => {
    const dropped = draw(
      chat(says('user', 'Hi'), says('user', 'Ho'), says('assistant', 'Hey')),
      'llama-factory',
      builtIn('chatml'),
    );
    assert.deepEqual([dropped.text, kinds(dropped)], ['', ['refused']]);
    assert.match(
      dropped.warnings[0]?.message ?? '',
      /^Message 2 has the role "user" where the assistant should speak\./,
    );
    const weighted = draw(
      chat(says('user', 'Hi'), says('assistant', 'Ho', { weight: 0 })),
      'llama-factory',
      builtIn('chatml'),
    );
    assert.match(painted(weighted), /\[Ho<\|im_end\|>\n\]$/);
    assert.deepEqual(kinds(weighted), ['misread']);
  });

  it('a template’s own refusal and a failure of ours are told apart', () => {
    const row = chat(says('user', 'Hi'), says('assistant', 'Ho'));
    const refuses = draw(row, 'trl', template(`{{ raise_exception('No.') }}`));
    assert.deepEqual(refuses.warnings, [{ kind: 'refused', message: 'The template test refuses this row: No.' }]);
    assert.deepEqual(kinds(draw(row, 'trl', template('{{ messages | no_such_filter }}'))), ['failed']);
  });
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', '[', ']', '\ue000', '\ue001', '<think>', '</think>', '<|im_end|>', ' '),
);
const message = fc.record(
  {
    role: fc.constantFrom('user', 'assistant', 'system', 'tool', 'gpt', 'human'),
    content: fc.oneof(
      text,
      fc.constant(null),
      fc.array(fc.record({ type: fc.constant('text'), text, weight: fc.constantFrom(0, 1) }), { maxLength: 3 }),
    ),
    weight: fc.constantFrom(0, 1),
  },
  { requiredKeys: ['role', 'content'] },
);
const row = fc.oneof(
  fc.record({ messages: fc.array(message, { maxLength: 5 }) }),
  fc.record({
    conversations: fc.array(fc.record({ from: fc.constantFrom('human', 'gpt', 'system'), value: text }), {
      maxLength: 5,
    }),
  }),
  fc.record({ prompt: text, completion: text, chosen: text, rejected: text }),
  fc.record({ prompt: fc.array(message, { maxLength: 3 }), completion: fc.array(message, { maxLength: 2 }) }),
  fc.record({
    instruction: text,
    input: text,
    output: text,
    history: fc.array(fc.tuple(text, text), { maxLength: 2 }),
  }),
);

describe('what is drawn', () => {
  const options = fc.record({ method: fc.constantFrom('sft', 'dpo') });
  for (const trainer of trainers) {
    for (const name of builtInTemplates) {
      const chosen = builtIn(name);
      it(`${trainer} with ${name}: spans lie in the text, sorted and apart; an empty mask is said`, () => {
        fc.assert(
          fc.property(row, options, (value, given) => {
            const view = draw(value, trainer, chosen, given);
            let last = -1;
            for (const { start, end } of view.trained) {
              assert.ok(last < start && start < end && end <= view.text.length, JSON.stringify(view));
              last = end;
            }
            if (view.trained.length === 0)
              assert.ok(
                kinds(view).some(kind => ['mask-empty', 'refused', 'failed', 'undecided', 'shifted'].includes(kind)),
              );
          }),
          { numRuns: 60 },
        );
      });
    }
  }

  it('the mask follows the weights: each answer is trained on exactly where its weight is 1', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 6 }), weights => {
        const turns = weights.flatMap((weight, i) => [
          says('user', `q${i}`),
          says('assistant', `answer ${i}.`, { weight }),
        ]);
        for (const [trainer, given] of [
          ['openai', {}],
          ['axolotl', { trainingField: 'weight' }],
        ] as const) {
          const view = draw(chat(...turns), trainer, builtIn('chatml'), given);
          const drawn = painted(view);
          weights.forEach((weight, i) => assert.equal(drawn.includes(`[answer ${i}.<|im_end|>`), weight === 1, drawn));
        }
      }),
      { numRuns: 40 },
    );
  });
});
