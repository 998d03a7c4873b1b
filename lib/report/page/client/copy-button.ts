import { make } from './elements.ts'

/** Time in milliseconds for which a button shows what it did. */
const SHOWN = 2000

/** Makes a button that copies a text; `of` names the text for a screen reader, where the label alone is ambiguous. */
export function copyButton(label: string, text: () => string, of?: string): HTMLElement {
  const shown = make('span', { 'aria-live': 'polite' }, label)
  const button = make('button', { type: 'button', class: 'copy', 'aria-label': of && `${label} ${of}` }, shown)
  button.addEventListener('click', async () => {
    shown.textContent = (await copy(text())) ? 'Copied' : 'Copying failed'
    setTimeout(() => {
      shown.textContent = label
    }, SHOWN)
  })
  return button
}

const copy = (text: string): Promise<boolean> =>
  // Absent where the page is not served securely.
  navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  ) ?? Promise.resolve(false)
