// The licences of everything that the bundles hold, for the package.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './files.mjs';

/** The text that a package names by its identifier when it brings none. @param {string} holder */
const mit = holder => `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Of packages that name the MIT licence and bring no text of it. */
const holders = new Map([
  ['@cfworker/json-schema', 'Jeremy Danyow'],
  ['onnxruntime-common', 'Microsoft Corporation'],
  ['onnxruntime-web', 'Microsoft Corporation'],
]);

/** What the sources hold that others wrote. The text of the Apache License stands in openai's notice. */
const copied = `Texts of other projects

Chat templates (src/core/trainers/templates), unchanged: of TRL, Copyright 2020-2026 The HuggingFace Team, and of Axolotl, both under the Apache License 2.0, whose text stands below under openai. TRL ships the templates of Qwen2.5 and Qwen3 (Alibaba Cloud, Apache License 2.0) and of Llama 3 (Meta) as the models have them.

Prompts, questions and constants of the study on subliminal learning (Cloud et al. 2025): https://github.com/MinhxLe/subliminal-learning, under the MIT licence.

Look-alike characters: Unicode's confusables.txt, © Unicode, Inc., under the terms of https://www.unicode.org/license.txt.`;

/** A notice of each package among the bundles' inputs. Fails for one whose licence has no text. @param {Iterable<string>} inputs */
export function notices(inputs) {
  const folders = new Set([...inputs].flatMap(input => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  return [copied, ...[...folders].sort().map(noticeOf)].join(`\n\n${'─'.repeat(80)}\n\n`);
}

/** @param {string} folder */
function noticeOf(folder) {
  const at = path.join(root, folder);
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(at, 'package.json'), 'utf8'));
  const files = fs.readdirSync(at).filter(file => /^(licen[cs]e|notice|copying)/i.test(file));
  const holder = holders.get(name);
  if (files.length === 0 && !(holder && license === 'MIT'))
    throw new Error(`${name} (${license}) brings no licence text.`);
  const texts = holder ? [mit(holder)] : files.map(file => fs.readFileSync(path.join(at, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}
