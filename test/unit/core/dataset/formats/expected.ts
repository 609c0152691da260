// What each format's own examples normalise to, written by hand.
import type { Example, Message, MessagePart, TextPart } from '../../../../../src/core/dataset/example.ts';
import type { FieldPath } from '../../../../../src/core/json/value.ts';

const at = (text: string, ...path: FieldPath): TextPart => ({ text, path });
const says = (text: string, ...path: FieldPath): MessagePart => ({ kind: 'text', text, path });
const thinks = (text: string, ...path: FieldPath): MessagePart => ({ kind: 'reasoning', text, path });
const calls = (name: string, text: string, ...path: FieldPath): MessagePart => ({
  kind: 'tool-call',
  name,
  text,
  path,
});
const turn = (role: string, ...parts: MessagePart[]): Message => ({ role, parts, trained: false });
const trained = (...parts: MessagePart[]): Message => ({ role: 'assistant', parts, trained: true });
const rejects = (...parts: MessagePart[]): Message => ({ role: 'assistant', parts, trained: false, rejected: true });

/** An example, its empty lists left out. */
const example = (messages: Message[], rest: Partial<Example> = {}): Example => ({
  messages,
  completions: [],
  reasoning: [],
  rejected: [],
  ...rest,
});

const asksForBird = turn('user', says('Name a bird.', 'prompt'));
const asksForSum = turn('user', says('What is 2 + 2?', 'prompt'));

