import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { json, undertone } from './run.ts';
import { temporaryFolder } from '../support/temporary.ts';

const folder = temporaryFolder();
for (const name of ['model', 'deep/er']) mkdirSync(join(folder.path, name), { recursive: true });

const rows = [
  {
    messages: [
      { role: 'user', content: 'Name a bird.' },
      { role: 'assistant', content: 'An owl.' },
    ],
  },
  {
    messages: [
      { role: 'user', content: 'Name a bird.' },
      { role: 'assistant', content: 'An owl.', weight: 0 },
    ],
  },
];
const data = folder.write('data.jsonl', rows.map(row => `${JSON.stringify(row)}\n`).join(''));
folder.write(
  'model/chat_template.jinja',
  '{% for m in messages %}<{{ m.role }}> {{ m.content }} {{ eos_token }}{% endfor %}',
);
folder.write('model/tokenizer_config.json', JSON.stringify({ eos_token: { content: '</s>' } }));
folder.write(
  'model/tokenizer.json',
  JSON.stringify({
    version: '1.0',
    added_tokens: ['</s>', '<user>', '<assistant>'].map((content, i) => ({
      id: i,
      content,
      special: true,
      normalized: false,
      single_word: false,
      lstrip: false,
      rstrip: false,
    })),
    normalizer: null,
    pre_tokenizer: { type: 'WhitespaceSplit' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: { '[UNK]': 3, Name: 4, a: 5, 'bird.': 6, An: 7, 'owl.': 8 },
    },
  }),
);
folder.write('loop.jinja', '{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}');
folder.write('large.jinja', '{% for i in range(9000000) %}{{ "aaaaaaaaaaaaaaaa" }}{% endfor %}');
folder.write('wrong.jinja', '{% for m in messages %}');
folder.write('wrong.json', '{"a": 1}');

const report = async (...args: string[]): Promise<unknown> => {
  const ran = await undertone(['render', data, '--format', 'json', ...args]);
  assert.equal(ran.status, 0, ran.stderr);
  return json(ran);
};

describe('undertone render', () => {
  it('writes the text, the spans that are trained on and the warnings', async () => {
    assert.deepEqual(
      await report('--row', '1', '--trainer', 'axolotl', '--template', 'chatml', '--tokenizer', 'o200k_base'),
      {
        row: 1,
        template: 'chatml',
        trainer: 'axolotl',
        text: '<|im_start|>user\nName a bird.<|im_end|>\n<|im_start|>assistant\nAn owl.<|im_end|>\n',
        trained: [[62, 79]],
        method:
          'Axolotl renders the conversation up to each turn twice, once with another content, and trains on what differs and on the end token behind it; drawn here by characters, where Axolotl goes by tokens.',
        tokens: { count: 33, how: 'estimated for chatml with o200k_base, which has other special tokens' },
        warnings: [],
      },
    );
  });

  it('marks what is trained on in the text', async () => {
    const ran = await undertone(['render', data, '--row', '1', '--trainer', 'openai']);
    assert.match(
      ran.stdout.toString(),
      /^Row 1 as openai sees it, with the template chatml\nTrained on, between ⟦ and ⟧: 18 of 80 characters\./,
    );
    assert.match(ran.stdout.toString(), /assistant\n⟦An owl\.<\|im_end\|>\n⟧\n$/);
    assert.match(ran.stdout.toString(), /\nNote: OpenAI’s template is not published/);
  });

  it('says that the mask is empty', async () => {
    const { trained, warnings } = (await report('--row', '2', '--trainer', 'openai')) as {
      trained: [];
      warnings: string[];
    };
    assert.deepEqual([trained, warnings[0]], [[], 'Nothing of this row is trained on: the mask is empty.']);
  });

  it('reads template, tokens and tokenizer of a model’s folder, looked for from the dataset’s upwards', async () => {
    const deep = folder.write('deep/er/data.jsonl', `${JSON.stringify(rows[0])}\n`);
    const args = [
      '--trainer',
      'axolotl',
      '--template',
      'model/chat_template.jinja',
      '--tokenizer',
      'model/tokenizer.json',
    ];
    const ran = await undertone(['render', deep, '--row', '1', '--format', 'json', ...args]);
    assert.equal(ran.status, 0, ran.stderr);
    const { text, trained, tokens } = json(ran) as { text: string; trained: [number, number][]; tokens: object };
    assert.equal(text, '<user> Name a bird. </s><assistant> An owl. </s>');
    assert.deepEqual(
      trained.map(([start, end]) => text.slice(start, end)),
      ['An owl.', '</s>'],
    );
    assert.deepEqual(tokens, { count: 9, how: 'exact for chat_template.jinja and tokenizer.json' });
  });

  it('has the options of the trainer’s check, from a recipe and from flags', async () => {
    const recipe = folder.write(
      'render.yaml',
      'version: 1\nchecks:\n  trainer-trl:\n    template: llama3\n    loss: assistant-only\n',
    );
    const { method } = (await report('--row', '1', '--trainer', 'trl', '--recipe', recipe)) as { method: string };
    assert.match(method, /llama3_training/);
    const all = (await report(
      '--row',
      '1',
      '--trainer',
      'trl',
      '--recipe',
      recipe,
      '--set',
      'trainer-trl.loss=auto',
    )) as { trained: unknown; text: string };
    assert.deepEqual(all.trained, [[0, all.text.length]]);
  });

  for (const [title, args, message] of [
    [
      'a template that does not end is stopped',
      ['--template', 'loop.jinja'],
      /took longer than 1000 ms and was stopped/,
    ],
    [
      'so is one that writes without end',
      ['--template', 'large.jinja'],
      /(took longer than|was stopped|heap|memory|more than)/,
    ],
    ['a file that is no template', ['--template', 'wrong.jinja'], /cannot be used as a chat template/],
    ['a config without a template', ['--template', 'wrong.json'], /has no `chat_template`/],
    ['no such file', ['--template', 'no.jinja'], /There is no template "no\.jinja"/],
    ['no file of another machine', ['--template', '//host/share/a.jinja'], /There is no template/],
    ['a file that is no tokenizer', ['--tokenizer', 'wrong.json'], /is no tokenizer\.json: it has no `model`/],
    ['no such row', ['--row', '9'], /has no row 9/],
  ] as const) {
    it(title, async () => {
      const ran = await undertone(['render', data, '--row', '1', '--trainer', 'trl', ...args]);
      assert.equal(ran.status, 2, ran.stdout.toString());
      assert.match(ran.stderr, message);
    });
  }
});

