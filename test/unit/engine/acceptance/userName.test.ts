import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gitUserName, userName } from '../../../../src/engine/acceptance/userName.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const folder = temporaryFolder();

test('the name is the one of the user section', () => {
  assert.equal(
    gitUserName('[core]\n\tname = no\n[user]\n\temail = a@b\n\tname = Ada Lovelace \n[x]\nname = no'),
    'Ada Lovelace',
  );
  assert.equal(gitUserName('[user]\nname = "Ada"'), 'Ada');
  assert.equal(gitUserName('[remote "user"]\nname = no'), undefined);
  assert.equal(gitUserName('[user]\nname =\n'), undefined);
});

test('the repository goes before the home, the account comes last', async () => {
  mkdirSync(join(folder.path, 'repository', '.git'), { recursive: true });
  mkdirSync(join(folder.path, 'home'));
  const home = join(folder.path, 'home');
  const repository = join(folder.path, 'repository');
  assert.equal(await userName(repository, home), userInfo().username);
  folder.write('home/.gitconfig', '[user]\nname = Home\n');
  assert.equal(await userName(repository, home), 'Home');
  folder.write('repository/.git/config', '[user]\nname = Here\n');
  assert.equal(await userName(repository, home), 'Here');
});
