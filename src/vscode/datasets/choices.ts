import { access } from 'node:fs/promises';
import type { Memento } from 'vscode';
import { checks } from '../../core/checks/registry.ts';
import { resolveOptions } from '../../core/checks/resolveOptions.ts';
import { withTraits } from '../../core/checks/withTraits.ts';
import type { Dataset } from './dataset.ts';
import type { PanelOverride } from './planning.ts';

/** What the user chose for a dataset and no recipe holds. */
interface Choices {
  readonly path: string;
  readonly control?: string;
  readonly panel: readonly (readonly [check: string, PanelOverride])[];
}

const key = 'choices';
/** Datasets whose choices are kept; those that were chosen for longest ago go first. */
const most = 100;

/**
 * Keeps in the workspace which control a dataset is compared with and what was set in the panel, so that its checks come to the same
 * once the window, or the dataset, is opened anew: what they came to is not kept, the file may have changed.
 */
export class KeptChoices {
  readonly #memento: Pick<Memento, 'get' | 'update'>;

  constructor(memento: Pick<Memento, 'get' | 'update'>) {
    this.#memento = memento;
  }

  /** Chooses for a dataset that was just opened what was chosen last, and keeps from then on what is. */
  async follow(dataset: Dataset): Promise<void> {
    const { path } = dataset.engine;
    const kept = this.#all.find(each => each.path === path);
    if (kept) await choose(dataset, kept);
    // Ends with the dataset, whose event it is.
    dataset.onDidChange(change => {
      if (change === 'plan') void this.#keep({ path, ...chosenFor(dataset) });
    });
  }

  /** Forgets every choice but those for the datasets at these paths. */
  async forgetAllBut(paths: readonly string[]): Promise<void> {
    await this.#memento.update(
      key,
      this.#all.filter(({ path }) => paths.includes(path)),
    );
  }

  get #all(): readonly Choices[] {
    return this.#memento.get<readonly Choices[]>(key) ?? [];
  }

  async #keep(choices: Choices): Promise<void> {
    const all = this.#all;
    const others = all.filter(({ path }) => path !== choices.path);
    const isAny = choices.control !== undefined || choices.panel.length > 0;
    if (!isAny && others.length === all.length) return;
    await this.#memento.update(key, [...others, ...(isAny ? [choices] : [])].slice(-most));
  }
}

function chosenFor({ control, panel }: Dataset): Omit<Choices, 'path'> {
  return { ...(control !== undefined && { control }), panel: [...panel] };
}

/** As far as it still can be: a control that is gone, and options that a check does not take, would let no check run. */
async function choose(dataset: Dataset, { control, panel }: Choices): Promise<void> {
  const isThere =
    control !== undefined &&
    (await access(control).then(
      () => true,
      () => false,
    ));
  if (isThere) dataset.setControl(control);
  const declared = withTraits(checks, (await dataset.plan()).plan?.traits);
  for (const [id, override] of panel) {
    const options = declared.find(check => check.id === id)?.options;
    if (options && resolveOptions(options, override.options).problems.length === 0) dataset.setOverride(id, override);
  }
}
