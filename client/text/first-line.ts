/** The first words of a text that was made HTML, without what stands around them: the heads of code blocks. */
export function firstLine(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const head of body.querySelectorAll('[data-code-head]')) head.remove();
  const lines = (body.textContent ?? '').split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '') ?? '';
}
