/** `chat`: chat completions, which every OpenAI-compatible server has; `decisions`: OpenAI's Decisions API, for rubrics that can be asked as one statement. */
export const judgeApis = ['chat', 'decisions'] as const;
export type JudgeApi = (typeof judgeApis)[number];
