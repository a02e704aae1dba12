import { expect, test } from 'vitest';
import type { Widget } from '#shared/contract/widget.ts';
import { answersTo, isAllowedOn, requireSite, subjectOf } from './widget.policy.ts';

const origins = ['https://shop.example.org'];

test('a widget shows itself on its sites and on the hub, while it is enabled', () => {
  const widget = { enabled: true, origins } as Widget;
  expect(isAllowedOn(widget, undefined)).toBe(true);
  expect(isAllowedOn(widget, 'https://shop.example.org')).toBe(true);
  expect(isAllowedOn(widget, 'https://shop.example.org:8443')).toBe(false);
  expect(isAllowedOn(widget, 'null')).toBe(false);
  expect(isAllowedOn({ ...widget, enabled: false }, undefined)).toBe(false);
  expect(() => requireSite(undefined, undefined)).toThrow('This site does not show the widget');
});

test('the subject is the first line, cut between words', () => {
  expect(subjectOf('  Late parcel\r\nSince Monday')).toBe('Late parcel');
  expect(subjectOf('word '.repeat(30))).toBe(`${'word '.repeat(15)}word…`);
  expect(subjectOf('x'.repeat(300))).toBe(`${'x'.repeat(40)}…`);
});

test('answers carry the label that was seen; others are dropped, required ones are asked for', () => {
  const field = (name: string, required: boolean) => ({
    name,
    required,
    label: { en: `${name} en`, fr: `${name} fr` },
  });
  const form = { fields: [field('order', true), field('shop', false)] };
  expect(answersTo(form, { order: ' 12 ', shop: '', age: '7' }, 'fr')).toEqual([
    { label: 'order fr', value: '12' },
  ]);
  expect(() => answersTo(form, { order: '  ' }, 'en')).toThrow('An answer is missing.');
});
