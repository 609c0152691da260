/** Of the HTML report: light or dark as the reader's system has it, and fit for paper. */
export const style = `
:root { color-scheme: light dark; --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --page: #fff; --card: #f6f8fa; --mark: #0a5bb8; --warn: #7a4b00; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9ba5b0; --line: #3d444d; --page: #0d1117; --card: #151b23; --mark: #6cb6ff; --warn: #f0b65b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem 1.25rem 3rem; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; overflow-wrap: anywhere; }
h3 { font-size: 1.1rem; margin-top: 2rem; } h4 { font-size: 1rem; margin: 0 0 .25rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; margin: .75rem 0; }
article p { margin: .25rem 0; } code, .kind { color: var(--soft); font-weight: 400; font-size: .85rem; }
.caveat { border-left: 3px solid var(--warn); padding-left: .75rem; color: var(--warn); } .fine, footer { color: var(--soft); font-size: .85rem; }
.estimates { list-style: none; padding: 0; } .estimates li { margin: .35rem 0; }
.picture { display: block; width: 100%; max-width: 25rem; height: auto; } .track { fill: var(--line); stroke: var(--line); } .part { fill: var(--mark); } .range { stroke: var(--mark); stroke-width: 3; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); max-width: 32rem; overflow-wrap: break-word; }
a { color: var(--mark); } @media print { article { break-inside: avoid; } }
`;
