import { basename } from 'node:path';
import { encodings, type Bundles, type Encoding } from './bundles.ts';
import type { Guard } from './guard.ts';
import { findResource, readTemplate, readTokenizer, type ResourceFile } from './resourceFiles.ts';
import { messageOf } from '../../core/text/messageOf.ts';
import { DatasetError } from '../datasetError.ts';
import {
  builtInTemplates,
  isTemplateError,
  type BuiltInTemplate,
  type ChatTemplate,
  type LanguageDetector,
  type ResourceNames,
  type Resources,
  type Tokenizer,
} from '../../core/trainers/resources.ts';

/** Files that stay open: a plan names few. */
const kept = 8;

/** Finds and opens the templates and tokenizers that checks name; what was opened stays as long as its file does not change. */
export class ResourceLoader {
  readonly #bundles: Bundles;
  readonly #opened = new Map<string, Promise<ChatTemplate | Tokenizer>>();
  #guard: Guard | undefined;

  constructor(bundles: Bundles) {
    this.#bundles = bundles;
  }

  /** Rejects with `DatasetError` where a name is none that is built in and no file, or the file is not what it should be. */
  async load({ template, tokenizer, languages }: ResourceNames, datasetPath: string): Promise<Resources> {
    return {
      ...(template !== undefined && { template: await this.#template(template, datasetPath) }),
      ...(tokenizer !== undefined && { tokenizer: await this.#tokenizer(tokenizer, datasetPath) }),
      ...(languages !== undefined && { languages: await this.#languages() }),
    };
  }

  async #languages(): Promise<LanguageDetector> {
    const { eld } = await this.#bundles.languages();
    return {
      reliably(text) {
        const told = eld.detect(text);
        return told.isReliable() ? told.language : undefined;
      },
    };
  }

  async #template(named: string, datasetPath: string): Promise<ChatTemplate> {
    const { compileTemplate, builtInTexts, guard } = await this.#tools();
    const name = isBuiltIn(named) ? named : undefined;
    if (name !== undefined) {
      return this.#once(`template ${name}`, () =>
        compileTemplate({ ...builtInTexts[name], name, builtIn: name }, guard),
      );
    }
    const file = await findResource(named, 'template', datasetPath);
    return this.#once(keyOf('template', file), async () => {
      const read = await readTemplate(file.path);
      return reading(file, () => compileTemplate({ ...read, name: basename(file.path) }, guard));
    });
  }

  async #tokenizer(named: string, datasetPath: string): Promise<Tokenizer> {
    const encoding = encodings.find(each => each === named);
    if (encoding !== undefined) return this.#once(`tokenizer ${encoding}`, () => this.#encoding(encoding));
    const { openTokenizer, guard } = await this.#tools();
    const file = await findResource(named, 'tokenizer', datasetPath);
    return this.#once(keyOf('tokenizer', file), async () => {
      const { tokenizer, config } = await readTokenizer(file.path);
      return reading(file, () => openTokenizer(basename(file.path), tokenizer, config, guard));
    });
  }

  async #encoding(name: Encoding): Promise<Tokenizer> {
    const { countTokens } = await this.#bundles.encoding(name);
    // Text that looks like a special token is text: it stands in a row.
    const options = { disallowedSpecial: new Set<string>() };
    return { name, knowsSpecialTokens: false, count: text => countTokens(text, options) };
  }

  async #tools() {
    const bundle = await this.#bundles.trainer();
    this.#guard ??= bundle.createGuard();
    return { ...bundle, guard: this.#guard };
  }

  /** Opens what is not open yet; what cannot be opened is tried again. */
  async #once<Opened extends ChatTemplate | Tokenizer>(
    key: string,
    open: () => Opened | Promise<Opened>,
  ): Promise<Opened> {
    const known = this.#opened.get(key);
    // A key says what kind of thing it opens.
    if (known !== undefined) return known as Promise<Opened>;
    const opening = Promise.resolve().then(open);
    this.#opened.set(key, opening);
    const [oldest] = this.#opened.keys();
    if (this.#opened.size > kept && oldest !== undefined) this.#opened.delete(oldest);
    try {
      return await opening;
    } catch (error) {
      this.#opened.delete(key);
      throw error;
    }
  }
}

function isBuiltIn(name: string): name is BuiltInTemplate {
  return builtInTemplates.some(known => known === name);
}

function keyOf(kind: string, { path, version }: ResourceFile): string {
  return `${kind} ${version} ${path}`;
}

/** Opens what a file holds; what it holds and is not usable is the file’s fault. */
function reading<Opened>({ path }: ResourceFile, open: () => Opened): Opened {
  try {
    return open();
  } catch (error) {
    const why = messageOf(error);
    const kind = isTemplateError(error) ? 'chat template' : 'tokenizer';
    throw new DatasetError('corrupt', `${path} cannot be used as a ${kind}: ${why}. Fetch it again, or name another.`, {
      cause: error,
    });
  }
}
