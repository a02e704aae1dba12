/**
 * Proves that a worker and the JavaScript side belong together: a worker of another version answers nothing, for ever.
 * Run by the project's Node with MEDIASOUP_WORKER_BIN set and a time limit.
 */
import { createWorker } from 'mediasoup';

const worker = await createWorker({ logLevel: 'error' });
const router = await worker.createRouter({
  mediaCodecs: [{ kind: 'audio', mimeType: 'audio/opus', clockRate: 48000, channels: 2 }],
});
await router.createWebRtcTransport({ listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }] });
worker.close();
