import { describe, expect, it } from 'vitest';
import type { PersonCard } from '#shared/contract/accounts.ts';
import { anna, bruno, personId } from '../chat/chat.fixtures.ts';
import { insertMention, matchPeople, mentionAt, quoteOf, toBody, toDraft } from './mention-text.ts';

const nameOf = (id: string) => [anna, bruno].find((person) => person.id === id)?.displayName ?? '?';
const named = (id: number, displayName: string): PersonCard => ({ ...anna, id: personId(id), displayName });

describe('mentions in the composer', () => {
  it('finds the word at the caret', () => {
    expect(mentionAt('hello @an', 9)).toEqual({ start: 6, end: 9, query: 'an' });
    expect(mentionAt('@', 1)).toEqual({ start: 0, end: 1, query: '' });
    expect(mentionAt('(@Élodie Le', 11)?.query).toBe('Élodie Le');
    for (const text of ['mail@example', 'hello an', '@an dre as', 'a @b\n'])
      expect(mentionAt(text, text.length)).toBeNull();
  });

  it('inserts a name that becomes an id when sent, and a name again when edited', () => {
    const draft = { text: 'ask @an about it', names: {} };
    const inserted = insertMention(draft, { start: 4, end: 7 }, anna);
    expect(inserted.draft.text).toBe('ask @Anna Berg about it');
    expect(inserted.caret).toBe('ask @Anna Berg '.length);
    const body = toBody(inserted.draft);
    expect(body).toBe(`ask <@${anna.id}> about it`);
    expect(toDraft(body, nameOf)).toEqual(inserted.draft);
  });

  it('tells two people of one name apart, and a name from its own beginning', () => {
    const twin = named(7, 'Anna Berg');
    const short = named(8, 'Anna');
    let draft = insertMention({ text: '@', names: {} }, { start: 0, end: 1 }, anna).draft;
    for (const person of [twin, short]) {
      const at = draft.text.length;
      draft = insertMention({ ...draft, text: `${draft.text}@` }, { start: at, end: at + 1 }, person).draft;
    }
    expect(draft.text).toBe('@Anna Berg @Anna Berg (2) @Anna ');
    expect(toBody(draft)).toBe(`<@${anna.id}> <@${twin.id}> <@${short.id}> `);
  });

  it('leaves names alone that were not chosen', () => {
    expect(toBody({ text: 'mail me @Anna Berg', names: {} })).toBe('mail me @Anna Berg');
    expect(toBody({ text: '@Anna Bergman', names: { 'Anna Berg': anna.id } })).toBe('@Anna Bergman');
  });

  it('offers people by the start of any of their names, whatever the accents', () => {
    const people = [anna, bruno, named(3, 'Élodie Le Bozec'), named(4, 'Anne-Marie Berger')];
    const found = (query: string) => matchPeople(people, query).map(({ displayName }) => displayName);
    expect(found('ann')).toEqual(['Anna Berg', 'Anne-Marie Berger']);
    expect(found('berg')).toEqual(['Anna Berg', 'Anne-Marie Berger']);
    expect(found('elo')).toEqual(['Élodie Le Bozec']);
    expect(found('Élodie Le B')).toEqual(['Élodie Le Bozec']);
    expect(found('zz')).toEqual([]);
  });

  it('quotes line by line', () => {
    expect(quoteOf('one\n\ntwo\n')).toBe('> one\n>\n> two\n\n');
  });
});
