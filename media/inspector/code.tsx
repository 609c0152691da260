import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import type { ComponentChildren } from 'preact';

const languages = { bash, cpp, go, java, javascript, json, python, rust, sql, typescript, xml, yaml };
const highlighter = createHighlighter();

/** Some 5 ms of work; longer code is read, not admired. */
const longest = 20_000;

/** A block of code in colour where its language is known. */
export function renderCode(code: string, language: string): ComponentChildren {
  if (code.length > longest || !highlighter.getLanguage(language)) return code;
  const { value } = highlighter.highlight(code, { language, ignoreIllegals: true });
  // The highlighter escapes all text; its markup is spans with a class.
  return <span dangerouslySetInnerHTML={{ __html: value }} />;
}

function createHighlighter(): typeof hljs {
  const instance = hljs.newInstance();
  for (const [name, language] of Object.entries(languages)) instance.registerLanguage(name, language);
  instance.registerAliases('c', { languageName: 'cpp' });
  return instance;
}
