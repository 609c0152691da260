// Loaded by a worker thread when tokens of OpenAI's older models are counted.
export { countTokens } from 'gpt-tokenizer/encoding/cl100k_base';
