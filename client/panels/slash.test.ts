import { expect, test } from 'vitest';
import { commandsIn, matchCommands, parseSlash, tagsAfter, wordsBegun } from './slash.ts';

const id = '01a21ef5-c5c2-7191-b92d-3579bbdd7b3d';

test('a line that begins with a command is one, other words are none', () => {
  expect(parseSlash(' /close  It works again. ', 'desk')).toEqual({
    kind: 'command',
    name: 'close',
    words: 'It works again.',
    personId: undefined,
  });
  expect(parseSlash(`/add <@${id}>`, 'desk')).toMatchObject({ name: 'add', personId: id });
  expect(parseSlash('/CLAIM', 'desk')).toMatchObject({ kind: 'command', name: 'claim' });
  for (const words of ['close', '/etc/hosts is empty', 'and/or', '/', '// no'])
    expect(parseSlash(words, 'desk')).toBeUndefined();
  expect(parseSlash('/closed', 'desk')).toEqual({ kind: 'unknown', name: 'closed' });
});

test('each place has the commands that mean something there', () => {
  const names = (place: Parameters<typeof commandsIn>[0]) => commandsIn(place).map(({ name }) => name);
  expect(names('channel')).toEqual(['new', 'tickets']);
  expect(names('customer')).toEqual(['new', 'tickets', 'close', 'reopen', 'transcript']);
  expect(names('desk')).toHaveLength(15);
  expect(parseSlash('/claim', 'customer')).toEqual({ kind: 'unknown', name: 'claim' });
});

test('commands are offered while their name is being typed', () => {
  const offered = (text: string) => matchCommands(text, 'desk').map(({ name }) => name);
  expect(offered('/')).toHaveLength(15);
  expect(offered('/re')).toEqual(['reopen', 'release', 'remove']);
  expect(offered('/close now')).toEqual([]);
  expect(offered('hello /')).toEqual([]);
});

test('words are offered after the name of the command that takes them', () => {
  expect(wordsBegun('/status waiting for', 'desk')).toEqual({ name: 'status', begun: 'waiting for' });
  expect(wordsBegun('/PRIORITY ', 'desk')).toEqual({ name: 'priority', begun: '' });
  expect(wordsBegun('/priority', 'desk')).toBeUndefined();
  expect(wordsBegun('/priority high', 'customer')).toBeUndefined();
  expect(wordsBegun('/etc hosts', 'desk')).toBeUndefined();
});

test('tags are added by their names and taken away with a minus', () => {
  expect(tagsAfter(['fire'], 'printer fire')).toEqual(['fire', 'printer']);
  expect(tagsAfter(['fire', 'printer'], '-fire  urgent')).toEqual(['printer', 'urgent']);
  expect(tagsAfter(['second floor'], '-second floor, third floor')).toEqual(['third floor']);
  expect(tagsAfter(['fire'], ' - ')).toEqual(['fire']);
});
