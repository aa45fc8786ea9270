import { expect, test } from './support/fixtures.ts';

test('a first start leads by keyboard alone to a confirmed drawer, and does not welcome twice', async ({
  app,
}) => {
  const welcome = app.page.getByRole('region', { name: 'Welcome' });
  await expect(welcome).toContainText('Practise first');
  const card = app.card('Practice machine');
  await expect(card.getByText('Idle')).toBeVisible();
  await card.getByRole('button', { name: 'Open drawer' }).focus();
  await app.page.keyboard.press('Enter');
  await expect(welcome).toContainText('You did it', { timeout: 20_000 });
  await welcome.getByRole('button', { name: 'Next' }).focus();
  await app.page.keyboard.press('Enter');
  await expect(welcome.getByRole('heading', { name: 'Add your machine' })).toBeFocused();
  await welcome.getByRole('button', { name: 'Next' }).focus();
  await app.page.keyboard.press('Enter');
  await expect(welcome).toContainText('Observer');
  await welcome.getByRole('button', { name: 'Done' }).press('Enter');
  await expect(welcome).toBeHidden();
  await app.restart();
  await expect(app.card('Practice machine').getByText('Idle')).toBeVisible();
  await expect(app.page.getByRole('region', { name: 'Welcome' })).toBeHidden();
});

test('help is found in the rail, searched, and opens at the heading that was found', async ({
  app,
}) => {
  const { page } = app;
  await page.getByRole('navigation').getByRole('link', { name: 'Help' }).click();
  await expect(page.getByRole('heading', { name: 'Getting started' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search the help' }).fill('outcome unknown');
  await page.getByRole('link', { name: /An action says/ }).click();
  await expect(page.getByRole('heading', { name: /An action says/ })).toBeInViewport();
  await page.getByRole('link', { name: 'Keyboard shortcuts' }).click();
  await expect(page.getByText('Fill the screen')).toBeVisible();
  await page.getByRole('button', { name: 'Show the welcome again' }).click();
  await expect(page.getByRole('region', { name: 'Welcome' })).toBeVisible();
});
