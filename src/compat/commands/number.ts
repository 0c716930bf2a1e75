/** Phone numbers as the old commands gave them. */

/** The number with its calling code in front, or with its country, where it was written as at home. */
export function numberIn(number: string, country: string | null): { number: string; countryCode?: string } {
  const code = country?.trim() ?? '';
  if (number.trim().startsWith('+') || code === '') return { number };
  return /^\+?\d+$/.test(code) ? { number: `+${code.replace('+', '')} ${number}` } : { number, countryCode: code };
}
