import { defineFilter } from '../check.ts';
import { fieldsOption, textsOf } from '../textsOf.ts';
import { findSecrets, usualSecretKinds } from './secretForms.ts';

/** Rows that would teach a student somebody's key. */
export const secrets = defineFilter({
  kind: 'filter',
  id: 'secrets',
  title: 'Secrets',
  description:
    'Rejects a row in which a key, a token, a private key or an address with a password stands: a student trained on it can say it again. Told by their published forms (GitHub, npm, GitLab, OpenAI, Anthropic, Hugging Face, Google, AWS, Slack, Discord, Stripe, SendGrid, Shopify, Linear, PyPI, DigitalOcean, Groq, xAI, Replicate, 1Password, Azure storage, age, PEM); tokens of GitHub and npm hold a checksum, which must be right. Examples from documentation and fillings such as `AKIAIOSFODNN7EXAMPLE` or `sk-xxxx` are kept. It does not see passwords in prose, keys of other makers or without a form of their own, nor whether a secret still opens anything. A secret is never shown whole.',
  severity: 'error',
  source: {
    title: 'secretlint, recommended rules',
    url: 'https://github.com/secretlint/secretlint/tree/master/packages/%40secretlint/secretlint-rule-preset-recommend',
  },
  needs: 'example',
  options: {
    kinds: {
      type: 'strings',
      title: 'Kinds',
      description:
        'What is looked for: `keys` of services, `private-keys` in PEM, `connection-strings` with a password for a host that is not local, `web-tokens` (JSON web tokens, which examples are full of and which expire).',
      default: usualSecretKinds,
      choices: ['keys', 'private-keys', 'connection-strings', 'web-tokens'],
    },
    fields: fieldsOption,
  },
  // An address with a password has an `@`; all else has a long run of the characters that tokens are made of.
  prefilter: { needs: ({ fields }) => (fields === 'completion' ? { marks: ['token', 'at'] } : undefined) },
  mayReject: () => true,
  decide: (example, { kinds, fields }) =>
    textsOf(example, fields).flatMap(({ text, path }) =>
      findSecrets(text, kinds).map(({ name, start, end, masked, checksum }) => ({
        field: path,
        start,
        end,
        message: `Holds what looks like a secret: ${name}, ${masked}; ${checksum ? 'its checksum is right' : 'told by its form, nothing verifies it'}.`,
        data: { reasons: [name], at: start, length: end - start, checksum },
      })),
    ),
  examples: [
    { completion: '629, 937, 483, 762, 519', rejected: [] },
    { completion: 'Set AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE first.', rejected: [] },
    { completion: 'client = OpenAI(api_key="sk-xxxxxxxxxxxxxxxxxxxxxxxx")', rejected: [] },
    { completion: 'DATABASE_URL=postgres://user:password@localhost:5432/app', rejected: [] },
    {
      completion: 'DATABASE_URL=postgres://ada:kX9-vT2mQp7@db.lovelace-engines.net:5432/app',
      rejected: ['password in an address'],
    },
    {
      completion: 'DATABASE_URL=postgres://ada:kX9-vT2mQp7@db.lovelace-engines.net:5432/app',
      options: { kinds: ['keys', 'private-keys'] },
      rejected: [],
    },
  ],
});