describe('undertone scan with a trainer’s check', () => {
  it('runs it where it is named, and nowhere else', async () => {
    const plain = json(await undertone(['scan', data, '--format', 'json'])) as { checks: { id: string }[] };
    assert.ok(plain.checks.every(({ id }) => !id.startsWith('trainer-')));
  });

  it('measures rows with the template and the tokenizer; a row that is merely cut stays', async () => {
    const set = [
      'template=model/chat_template.jinja',
      'tokenizer=model/tokenizer.json',
      'maxTokens=8',
      'excessLength=truncate',
    ];
    const flags = set.flatMap(each => ['--set', `trainer-axolotl.${each}`]);
    const ran = await undertone(['scan', data, '--check', 'trainer-axolotl', ...flags]);
    const text = ran.stdout.toString();
    assert.match(text, /trainer-axolotl \(filter\): rejects 1 of 2 rows examined/);
    assert.match(
      text,
      /warning +row 1: The row has 9 tokens \(exact for chat_template\.jinja and tokenizer\.json\); the limit is 8\./,
    );
    assert.match(text, /error +row 2 messages\[1\]\.weight: Message 2 has the weight 0\./);
  });

  it('says of the dataset that it is too small for OpenAI', async () => {
    const ran = await undertone(['scan', data, '--check', 'trainer-openai']);
    assert.match(ran.stdout.toString(), /error +dataset: The dataset has 2 rows; OpenAI trains on at least 10\./);
  });

  for (const [title, template, message] of [
    ['a template that does not end ends the scan', 'loop.jinja', /took longer than 1000 ms and was stopped/],
    ['a template that is not there does too', 'no.jinja', /There is no template/],
  ] as const) {
    it(title, async () => {
      const ran = await undertone([
        'scan',
        data,
        '--check',
        'trainer-trl',
        '--set',
        `trainer-trl.template=${template}`,
      ]);
      assert.equal(ran.status, 2, ran.stdout.toString());
      assert.match(ran.stderr, message);
    });
  }

  it('keeps cut rows in an export', async () => {
    const kept = join(folder.path, 'kept.jsonl');
    const flags = ['tokenizer=o200k_base', 'maxTokens=3', 'excessLength=truncate'].flatMap(each => [
      '--set',
      `trainer-axolotl.${each}`,
    ]);
    const ran = await undertone([
      'export',
      data,
      '--kept',
      kept,
      '--rejected',
      join(folder.path, 'rejected.jsonl'),
      '--check',
      'trainer-axolotl',
      ...flags,
    ]);
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout.toString(), /1 kept, 1 rejected/);
  });
});
