/** Characters of an IBAN by its country: https://www.swift.com/standards/data-standards/iban-international-bank-account-number */
const ibanLengths: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 ' +
    'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 ' +
    'LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 ' +
    'RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map(entry => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** IBANs that documentation shows everywhere. */
const shownIbans: ReadonlySet<string> = new Set([
  'GB82WEST12345698765432',
  'GB29NWBK60161331926819',
  'GB33BUKB20201555555555',
  'DE89370400440532013000',
  'FR1420041010050500013M02606',
  'FR7630006000011234567890189',
  'NL91ABNA0417164300',
  'CH9300762011623852957',
  'BE68539007547034',
  'ES9121000418450200051332',
  'IT60X0542811101000000123456',
]);

/** Whether an IBAN without its spaces has its country's length and the right check digits (ISO 7064, mod 97). */
export function isIban(compact: string): boolean {
  if (compact.length !== ibanLengths[compact.slice(0, 2)] || shownIbans.has(compact)) return false;
  const check = Number(compact.slice(2, 4));
  if (check < 2 || check > 98) return false;
  const turned = compact.slice(4) + compact.slice(0, 4);
  let rest = 0;
  for (const character of turned) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Numbers that payment services publish for trials. */
const trialCards: ReadonlySet<string> = new Set(
  (
    '4111111111111111 4242424242424242 4012888888881881 4000056655665556 4000000000000002 4000002500003155 4000000000009995 ' +
    '4532015112830366 4539578763621486 4916338506082832 4485275742308327 5555555555554444 5105105105105100 5200828282828210 ' +
    '2223003122003222 2223000048400011 5424000000000015 378282246310005 371449635398431 378734493671000 6011111111111117 ' +
    '6011000990139424 6011000000000004 3530111333300000 3566002020360505 30569309025904 38520000023237 3056930009020004 36227206271667'
  ).split(' '),
);

/** Prefixes and lengths of the issuers: https://en.wikipedia.org/wiki/Payment_card_number#Issuer_identification_number_(IIN) */
const issuers =
  /^(?:4\d{15}(?:\d{3})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}|62\d{14,17})$/;

/** Whether digits are a payment card's number: an issuer's prefix and length, and Luhn's check digit. */
export function isCardNumber(digits: string): boolean {
  return issuers.test(digits) && !/(\d)\1{6}/.test(digits) && !trialCards.has(digits) && luhn(digits);
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let fromEnd = 0; fromEnd < digits.length; fromEnd++) {
    const digit = digits.charCodeAt(digits.length - 1 - fromEnd) - 48;
    const doubled = fromEnd % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Numbers that were printed on cards in shops, or are written as an example. */
const shownSsns: ReadonlySet<string> = new Set(['078-05-1120', '219-09-9999', '123-45-6789', '457-55-5462']);

/** Whether `123-45-6789` is in the ranges that are given out: https://www.ssa.gov/employer/randomization.html */
export function isSsn(text: string): boolean {
  const [area = '', group = '', serial = ''] = text.split('-');
  const given = area !== '000' && area !== '666' && area < '900' && group !== '00' && serial !== '0000';
  return given && !shownSsns.has(text) && !/^(\d)\1\1-(\d)\2-(\d)\3{3}$/.test(text);
}

/** Brazil's CPF, eleven digits with two check digits, mod 11: https://pt.wikipedia.org/wiki/Cadastro_de_Pessoas_F%C3%ADsicas */
export function isCpf(digits: string): boolean {
  if (/^(\d)\1+$/.test(digits) || digits === '12345678909') return false;
  const check = (length: number): number => {
    let sum = 0;
    for (let at = 0; at < length; at++) sum += Number(digits.charAt(at)) * (length + 1 - at);
    return ((sum * 10) % 11) % 10;
  };
  return check(9) === Number(digits.charAt(9)) && check(10) === Number(digits.charAt(10));
}

const oddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
const shownCodici: ReadonlySet<string> = new Set(['RSSMRA85T10A562S', 'RSSMRA80A01H501U', 'MRTMTT91D08F205J']);

/** Italy's codice fiscale, whose last letter is the check: https://it.wikipedia.org/wiki/Codice_fiscale */
export function isCodiceFiscale(code: string): boolean {
  let sum = 0;
  for (let at = 0; at < 15; at++) {
    const character = code.charAt(at);
    const value = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65;
    sum += at % 2 === 0 ? (oddValues[value] ?? 0) : value;
  }
  return code.charCodeAt(15) - 65 === sum % 26 && !shownCodici.has(code);
}

/** China's resident identity number (GB 11643): place, date of birth, and a check by ISO 7064, mod 11-2. */
export function isResidentId(id: string): boolean {
  const province = Number(id.slice(0, 2));
  const [year, month, day] = [Number(id.slice(6, 10)), Number(id.slice(10, 12)), Number(id.slice(12, 14))];
  const dated = year >= 1900 && year <= 2029 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  if (!dated || province < 11 || province > 65 || /(\d)\1{5}/.test(id)) return false;
  let rest = 0;
  for (const character of id.slice(0, 17)) rest = ((rest + Number(character)) * 2) % 11;
  return '10X98765432'.charAt(rest) === id.charAt(17);
}

/** France's NIR, thirteen characters and 97 less their remainder; Corsica counts as 19 and 18: https://en.wikipedia.org/wiki/INSEE_code */
export function isNir(compact: string): boolean {
  const digits = compact.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return 97 - Number(BigInt(digits) % 97n) === Number(compact.slice(13));
}
