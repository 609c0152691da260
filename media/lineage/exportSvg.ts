const properties = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;

/** The picture as a file of its own: colours and fonts as they are drawn now, and nothing that answers to a key or a mouse. */
export function selfContained(drawn: SVGSVGElement, title: string): string {
  const copy = drawn.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) throw new Error('The picture could not be copied.');
  const sources = [drawn, ...drawn.querySelectorAll<SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  copies.forEach((element, at) => {
    const source = sources[at];
    if (source) resolveStyle(source, element);
  });
  const { width, height } = drawn.viewBox.baseVal;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('role', 'img');
  for (const focus of copy.querySelectorAll('.focus-ring')) focus.remove();
  const background = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  background.setAttribute('width', String(width));
  background.setAttribute('height', String(height));
  background.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  const name = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  name.textContent = title;
  copy.prepend(name, background);
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}

function resolveStyle(source: SVGElement, target: SVGElement): void {
  const style = getComputedStyle(source);
  for (const property of properties) {
    const value = style.getPropertyValue(property);
    if (value !== '') target.setAttribute(property, value);
  }
  for (const name of target.getAttributeNames()) {
    if (/^(class|tabindex|role|aria-|data-|focusable)/i.test(name)) target.removeAttribute(name);
  }
}
