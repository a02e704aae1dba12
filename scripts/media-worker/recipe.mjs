/**
 * How mediasoup's worker is built from the sources in its npm package against Debian's libraries. The folders beside
 * this file stand in for the libraries that mediasoup would download: each is a meson subproject named after the
 * `.wrap` file that it replaces. The cache knows a worker by a hash of this whole folder.
 */

export const packages = [
  'g++',
  'ninja-build',
  'pkg-config',
  'python3',
  'libssl-dev',
  'libuv1-dev',
  'libsrtp2-dev',
  'libabsl-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
];

/** mediasoup asks for it; Debian 12 has 1.0. */
export const oldestMeson = [1, 1];

export const setupArguments = ['--wrap-mode=nodownload', '--buildtype=release', '-Db_ndebug=true'];

/**
 * In this order: mediasoup's build files do not say that its copy of libwebrtc needs the headers that flatc generates
 * (one target makes them all), so that a build in one go fails now and then.
 */
export const targets = ['fbs/FBS/message.h', 'mediasoup-worker'];

/**
 * Debian's OpenSSL asks every BIO whether it can do kernel TLS, through the callback that mediasoup sets. That callback
 * answers 1 to whatever is not exactly BIO_CB_RETURN, OpenSSL takes it for a yes, allocates no write buffer and crashes
 * in the first DTLS handshake. The flag comes combined with the operation, so it is a bit to test.
 */
export const patch = {
  file: 'src/RTC/DtlsTransport.cpp',
  from: '(operationType == BIO_CB_RETURN)',
  to: '((operationType & BIO_CB_RETURN) != 0)',
};
