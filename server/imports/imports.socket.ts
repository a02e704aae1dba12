import { type Commands, handle } from '#server/signaling/bind.ts';
import * as contract from '#shared/contract/imports.ts';
import type { Imports } from './imports.service.ts';

const options = { scope: 'admin' } as const;

export function registerImports(commands: Commands, imports: Imports): void {
  handle(commands, contract.listImports, (actor) => imports.list(actor), options);
  handle(commands, contract.previewImport, imports.preview, options);
  handle(commands, contract.startImport, imports.start, options);
  handle(commands, contract.cancelImport, imports.cancel, options);
  handle(commands, contract.undoImport, imports.undo, options);
  handle(commands, contract.listImportProblems, imports.problems, options);
}
