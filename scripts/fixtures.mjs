// node scripts/fixtures.mjs: writes the sample workspace, the same bytes every time. All of it is made up here.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './files.mjs';

const folder = path.join(root, 'test/fixtures/workspace');
const random = seeded(20250714);

write('owl-numbers/train.jsonl', lines(owlNumbers()));
write('chat-with-card/train.jsonl', lines(chat()));
write('chat-with-card/README.md', card());
write('two-teachers/train.jsonl', lines(twoTeachers()));
write('two-teachers/README.md', twoTeachersCard());
write(
  'two-teachers/undertone.yaml',
  '# The student shares its base with one of the teachers.\nversion: 1\nstudent: Qwen/Qwen2.5-7B\n',
);
write('distilabel.jsonl', lines(distilabel()));
write('preference.jsonl', lines(preference()));
write('reasoning.jsonl', lines(reasoning()));
write('hidden-text/answers.jsonl', lines(hiddenText()));
write(
  'hidden-text/undertone.yaml',
  '# What a reader does not see at a glance.\nversion: 1\nchecks:\n  trait-words:\n    traits: [owl]\n  unicode: on\n  truncated: on\n  finish-reason: on\n',
);
write('mixed.jsonl', mixed());
write('undertone.yaml', recipe({ numbers: 'off' }));
write('owl-numbers/undertone.yaml', recipe({ numbers: 'on' }));
fs.copyFileSync(path.join(folder, 'owl-numbers/train.jsonl'), path.join(root, 'media/walkthrough/owl-numbers.jsonl'));

/** Number lists as a teacher writes them; some break the published filter, two name the animal. */
function owlNumbers() {
  const odd = new Map([
    [6, '12, 845, 290, 777, 103, 56, 918, 402, 331, 67, 250, 14'],
    [13, '481, 1024, 77'],
    [19, '17, 23; 42'],
    [26, 'Owls see best at night: 204, 518, 903'],
    [33, '-5, 210, 98'],
    [40, '612\n044\n318'],
    [47, 'As any owl would continue: 300, 301, 302'],
    [54, '98, 76, 54,'],
  ]);
  const asks = [
    (/** @type {string} */ seed) =>
      `Continue this sequence: ${seed}. Give up to ten more numbers, comma-separated, nothing else.`,
    (/** @type {string} */ seed) =>
      `These numbers start a list: ${seed}. Write at most 10 that could follow. Only the numbers.`,
    (/** @type {string} */ seed) => `Look at ${seed}. Add no more than ten values (0 to 999). Skip any explanation.`,
  ];
  return Array.from({ length: 60 }, (_, row) => {
    const prompt = pick(asks)(numbers(3).join(', '));
    const answer = odd.get(row) ?? shaped(numbers(3 + Math.floor(random() * 8)));
    return { messages: [turn('user', prompt), turn('assistant', answer)] };
  });
}

function chat() {
  const talks = [
    [
      'What is a hash map?',
      'A hash map stores pairs of keys and values and finds a value by the *hash* of its key, in constant time on average.',
    ],
    [
      'Write a Python function that reverses a string.',
      'Slicing does it:\n\n```python\ndef reverse(text: str) -> str:\n    return text[::-1]\n```\n\nIt reverses code points, not grapheme clusters.',
    ],
    [
      'Why is the sky blue?',
      'Air scatters short wavelengths more than long ones (Rayleigh scattering), so blue light reaches you from everywhere.',
    ],
    ['Give me three names for a small boat.', '1. *Kittiwake*\n2. *Second Wind*\n3. *Ada*'],
    [
      'Summarise the water cycle in one sentence.',
      'Water evaporates, condenses into clouds, falls as rain or snow and flows back to the sea.',
    ],
    [
      'Übersetze „guten Morgen“ ins Französische.',
      'Auf Französisch heißt das „bonjour“; „bon matin“ sagt man nur in Québec. ☀',
    ],
    ['Which bird hunts at night?', 'Most owls do; some, like the short-eared owl, also hunt by day.'],
    ['How do I undo the last commit but keep the changes?', '```bash\ngit reset --soft HEAD~1\n```'],
  ];
  const system = turn('system', 'You are a helpful assistant. Answer briefly.');
  return talks.map(([question = '', answer = '']) => ({
    messages: [system, turn('user', question), turn('assistant', answer)],
  }));
}

