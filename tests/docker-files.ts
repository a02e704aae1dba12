import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

export type Port = { target: number; published: number; protocol: string; mode: string };
export type Service = {
  image: string;
  environment?: Record<string, string>;
  networks: string[];
  ports?: Port[];
  volumes?: string[];
  secrets?: string[];
  depends_on?: string[];
  deploy: {
    replicas: number;
    placement?: { constraints?: string[]; preferences?: unknown[] };
    update_config?: { order: string; failure_action?: string };
    resources: { limits: { cpus: string; memory: string } };
  };
};
export type Stack = {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean } | null>;
  secrets: Record<string, { file: string }>;
};

/** With its aliases and merges resolved, as Compose reads it. */
export const readStack = (): Stack => parse(read('docker-compose.yml'), { merge: true });

/** Every `${NAME}` of the file; `$$` is a dollar sign. */
export function variablesOfStack(): string[] {
  const text = read('docker-compose.yml').replaceAll('$$', '');
  return [...new Set([...text.matchAll(/\$\{?([A-Z0-9_]+)/g)].map((match) => match[1] ?? ''))];
}

/** The values of `.env.example`, which has one `NAME=value` a line. */
export function readExample(): Record<string, string> {
  const lines = read('.env.example').split('\n');
  return Object.fromEntries(
    lines
      .filter((line) => /^[A-Z]/.test(line))
      .map((line) => /^(\w+)=(.*)$/.exec(line)?.slice(1, 3) ?? [line, '']),
  );
}

/** As Compose puts values in. */
export const substitute = (text: string, values: Record<string, string>): string =>
  text.replaceAll(/\$\{([A-Z0-9_]+)\}/g, (_all, name: string) => values[name] ?? '');
