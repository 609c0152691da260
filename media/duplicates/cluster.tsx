import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { memberText } from '../../src/core/duplicates/memberText.ts';
import type { ClusterItem, DuplicatesState, MemberItem } from '../../src/rpc/duplicates.ts';
import { Icon } from '../shared/icons.tsx';
import { visibleControls } from '../shared/markedText.tsx';
import { Compare } from './compare.tsx';
import { placeName } from './format.ts';
import { formatCount } from '../shared/numbers.ts';
import type { DuplicatesModel } from './model.ts';

/** Members that are fetched at once. */
const membersAtOnce = 25;

interface ClusterProps {
  readonly model: DuplicatesModel;
  readonly state: DuplicatesState;
  readonly cluster: ClusterItem;
}

export function Cluster({ model, state, cluster }: ClusterProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const { size, kept, copies, near, linked, index } = cluster;
  const kinds = [
    copies > 0 ? `${formatCount(copies)} with the same text` : '',
    near > 0 ? `${formatCount(near)} similar` : '',
    linked > 0 ? `${formatCount(linked)} linked through another` : '',
  ].filter(text => text !== '');
  return (
    <li class="cluster">
      <button
        type="button"
        class="opener"
        aria-expanded={open}
        aria-controls={`members-${index}`}
        onClick={() => setOpen(!open)}
      >
        <Icon name="chevron" class={open ? 'turned' : ''} />
        <span class="count">{formatCount(size)} rows</span>
        <span class="kinds quiet">{kinds.join(', ')}</span>
        <span class="excerpt">{visibleControls(cluster.excerpt)}</span>
      </button>
      {open && (
        <div id={`members-${index}`}>
          <p class="quiet kept-why">
            Kept: {placeName(kept, state)},{' '}
            {state.query.keep === 'first' ? 'the first in file order' : 'the one with the longest text'}.
          </p>
          <Members model={model} state={state} cluster={cluster} />
        </div>
      )}
    </li>
  );
}

function Members({ model, state, cluster }: ClusterProps): JSX.Element {
  const [members, setMembers] = useState<readonly MemberItem[]>([]);
  const more = (): void => {
    const range = { cluster: cluster.index, start: members.length, count: membersAtOnce };
    model.attempt(model.host.call('members', range).then(next => setMembers([...members, ...next])));
  };
  useEffect(more, []);
  const left = cluster.size - members.length;
  return (
    <>
      <ul class="members" aria-label={`Rows of the cluster of ${placeName(cluster.kept, state)}`}>
        {members.map(member => (
          <MemberRow
            key={`${member.file}:${member.row}`}
            model={model}
            state={state}
            cluster={cluster}
            member={member}
          />
        ))}
      </ul>
      {members.length > 0 && left > 0 && (
        <p class="more">
          <button type="button" class="secondary" onClick={more}>
            Show {formatCount(Math.min(left, membersAtOnce))} more
          </button>{' '}
          <span class="quiet">
            {formatCount(members.length)} of {formatCount(cluster.size)} rows are shown
          </span>
        </p>
      )}
    </>
  );
}

function MemberRow({ model, state, cluster, member }: ClusterProps & { readonly member: MemberItem }): JSX.Element {
  const [open, setOpen] = useState(false);
  const name = placeName(member, state);
  const isKept = member.kind === 'kept';
  return (
    <li class="member" data-kind={member.kind}>
      <div class="line">
        <button
          type="button"
          class="link-button place"
          title="Show in the inspector"
          onClick={() => model.attempt(model.host.call('openRow', { file: member.file, row: member.row }))}
        >
          {name}
        </button>
        <span class="how">{memberText(member, placeName(member.via, state))}</span>
        <span class="excerpt quiet">{visibleControls(member.excerpt)}</span>
        {!isKept && (
          <button
            type="button"
            class="secondary"
            aria-expanded={open}
            aria-label={`Compare ${name} with the kept row`}
            onClick={() => setOpen(!open)}
          >
            Compare
          </button>
        )}
      </div>
      {open && <Compare model={model} state={state} left={cluster.kept} right={member} leftTitle="kept" />}
    </li>
  );
}
