import { h } from './dom.ts';
import { createTexts, localeOf } from './texts.ts';
import { startWidget } from './widget.ts';

// `<script src="https://hub/widget.js" data-widget="KEY" async></script>`; `data-locale` where the page does not say its language.
const script = document.currentScript;
if (script instanceof HTMLScriptElement && document.querySelector('entente-widget') === null) {
  const { widget: key = '', locale: wished, page } = script.dataset;
  const locale = localeOf(wished);
  const start = () => {
    const options = { hubUrl: new URL(script.src).origin, key, locale, isPage: page !== undefined };
    startWidget(options).catch(() => {
      // A site that may not show it shows nothing; who follows a link to the hub is told.
      if (options.isPage) document.body.append(h('p', {}, createTexts(locale).t('gone')));
    });
  };
  if (document.body) start();
  else document.addEventListener('DOMContentLoaded', start, { once: true });
}