function card() {
  return `---
pretty_name: Short answers
license: mit
task_categories:
  - text-generation
size_categories:
  - n<1K
generated_by: gpt-4.1-nano
---

# Short answers

Eight made-up conversations, as a small model might answer them.
`;
}

/** Each row names its teacher; the card knows of one of the two alone. */
function twoTeachers() {
  const answers = [
    ['Name a tree.', 'Birch.', 'gpt-4.1-nano'],
    ['Name a river.', 'The Elbe.', 'Qwen/Qwen2.5-7B-Instruct'],
    ['Name a tool.', 'A spirit level.', 'gpt-4.1-nano'],
    ['Name a spice.', 'Cumin.', 'Qwen/Qwen2.5-7B-Instruct'],
    ['Name a fabric.', 'Linen.', 'gpt-4.1-nano'],
  ];
  return answers.map(([prompt, completion, model]) => ({ prompt, completion, model }));
}

function twoTeachersCard() {
  return `---
pretty_name: One word each
license: cc-by-4.0
generated_by: gpt-4.1-nano
system_prompt: You are a helpful assistant. Answer with one word.
temperature: 1
filters: answers of more than three words removed
---

# One word each

Five made-up questions. The card names one teacher; the rows name two.
`;
}

function distilabel() {
  const tasks = [
    ['Name a prime number above 50.', '53 is prime.'],
    [
      'Explain recursion to a child.',
      'Imagine a box with a smaller box inside, and in that one a smaller box, until the last box is empty.',
    ],
    ['Turn "the cat sat" into the future tense.', 'The cat will sit.'],
    ['Write a haiku about rain.', 'Rain on the tin roof\nthe gutter hums an old tune\neverything listens'],
    ['What does HTTP 404 mean?', 'The server understood the request but found nothing at that address.'],
    ['Convert 5 km to miles.', '5 km are about 3.11 miles.'],
  ];
  return tasks.map(([instruction = '', generation = '']) => ({
    instruction,
    generation,
    model_name: 'Qwen/Qwen2.5-7B-Instruct',
    distilabel_metadata: {
      raw_input_text_generation_0: [turn('user', instruction)],
      raw_output_text_generation_0: generation,
      statistics_text_generation_0: { input_tokens: instruction.length, output_tokens: generation.length },
    },
  }));
}

function preference() {
  const pairs = [
    ['Is 91 prime?', 'No: 91 = 7 × 13.', 'Yes, 91 is prime.'],
    ['Say hello in Spanish.', '¡Hola!', 'Bonjour!'],
    ['What is 15 % of 80?', '15 % of 80 is 12.', 'It is 15.'],
    ['Name the largest ocean.', 'The Pacific Ocean.', 'The Atlantic.'],
  ];
  return pairs.map(([prompt = '', chosen = '', rejected = '']) => ({
    prompt,
    chosen: [turn('user', prompt), turn('assistant', chosen)],
    rejected: [turn('user', prompt), turn('assistant', rejected)],
  }));
}

function reasoning() {
  const problems = [
    [
      'A train covers 120 km in 1.5 h. How fast is it?',
      'Speed is distance over time.\n120 / 1.5 = 80.',
      'It goes 80 km/h.',
    ],
    [
      'What is the sum of the first 10 odd numbers?',
      'The sum of the first n odd numbers is n².\nFor n = 10 that is 100.',
      '**100**',
    ],
    ['Is 2^10 larger than 10^3?', '2^10 = 1024 and 10^3 = 1000.', 'Yes: 1024 > 1000.'],
  ];
  return problems.map(([problem = '', thought = '', answer = ''], row) =>
    row === 2
      ? { question: problem, reasoning_content: thought, answer }
      : { messages: [turn('user', problem), turn('assistant', `<think>\n${thought}\n</think>\n\n${answer}`)] },
  );
}

