/** Country codes in use, by their first digits: https://www.itu.int/pub/T-SP-E.164D */
const countryCode =
  /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|2(?:1[1-368]|[2-689]\d|4\d|5\d)|3[578]\d|42[013]|5[09]\d|6[789]\d|8(?:5[02356]|80|86)|9[679]\d)/;

/** Digits that nobody has: counted up or down, one digit over and over. */
const filling = /01234|12345|23456789|98765|87654321|(\d)\1{4}/;

/** Numbers for films and examples: https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama */
const british = /^44(?:7700900|20794\d|1\d{2}496|16329\d|80815705|9098790|1632960)/;

/** Whether digits after a `+` are a telephone number that somebody may have (E.164). */
export function isInternational(digits: string): boolean {
  if (digits.length < 9 || digits.length > 15 || !countryCode.test(digits) || filling.test(digits)) return false;
  if (digits.startsWith('1')) return digits.length === 11 && isNorthAmerican(digits.slice(1));
  return !british.test(digits);
}

/**
 * Whether ten digits are a number of the North American plan that somebody may have: the exchange 555 is nobody's line.
 * https://www.nanpa.com/numbering
 */
export function isNorthAmerican(digits: string): boolean {
  return (
    /^[2-9][0-8]\d[2-9]\d{6}$/.test(digits) && !/^(?:\d11|\d{3}\d11|\d{3}555|555)/.test(digits) && !filling.test(digits)
  );
}
