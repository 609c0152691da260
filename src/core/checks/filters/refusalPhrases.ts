// After the refusal strings of Zou et al. 2023 (https://github.com/llm-attacks/llm-attacks, `test_prefixes`) and the phrases that
// WizardLM_evol_instruct_V2_196k_unfiltered_merged_split and ShareGPT_Vicuna_unfiltered were cleaned of.
const apostrophe = "['’ʼ]";
const sorry = String.raw`(?:(?:I${apostrophe}m|I am|We${apostrophe}re|We are) (?:(?:very|really|so|truly|deeply|terribly) )?sorry|(?:My )?(?:sincere )?apologies|I (?:(?:do|sincerely|must) )?apologi[sz]e|(?:So |Very )?sorry|Unfortunately|Regrettably)(?: for (?:any|the) (?:inconvenience|confusion))?(?:[,;:.!\u2014-]| but| however|,? and)*\s+(?:(?:but|however|and),?\s+)?`;
const asMachine = String.raw`(?:as an? (?:responsible |helpful |ethical )?(?:AI|artificial intelligence|(?:large )?language model|assistant)(?: (?:language )?(?:model|assistant|system))?(?: (?:developed|created|trained|made) by \w+)?,?\s+)?`;
const cannot = (who: string): string =>
  String.raw`(?:${who}) (?:(?:really|just|simply|unfortunately|do not think I|don${apostrophe}t think I) )?(?:cannot|can not|can${apostrophe}t|won${apostrophe}t|will not|(?:am|are) (?:not able|unable|not comfortable)|must decline|have to decline)|(?:I${apostrophe}m|I am|We${apostrophe}re) (?:not able|unable|not comfortable|not going)`;
const deeds = String.raw`(?:assist|help you|help with|comply|fulfil+|support|engage|participate|provide|generate|create|write|produce|share|give you|offer|do (?:that|this|so|it)|answer|respond|discuss|complete|continue|process|access|browse|facilitate|promote|condone|endorse|encourage|accommodate|satisfy|recommend (?:any )?(?:illegal|harmful))\b`;
const end = String.raw`(?:[.!]|$)`;

/** An answer that opens by refusing; white space and an opening "Hello" may stand before it. */
export const refusals = new RegExp(
  String.raw`^\s*(?:${sorry}${asMachine}(?:${cannot('I|we')})(?:\s+(?:to\s+)?(?:\w+ly\s+)?${deeds}|\s*${end})|${asMachine}(?:${cannot('I')})(?:\s+to)?\s+(?:\w+ly\s+)?(?:assist|help you with|help with that|help with this|comply|fulfil+|engage in|participate|condone|endorse|promote|(?:provide|generate|create|write|produce|share|give you|offer|discuss|facilitate|support)\b|do (?:that|this|so)\b|(?:answer|respond to|complete|process|continue with|accommodate) (?:that|this|your)\b))`,
  'iu',
);

/** A sentence in which a model speaks of itself, at its opening; the phrase is the match's only group, and ends it. */
export const boilerplate = new RegExp(
  String.raw`(?:^|[.!?:;,\n]\s*|\bbut\s+)(as an? (?:AI|artificial intelligence)(?: (?:language )?model| assistant| chatbot)?(?: (?:developed|created|trained|made) by \w+)?\s*(?:,|I\b)|as an? (?:large )?language model\b|I${apostrophe}m (?:just |only )?an? (?:AI|(?:large )?language model)\b|I am (?:just |only )?an? (?:AI|(?:large )?language model)\b|as of my (?:last |latest )?(?:knowledge|training)(?: data)? (?:cut-?off|update)|my (?:knowledge|training data) (?:cut-?off|only goes|goes up to)|(?:I (?:was|am) |I${apostrophe}m )(?:trained|created|developed|made) by (?:OpenAI|Anthropic|Google|Meta|Alibaba|DeepSeek|Mistral))`,
  'iu',
);
