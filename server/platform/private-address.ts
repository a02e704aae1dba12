import { BlockList, isIP } from 'node:net';

const notPublic = new BlockList();
/** Special-purpose addresses (RFC 6890 and the IANA registries): nothing of the internet is there. */
const v4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
/** The NAT64 prefix leads to IPv4 addresses of any kind, so it is refused as a whole. */
const v6 = [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const;
for (const [net, bits] of v4) notPublic.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of v6) notPublic.addSubnet(net, bits, 'ipv6');

/** Also for IPv4 addresses in the clothes of IPv6 ones; what is no address at all counts as private. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').split('%', 1)[0] ?? '';
  const family = isIP(bare);
  return family === 0 || notPublic.check(bare, family === 4 ? 'ipv4' : 'ipv6');
}
