/** False when the browser refuses: the caller then leaves the text selected. Plain http on a LAN has no clipboard API. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    field.style.position = 'fixed';
    field.style.opacity = '0';
    document.body.append(field);
    field.select();
    // The only way outside a secure context.
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}
