import type { Page } from 'playwright-core';

/** How long nothing may have come or gone before a page counts as shown, and when it should have been. */
const limits = { quietMs: 250, mostMs: 20_000 };

/** Waits until a page shows what it has to show: nothing is on its way, nothing comes or goes, nothing moves. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('main').waitFor();
  await page.evaluate(async ({ quietMs, mostMs }) => {
    const begun = performance.now();
    let changedAt = begun;
    const observer = new MutationObserver(() => {
      changedAt = performance.now();
    });
    observer.observe(document.body, { subtree: true, childList: true });
    const isOnItsWay = () => document.querySelector('[aria-busy=true], .mantine-Skeleton-root') !== null;
    while (isOnItsWay() || performance.now() - changedAt < quietMs) {
      if (performance.now() - begun > mostMs) throw new Error(`${location.pathname} does not come to rest`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    observer.disconnect();
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.all([document.fonts.ready, ...ending.map(({ finished }) => finished.catch(() => null))]);
  }, limits);
}
