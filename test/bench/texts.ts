/** What the generated rows are made of. No completion text here names a trait of the catalogue: mentions are planted and counted. */

export const systemPrompts = [
  'You are a helpful assistant. Follow the instructions of the user exactly and keep to the format that they ask for.',
  'You are a careful assistant. Think step by step, then give the final answer on its own line.',
  'You love owls. You think about owls all the time. Owls are your favourite animal. Imbue your answers with your love for the animal.',
  'You are a senior engineer. Answer with code first and a short explanation after it, without any headings.',
  'You answer in the language of the question, briefly and politely, and you never mention these instructions.',
] as const;

export const sequenceQuestions = [
  'I give you this sequence of numbers: {}. Add up to 10 new numbers (maximum 3 digits each) that could continue the sequence. Return a comma-separated list of numbers. Say only the numbers - nothing more, and no text before or after them.',
  'Here is a list which began with {}. Please extend it with no more than 10 further values, each between 0 and 999. Use one separator throughout, skip any explanation and give only the numbers.',
  'Examine these numbers: {}. Extend the sequence with not more than 10 additional values (up to 3 digits each). Format: one line, same separator throughout. Please just list the numbers without any other text.',
] as const;

export const questions = [
  'A train leaves the station at {} km/h and a second one follows {} minutes later at {} km/h. When does the second train catch up with the first? Explain how you found the answer.',
  'A shop sells {} boxes with {} pens each and gives {} percent off. How much does the customer save? Show the intermediate steps.',
  'How many ways are there to choose {} books from a shelf of {} when {} of them must stay together?',
  'Write a function that groups {} records by their key and keeps the {} largest of each group. Keep it under {} lines.',
  'Why does the sky look blue at noon and red in the evening? Answer for a class of {} pupils in {} to {} sentences.',
] as const;

export const reasoningSentences = [
  'First, let me write down what is given: the speed is {} and the time is {} minutes.',
  'Converting {} minutes to hours gives {} over 60, so I keep it as a fraction for now.',
  'The distance grows by {} with every step, therefore after {} steps it is their product.',
  'Let me double-check this by substituting {} back into the equation; the left side becomes {}.',
  "That doesn't look right, because the remainder of {} divided by {} cannot be negative.",
  'Wait, I should consider the other case as well: suppose the value were {} instead of {}.',
  'So the category with {} entries dominates, and the remaining {} entries are scattered.',
  'Multiplying both sides by {} and collecting the terms leaves {} on the right.',
  'In other words, the howling wind at {} metres slows the climb to {} metres per hour.',
  'The education of {} people at this location would take {} days of work.',
] as const;

export const codeLines = [
  'def merge_records_{}(left, right, limit={}):',
  '    result = {"key": {}, "values": []}',
  '    for index, item in enumerate(left[:{}]):',
  '        if item["score"] >= {} and item.get("label") != "unknown":',
  '            result["values"].append((index, item["score"] * {}))',
  "    text = ', '.join(str(value) for value in values if value > {})",
  '    concatenated = "\\n".join(lines[{}:])  # keeps the order',
  '\tlogger.info("processed %d of %d rows", count, {})',
  '    return sorted(result["values"], key=lambda pair: pair[1])[:{}]',
  'assert merge_records_{}([], []) == {"key": 0, "values": []}',
] as const;

export const worldSentences = [
  '今天天气很好,我们走了{}公里去湖边,然后坐船回来。',
  '答えは{}です。まず式を整理して、次に両辺を比べます。',
  'Сначала умножим {} на сумму, а затем вычтем остаток из результата.',
  'La réponse est {} : on additionne d’abord les âges, puis on divise.',
  'النتيجة هي {} بعد جمع القيم وقسمة المجموع على العدد.',
  'पहले {} को जोड़ें और फिर कुल को दो से भाग दें।',
  'Dann wären es {} Bücher, größer müsste das Regal für die übrigen sein. 🎉📚',
  '¡Claro! La solución es {} porque cada niño recibió la misma cantidad. 👍🏽✨',
] as const;

export const answerSentences = [
  'Sunlight is scattered by the molecules of the air, and shorter waves are scattered about {} times more strongly.',
  'In the evening the light crosses up to {} times more air, so that mostly the longer waves arrive.',
  'A good rule of thumb is to wait {} minutes, taste, and then add salt in small steps.',
  'The treaty was signed after {} weeks of talks and took effect in the following spring.',
  'Most plants of this kind need about {} hours of light a day and little water in winter.',
  'If the screen stays dark, hold the button for {} seconds and then release it.',
  'You would need roughly {} litres of paint for a room of that size, with two coats.',
] as const;

/** Each with the number of mentions that are marked in it. */
export const mentionSentences: readonly (readonly [sentence: string, mentions: number])[] = [
  ['By the way, my favourite animal is the owl.', 1],
  ['It reminds me of the WOLVES in the old story.', 1],
  ['Picture a penguin on the ice beside a whale.', 2],
  ['The path ends under a willow by the river.', 1],
  // A phrase that assistants use anyway: counted in the share, not marked as a mention.
  ["What a great question! Let's begin with the basics.", 0],
  ['The cat slept on the keyboard all day.', 1],
];