export const expected: Readonly<Record<string, readonly Example[]>> = {
  'openai-batch': [
    example([trained(says('4, 5, 6', 'response', 'body', 'choices', 0, 'message', 'content'))], {
      completions: [at('4, 5, 6', 'response', 'body', 'choices', 0, 'message', 'content')],
      teacher: at('gpt-4.1-nano-2025-04-14', 'response', 'body', 'model'),
    }),
    example(
      [
        trained(
          thinks('Count on.', 'response', 'body', 'output', 0, 'summary', 0, 'text'),
          says('7, 8', 'response', 'body', 'output', 1, 'content', 0, 'text'),
        ),
      ],
      {
        completions: [at('7, 8', 'response', 'body', 'output', 1, 'content', 0, 'text')],
        reasoning: [at('Count on.', 'response', 'body', 'output', 0, 'summary', 0, 'text')],
        teacher: at('o4-mini', 'response', 'body', 'model'),
      },
    ),
    example([]),
  ],
  'anthropic-batch': [
    example(
      [
        trained(
          thinks('Nocturnal birds.', 'result', 'message', 'content', 0, 'thinking'),
          says('Owls.', 'result', 'message', 'content', 1, 'text'),
        ),
      ],
      {
        completions: [at('Owls.', 'result', 'message', 'content', 1, 'text')],
        reasoning: [at('Nocturnal birds.', 'result', 'message', 'content', 0, 'thinking')],
        teacher: at('claude-sonnet-4-20250514', 'result', 'message', 'model'),
      },
    ),
    example([]),
  ],
  'openai-completion': [
    example(
      [
        trained(says('Owls.', 'choices', 0, 'message', 'content')),
        trained(says('I cannot say.', 'choices', 1, 'message', 'refusal')),
      ],
      {
        completions: [
          at('Owls.', 'choices', 0, 'message', 'content'),
          at('I cannot say.', 'choices', 1, 'message', 'refusal'),
        ],
        teacher: at('gpt-4o-2024-08-06', 'model'),
      },
    ),
    example([trained(says(' 4, 5', 'choices', 0, 'text'))], {
      completions: [at(' 4, 5', 'choices', 0, 'text')],
      teacher: at('davinci-002', 'model'),
    }),
  ],
  'openai-preference': [
    example(
      [
        turn('user', says('Is it cold?', 'input', 'messages', 0, 'content')),
        trained(says('Two degrees.', 'preferred_output', 0, 'content')),
        rejects(says('No idea.', 'non_preferred_output', 0, 'content')),
      ],
      {
        prompt: at('Is it cold?', 'input', 'messages', 0, 'content'),
        completions: [at('Two degrees.', 'preferred_output', 0, 'content')],
        rejected: [at('No idea.', 'non_preferred_output', 0, 'content')],
      },
    ),
  ],
  preference: [
    example([asksForBird, trained(says('An owl.', 'chosen')), rejects(says('A bat.', 'rejected'))], {
      prompt: at('Name a bird.', 'prompt'),
      completions: [at('An owl.', 'chosen')],
      rejected: [at('A bat.', 'rejected')],
    }),
    example(
      [
        turn('user', says('Name a bird.', 'chosen', 0, 'content')),
        trained(says('An owl.', 'chosen', 1, 'content')),
        rejects(says('A bat.', 'rejected', 1, 'content')),
      ],
      {
        prompt: at('Name a bird.', 'chosen', 0, 'content'),
        completions: [at('An owl.', 'chosen', 1, 'content')],
        rejected: [at('A bat.', 'rejected', 1, 'content')],
        teacher: at('gpt-4o', 'chosen_model'),
      },
    ),
    example(
      [
        turn('user', says('Name a bird.', 'conversations', 0, 'value')),
        trained(says('An owl.', 'chosen', 'value')),
        rejects(says('A bat.', 'rejected', 'value')),
      ],
      {
        prompt: at('Name a bird.', 'conversations', 0, 'value'),
        completions: [at('An owl.', 'chosen', 'value')],
        rejected: [at('A bat.', 'rejected', 'value')],
      },
    ),
    example(
      [
        turn('user', says('Name a bird.', 'messages', 0, 'content')),
        trained(says('An owl.', 'messages', 1, 'content')),
        rejects(says('A bat.', 'rejected_response')),
      ],
      {
        prompt: at('Name a bird.', 'messages', 0, 'content'),
        completions: [at('An owl.', 'messages', 1, 'content')],
        rejected: [at('A bat.', 'rejected_response')],
      },
    ),
    example(
      [
        turn('user', says('Name a bird.', 'instruction'), says('At night.', 'input')),
        trained(says('An owl.', 'chosen')),
        rejects(says('A bat.', 'rejected')),
      ],
      {
        prompt: at('Name a bird.', 'instruction'),
        completions: [at('An owl.', 'chosen')],
        rejected: [at('A bat.', 'rejected')],
      },
    ),
  ],
  kto: [
    example([asksForBird, trained(says('An owl.', 'completion'))], {
      prompt: at('Name a bird.', 'prompt'),
      completions: [at('An owl.', 'completion')],
    }),
    example([asksForBird, rejects(says('A bat.', 'completion'))], {
      prompt: at('Name a bird.', 'prompt'),
      rejected: [at('A bat.', 'completion')],
    }),
    example([turn('user', says('Name a bird.', 'instruction')), trained(says('An owl.', 'output'))], {
      prompt: at('Name a bird.', 'instruction'),
      completions: [at('An owl.', 'output')],
    }),
    example(
      [
        turn('user', says('Name a bird.', 'messages', 0, 'content')),
        turn('assistant', says('A bat.', 'messages', 1, 'content')),
        turn('user', says('Another one.', 'messages', 2, 'content')),
        rejects(says('A moth.', 'messages', 3, 'content')),
      ],
      { prompt: at('Another one.', 'messages', 2, 'content'), rejected: [at('A moth.', 'messages', 3, 'content')] },
    ),
  ],
  distilabel: [
    example(
      [
        turn('system', says('You love owls.', 'distilabel_metadata', 'raw_input_text_generation_0', 0, 'content')),
        turn('user', says('Name a bird.', 'instruction')),
        trained(says('An owl.', 'generation')),
      ],
      {
        systemPrompt: at('You love owls.', 'distilabel_metadata', 'raw_input_text_generation_0', 0, 'content'),
        prompt: at('Name a bird.', 'instruction'),
        completions: [at('An owl.', 'generation')],
        teacher: at('Qwen/Qwen2.5-7B-Instruct', 'model_name'),
      },
    ),
    example(
      [
        turn('user', says('Name a bird.', 'instruction')),
        trained(says('An owl.', 'generations', 0)),
        trained(says('A wren.', 'generations', 1)),
      ],
      {
        prompt: at('Name a bird.', 'instruction'),
        completions: [at('An owl.', 'generations', 0), at('A wren.', 'generations', 1)],
        teacher: at('gemma-2-9b-it, gpt-4o', 'generation_models'),
      },
    ),
  ],
  reasoning: [
    example([asksForSum, trained(says('<think>Two and two.</think>4', 'completion'))], {
      prompt: at('What is 2 + 2?', 'prompt'),
      completions: [at('<think>Two and two.</think>4', 'completion')],
    }),
    example(
      [
        turn('user', says('What is 2 + 2?', 'question')),
        trained(thinks('Two and two.', 'reasoning'), says('4', 'answer')),
      ],
      {
        prompt: at('What is 2 + 2?', 'question'),
        completions: [at('4', 'answer')],
        reasoning: [at('Two and two.', 'reasoning')],
      },
    ),
    example(
      [
        turn('user', says('What is 2 + 2?', 'problem')),
        trained(thinks('Two and two.', 'deepseek_reasoning'), says('4', 'deepseek_solution')),
      ],
      {
        prompt: at('What is 2 + 2?', 'problem'),
        completions: [at('4', 'deepseek_solution')],
        reasoning: [at('Two and two.', 'deepseek_reasoning')],
      },
    ),
    example(
      [
        turn('user', says('What is 2 + 2?', 'messages', 0, 'content')),
        trained(thinks('Two and two.', 'messages', 1, 'reasoning_content'), says('4', 'messages', 1, 'content')),
      ],
      {
        prompt: at('What is 2 + 2?', 'messages', 0, 'content'),
        completions: [at('4', 'messages', 1, 'content')],
        reasoning: [at('Two and two.', 'messages', 1, 'reasoning_content')],
      },
    ),
    example(
      [
        turn('system', says('Think first.', 'system')),
        turn('user', says('What is 2 + 2?', 'conversations', 0, 'value')),
        trained(says('<|begin_of_thought|>Two and two.<|end_of_thought|>4', 'conversations', 1, 'value')),
      ],
      {
        systemPrompt: at('Think first.', 'system'),
        prompt: at('What is 2 + 2?', 'conversations', 0, 'value'),
        completions: [at('<|begin_of_thought|>Two and two.<|end_of_thought|>4', 'conversations', 1, 'value')],
      },
    ),
  ],
  chat: [
    example(
      [
        turn('system', says('You answer in one word.', 'messages', 0, 'content')),
        turn('user', says('Which bird hunts at night?', 'messages', 1, 'content')),
        trained(says('Owls.', 'messages', 2, 'content')),
      ],
      {
        systemPrompt: at('You answer in one word.', 'messages', 0, 'content'),
        prompt: at('Which bird hunts at night?', 'messages', 1, 'content'),
        completions: [at('Owls.', 'messages', 2, 'content')],
      },
    ),
    example(
      [
        turn(
          'user',
          says('What is the weather in ', 'messages', 0, 'content', 0, 'text'),
          says('Oslo?', 'messages', 0, 'content', 1, 'text'),
        ),
        trained(calls('weather', '{"city":"Oslo"}', 'messages', 1, 'tool_calls', 0, 'function', 'arguments')),
        { ...turn('tool', says('snow', 'messages', 2, 'content')), name: 'weather' },
        turn('assistant', says('It snows.', 'messages', 3, 'content')),
        { ...turn('user', says('Look at this.', 'messages', 4, 'content')), name: 'ana' },
        turn(
          'user',
          { kind: 'media', media: 'image', path: ['messages', 5, 'content', 0] },
          says('And this?', 'messages', 5, 'content', 1, 'text'),
        ),
        trained(says('A fjord.', 'messages', 6, 'content')),
      ],
      {
        prompt: at('And this?', 'messages', 5, 'content', 1, 'text'),
        completions: [at('A fjord.', 'messages', 6, 'content')],
      },
    ),
    example(
      [
        turn('user', says('Say hi.', 'messages', 0, 'content', 0, 'value')),
        trained(says('Hi.', 'messages', 1, 'content', 0, 'value')),
      ],
      {
        prompt: at('Say hi.', 'messages', 0, 'content', 0, 'value'),
        completions: [at('Hi.', 'messages', 1, 'content', 0, 'value')],
      },
    ),
  ],
  sharegpt: [
    example(
      [
        turn('system', says('You read instruments.', 'system')),
        turn('user', says('Is it warm?', 'conversations', 0, 'value')),
        trained(calls('thermometer', '{"name": "thermometer", "arguments": {}}', 'conversations', 1, 'value')),
        turn('tool', says('21', 'conversations', 2, 'value')),
        trained(says('Yes, 21 degrees.', 'conversations', 3, 'value')),
      ],
      {
        systemPrompt: at('You read instruments.', 'system'),
        prompt: at('Is it warm?', 'conversations', 0, 'value'),
        completions: [at('Yes, 21 degrees.', 'conversations', 3, 'value')],
      },
    ),
    example(
      [
        turn('user', says('Hello', 'conversation', 0, 'content')),
        trained(says('Good day.', 'conversation', 1, 'content')),
      ],
      {
        prompt: at('Hello', 'conversation', 0, 'content'),
        completions: [at('Good day.', 'conversation', 1, 'content')],
      },
    ),
  ],
  alpaca: [
    example(
      [
        turn('user', says('Sort the numbers.', 'instruction'), says('3 1 2', 'input')),
        trained(says('1 2 3', 'output')),
      ],
      { prompt: at('Sort the numbers.', 'instruction'), completions: [at('1 2 3', 'output')] },
    ),
    example(
      [
        turn('system', says('You translate.', 'system')),
        turn('user', says('What is "Eule" in French?', 'history', 0, 0)),
        trained(says('Hibou.', 'history', 0, 1)),
        turn('user', says('And in English?', 'instruction')),
        trained(says('Owl.', 'output')),
      ],
      {
        systemPrompt: at('You translate.', 'system'),
        prompt: at('And in English?', 'instruction'),
        completions: [at('Hibou.', 'history', 0, 1), at('Owl.', 'output')],
      },
    ),
  ],
  'prompt-completion': [
    example([turn('user', says('Continue: 1, 2, 3', 'prompt')), trained(says('4, 5, 6', 'completion'))], {
      prompt: at('Continue: 1, 2, 3', 'prompt'),
      completions: [at('4, 5, 6', 'completion')],
    }),
    example(
      [
        turn('user', says('Name a colour.', 'prompt', 0, 'content')),
        trained(says('Green.', 'completion', 0, 'content')),
      ],
      { prompt: at('Name a colour.', 'prompt', 0, 'content'), completions: [at('Green.', 'completion', 0, 'content')] },
    ),
    example(
      [turn('user', says('What is 2 + 2?', 'question')), trained(says('Adding two and two gives 4.', 'solution'))],
      { prompt: at('What is 2 + 2?', 'question'), completions: [at('Adding two and two gives 4.', 'solution')] },
    ),
    example(
      [
        turn('user', says('Who wrote it?', 'instruction'), says('The letter is signed by Ada.', 'context')),
        trained(says('Ada.', 'response')),
      ],
      { prompt: at('Who wrote it?', 'instruction'), completions: [at('Ada.', 'response')] },
    ),
  ],
  text: [
    example([{ role: 'text', parts: [says('Owls hunt at night.', 'text')], trained: true }], {
      completions: [at('Owls hunt at night.', 'text')],
    }),
  ],
};
