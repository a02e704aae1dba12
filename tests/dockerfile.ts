/** One instruction as it is written, with its continuation lines joined: `RUN`, `apt-get update && …`. */
export type Instruction = { name: string; text: string };
export type Stage = { base: string; name: string | undefined; instructions: Instruction[] };

/** The stages of a Dockerfile. */
export function parseDockerfile(source: string): Stage[] {
  const stages: Stage[] = [];
  for (const { name, text } of instructionsOf(source)) {
    if (name === 'FROM') {
      const [base = '', , alias] = text.split(/\s+/);
      stages.push({ base, name: alias, instructions: [] });
    } else stages.at(-1)?.instructions.push({ name, text });
  }
  return stages;
}

function instructionsOf(source: string): Instruction[] {
  const lines = source.split('\n').filter((line) => !/^\s*#/.test(line));
  const logical = lines
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n');
  return logical
    .filter((line) => line.trim())
    .map((line) => {
      const [, name = '', text = ''] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? [];
      return { name, text };
    });
}

/** `--from=build /a ./b` -> its options, its sources and its target. */
export function parseCopy(text: string): { from: string | undefined; sources: string[]; target: string } {
  const words = text.split(/\s+/);
  const options = words.filter((word) => word.startsWith('--'));
  const paths = words.filter((word) => !word.startsWith('--'));
  const unknown = options.filter((option) => !option.startsWith('--from='));
  if (unknown.length > 0) throw new Error(`COPY with ${unknown.join(' ')} is not known to this reader`);
  return {
    from: options[0]?.slice('--from='.length),
    sources: paths.slice(0, -1),
    target: paths.at(-1) ?? '',
  };
}

/** `A=1 B="two words"`. */
export const parsePairs = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/([\w.]+)=("([^"]*)"|\S+)/g)].map(([, name, bare, quoted]) => [name, quoted ?? bare]),
  );

/** `["tini", "--"]`, the only form our image uses. */
export const parseList = (text: string): string[] => JSON.parse(text) as string[];
