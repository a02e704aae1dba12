import os from 'node:os';

export type Settings = Record<string, string>;

const smallMachine = 2 * 1024 ** 3;

/** No TCP; no parallel workers and no JIT, which would take the cores that calls need. */
export function serverSettings(sockets: string, overrides: Settings = {}): Settings {
  return {
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    max_connections: '50',
    shared_buffers: os.totalmem() < smallMachine ? '64MB' : '128MB',
    max_parallel_workers_per_gather: '0',
    jit: 'off',
    wal_level: 'logical',
    max_wal_size: '512MB',
    gin_pending_list_limit: '256kB',
    log_line_prefix: '',
    log_checkpoints: 'off',
    // Messages of failed statements would carry people's data; the client gets them anyway.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    ...overrides,
  };
}

/** For tests only: a crash of the machine may corrupt such a cluster. */
export const unsafeButFast: Settings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '200',
};

export const asArguments = (settings: Settings): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
