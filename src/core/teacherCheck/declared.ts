import { resolveModel } from '../provenance/lineage/resolve.ts';

/** The label that names the one teacher a dataset is said to have; nothing where none does or several do. */
export function declaredLabel(teachers: readonly string[], labels: readonly string[]): string | undefined {
  const named = new Set(teachers.flatMap(teacher => labels.find(label => sameModel(label, teacher)) ?? []));
  const [label] = named;
  const everyTeacherIsIt = label !== undefined && teachers.every(teacher => sameModel(label, teacher));
  return everyTeacherIsIt ? label : undefined;
}

function sameModel(label: string, teacher: string): boolean {
  if (label.trim().toLowerCase() === teacher.trim().toLowerCase()) return true;
  const id = resolveModel(label).id;
  return id !== undefined && id === resolveModel(teacher).id;
}
