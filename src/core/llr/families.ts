/** Candidates that mean the same: `owl` and `barn owl`. The first name is the family's. */
export type Families = Readonly<Record<string, readonly string[]>>;

/** By candidate, the name of its family; a candidate of no family is one of its own. */
export function familyNames(candidates: readonly string[], families: Families): readonly string[] {
  return candidates.map(
    candidate => Object.entries(families).find(([, members]) => members.includes(candidate))?.[0] ?? candidate,
  );
}

/** What is wrong with families for these candidates, for people. */
export function familiesFault(candidates: readonly string[], families: Families): string | undefined {
  const seen = new Map<string, string>();
  for (const [family, members] of Object.entries(families)) {
    for (const member of members) {
      const other = seen.get(member);
      if (other !== undefined) return `${member} stands in two families, ${other} and ${family}.`;
      if (!candidates.includes(member)) {
        return `The family ${family} names ${member}, which is no candidate: ${candidates.join(', ')} are.`;
      }
      seen.set(member, family);
    }
  }
  const names = Object.keys(families);
  const taken = names.find(name => candidates.includes(name) && seen.get(name) !== name);
  return taken === undefined ? undefined : `The family ${taken} has the name of a candidate that is not in it.`;
}
