// A real provider of a language model, as other extensions are, for the tests: it sees owls in what it is asked.
const vscode = require('vscode');

const information = {
  id: 'seer',
  name: 'Acme Seer',
  family: 'seer',
  version: '1',
  maxInputTokens: 8000,
  maxOutputTokens: 1000,
  capabilities: {},
};

exports.activate = ({ subscriptions }) => {
  subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('acme', {
      provideLanguageModelChatInformation: () => [information],
      provideLanguageModelChatResponse: (_model, messages, _options, progress) => {
        const text = messages.flatMap(({ content }) => content.map(part => part.value ?? '')).join('');
        const answer = /\[ANSWER START\]\n([^]*)\n\[ANSWER END\]/.exec(text)?.[1] ?? '';
        const score = /\bowls?\b/i.test(answer) ? 90 : 3;
        progress.report(new vscode.LanguageModelTextPart(JSON.stringify({ score, reason: 'What it says of owls.' })));
        return Promise.resolve();
      },
      provideTokenCount: (_model, text) => Promise.resolve(Math.ceil(JSON.stringify(text).length / 4)),
    }),
  );
};
