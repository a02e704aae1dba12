import { expect, test } from 'vitest';
import { type Widget, WidgetSettings } from '#shared/contract/widget.ts';
import { draftOf, emptyDraft, newField, settingsOf, snippetOf, wrongSite } from './widgets.core.ts';

test('what is typed becomes settings that the contract takes', () => {
  const draft = { ...emptyDraft, name: ' Shop ', sites: 'https://a.example\n\n https://b.example:8443/ ' };
  const field = { ...newField(), label: { en: 'Order', fr: 'Commande' } };
  const settings = WidgetSettings.parse(settingsOf(draft, [field]));
  expect(settings).toMatchObject({
    name: 'Shop',
    origins: ['https://a.example', 'https://b.example:8443'],
    queueId: null,
    fields: [{ label: { en: 'Order', fr: 'Commande' } }],
  });
  const widget = { ...settings, id: 'w', key: 'k', createdAt: '' } as Widget;
  expect(WidgetSettings.parse(settingsOf(draftOf(widget), widget.fields))).toEqual(settings);
});

test('a line that no browser sends is found', () => {
  expect(wrongSite('https://a.example\nhttps://b.example/')).toBeUndefined();
  for (const site of ['a.example', 'https://a.example/path', 'ftp://a.example', 'https://', '*'])
    expect(wrongSite(`https://ok.example\n${site}`)).toBe(site.replace(/\/$/, ''));
});

test('the code for the site is one tag', () => {
  expect(snippetOf('https://hub.example', 'K')).toBe(
    '<script src="https://hub.example/widget.js" data-widget="K" async></script>',
  );
});
