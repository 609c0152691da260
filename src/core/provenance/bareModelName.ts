const routes = /^(?:models|openai|azure|anthropic|bedrock|google|vertex_ai|gemini|us|eu|apac|global)[/.](?=.)/;

/**
 * A model's name in lower case without organisation, provider, `ft:` and version suffix of a cloud, to be matched against the
 * patterns of tables: `us.anthropic.claude-3-haiku-20240307-v1:0` → `claude-3-haiku-20240307`. For matching only: two models
 * may share a bare name.
 */
export function bareModelName(name: string): string {
  let bare = name.trim().toLowerCase();
  for (let route = routes.exec(bare); route !== null; route = routes.exec(bare)) bare = bare.slice(route[0].length);
  if (bare.startsWith('ft:')) bare = bare.slice(3).split(':', 1)[0] ?? '';
  bare = bare.slice(bare.lastIndexOf('/') + 1);
  return bare
    .replace(/-v\d+:\d+$/, '')
    .replace(/^meta-(?=llama)/, '')
    .replace(/^meta\.(?=llama)/, '')
    .replaceAll('_', '-');
}

/** Whether a name is that of a fine-tuned model at a provider: `ft:gpt-4.1-nano-2025-04-14:acme::A1`. */
export function isFineTuned(name: string): boolean {
  return /^(?:openai\/)?ft:/i.test(name.trim());
}