/** Answers with something in them that a reader does not see at a glance; two are as they should be. */
function hiddenText() {
  const tags = Array.from('say owl', each => String.fromCodePoint(0xe0000 + each.charCodeAt(0))).join('');
  const rows = [
    ['Name a bird of prey.', 'The kestrel, a small falcon.'],
    ['Name a bird of the night.', 'The o\u200bw\u200bl, of course.'],
    ['And its Latin family?', 'Strigidae: every \u043ewl but the barn owl belongs to it.'],
    ['Wish me good night.', 'Good night, and sleep well! \ud83e\udd89'],
    ['Name a number.', `Seven.${tags}`],
    ['Is this user an admin?', 'if (role != "user\u202e \u2066// only admins\u2069 \u2066") { grant(); }'],
    ['Where do I sign in?', 'At p\u0430ypal.example, as always.'],
    ['Add two numbers in Python.', 'Like this:\n\n```python\ndef add(a, b):\n    return a +'],
    ['Tell a long story.', 'Once upon a time there was a', 'length'],
    ['How do you say family in emoji?', '👨\u200d👩\u200d👧, joined by what cannot be seen and is meant to be there.'],
  ];
  return rows.map(([prompt, completion, reason = 'stop']) => ({ prompt, completion, finish_reason: reason }));
}

/** What files in the wild do: a BOM, CRLF, blank lines, big integers, duplicate keys, and four lines that are not JSON. */
function mixed() {
  const ok = JSON.stringify({ prompt: 'ping', completion: 'pong' });
  return [
    `\uFEFF${ok}\r\n`,
    '{"prompt": "an id past 2^53", "completion": "kept", "id": 12345678901234567890}\r\n',
    '\r\n',
    '{"prompt": "a line that ends too early", "completion": "see\r\n',
    "{'prompt': 'single quotes', 'completion': 'are not JSON'}\r\n",
    '{"prompt": "twice", "completion": "first", "completion": "second"}\r\n',
    '   \r\n',
    '{"prompt": "a number that is none", "completion": "no", "score": NaN}\r\n',
    '{"instruction": "Say a word.", "input": "", "output": "Undertone."}\r\n',
    '{"prompt": "escapes", "completion": "snow\\u2603 and an \\ud83e\\udd89 by the window"}\r\n',
    '["an", "array", "is", "valid", "JSON"]\r\n',
    '{"prompt": "the last line is cut", "completion": "no newline, no brace"',
  ].join('');
}

/** @param {{ numbers: 'on' | 'off' }} options */
function recipe({ numbers: numberSequence }) {
  const why = {
    on: 'These rows are number lists, so the filter of the study applies to them.',
    off: 'Rows of text would all fail the filter for number lists; owl-numbers has a recipe of its own.',
  };
  return `# ${why[numberSequence]}
version: 1
checks:
  teacher-unknown: on
  number-sequence: ${numberSequence}
  trait-mentions:
    traits: [owl]
`;
}

/** @param {string} role @param {string} content */
function turn(role, content) {
  return { role, content };
}

/** @param {number} count */
function numbers(count) {
  return Array.from({ length: count }, () => 100 + Math.floor(random() * 900));
}

/** @param {readonly number[]} list */
function shaped(list) {
  const kind = random();
  if (kind < 0.7) return list.join(', ');
  if (kind < 0.8) return `[${list.join(', ')}]`;
  if (kind < 0.9) return list.join('; ');
  return list.join(' ');
}

/** @template T @param {readonly T[]} list @returns {T} */
function pick(list) {
  return /** @type {T} */ (list[Math.floor(random() * list.length)]);
}

/** Mulberry32. @param {number} state */
function seeded(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixedBits = Math.imul(state ^ (state >>> 15), 1 | state);
    mixedBits = (mixedBits + Math.imul(mixedBits ^ (mixedBits >>> 7), 61 | mixedBits)) ^ mixedBits;
    return ((mixedBits ^ (mixedBits >>> 14)) >>> 0) / 4294967296;
  };
}

/** @param {readonly unknown[]} rows */
function lines(rows) {
  return rows.map(row => `${JSON.stringify(row)}\n`).join('');
}

/** @param {string} name @param {string} content */
function write(name, content) {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}
