/** Words that tell a writer's habits and not the subject. After Mosteller and Wallace 1963, J. Am. Stat. Assoc. 58:275–309, with a few more. */
export const functionWords: ReadonlySet<string> = new Set(
  (
    'a about above after again all also although always am an and another any are as at be because been before being below ' +
    'between both but by can cannot could did do does doing down during each either else even ever every few for from ' +
    'further had has have having he her here hers him his how however i if in instead into is it its itself just least less ' +
    'let like many may me might mine more most much must my neither never no nor not now of off often on once one only or ' +
    'other our ours out over own perhaps quite rather same shall she should since so some something still such than that the ' +
    'their them then there therefore these they this those though through thus to too toward under until up upon us very was ' +
    'we well were what when where whether which while who whom whose why will with within without would yet you your yours'
  ).split(' '),
);
