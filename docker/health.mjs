/** The image's health check: whether the process in this container answers. What it waits for is in /readyz. */
import http from 'node:http';
import https from 'node:https';

const { ENTENTE_PORT: port = '3000', ENTENTE_TLS: tls = 'off', ENTENTE_TLS_CERT: certificate } = process.env;
const secure = Boolean(certificate) || tls !== 'off';

// The certificate is made for the name people use, not for this loop.
const options = { host: '127.0.0.1', port, path: '/healthz', timeout: 4_000, rejectUnauthorized: false };

const request = (secure ? https : http).get(options, (response) => {
  process.exit(response.statusCode === 200 ? 0 : 1);
});
request.on('timeout', () => process.exit(1));
request.on('error', () => process.exit(1));
