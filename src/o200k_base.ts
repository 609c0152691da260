// Loaded by a worker thread when tokens of OpenAI's models are counted.
export { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
