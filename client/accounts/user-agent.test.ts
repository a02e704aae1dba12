import { describe, expect, it } from 'vitest';
import { deviceName, isPhone } from './user-agent.ts';

const edge =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0';
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';

describe('deviceName', () => {
  it('tells browsers that imitate each other apart', () => {
    expect(deviceName(edge)).toBe('Edge · Windows');
    expect(deviceName(iphone)).toBe('Safari · iPhone');
    expect(deviceName('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe(
      'Firefox · Linux',
    );
  });
  it('is undefined for programs', () => {
    expect(deviceName('curl/8.5.0')).toBeUndefined();
  });
  it('knows a phone', () => {
    expect(isPhone(iphone)).toBe(true);
    expect(isPhone(edge)).toBe(false);
  });
});
