import { ribbonStyle } from './ribbon.js';

/**
 * The one style of the console, inlined in its page; the Content-Security-Policy hash is made over the exact text.
 * Sizes in rem, targets of 44 px, 60 in the elder view, where no text is under 18 px (faces.md §3). Tables turn into
 * cards where the screen is narrow.
 */
const source = `
:root{color-scheme:light dark;--paper:#f4f5f3;--card:#fff;--ink:#18211c;--quiet:#505a54;--line:#d5dad6;--edge:#6d7670;--link:#174f86;
--good:#1c643b;--on-good:#fff;--warn:#ffd27d;--on-warn:#332100;--bad:#a01f18;--on-bad:#fff;--plain:#48525b;--on-plain:#fff;--note:#fff5e0;--note-line:#b77400;--error:#a01f18}
@media(prefers-color-scheme:dark){:root{--paper:#131714;--card:#1c221e;--ink:#e9eeea;--quiet:#b0bab3;--line:#3a433d;--edge:#7d8880;--link:#9cc8f5;
--good:#1f6e42;--warn:#f0bc5a;--bad:#ab2a22;--plain:#525d66;--note:#33290f;--note-line:#c98f28;--error:#ffb4ab}}
${ribbonStyle}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
.elder{font-size:125%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
h1,h2,h3,p,ul,ol,dl,dd,fieldset,figure,pre{margin:0;padding:0;border:0}
ul,ol{list-style:none}
h1{font-size:1.5rem;line-height:1.3}
h1:focus{outline:0}
h2{font-size:1.125rem}
h3{font-size:1rem}
a{color:var(--link);text-underline-offset:.2em}
.bar,main,.noscript{max-width:80rem;margin:0 auto;padding:.5rem 1rem}
.bar{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;justify-content:space-between}
.bar .home{font-weight:600;color:var(--ink);text-decoration:none}
.bar a,.bar button{min-height:2.75rem;display:inline-flex;align-items:center}
.menu{border:solid var(--line);border-width:1px 0;background:var(--card)}
.menu ul{max-width:80rem;margin:0 auto;padding:0 1rem;display:flex;flex-wrap:wrap;column-gap:1.25rem}
.menu a{display:inline-flex;align-items:center;min-height:2.75rem;color:var(--ink);text-decoration:none;border-bottom:3px solid transparent}
.menu a[aria-current]{font-weight:600;border-color:var(--link)}
.menu button{display:none;margin:.25rem 1rem}
.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
main{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem;padding-top:1rem;padding-bottom:4rem}
section,.stack{display:grid;grid-template-columns:minmax(0,1fr);gap:.75rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.875rem 1rem;display:grid;grid-template-columns:minmax(0,1fr);gap:.75rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,16rem),1fr));gap:.75rem}
.cards a{background:var(--card);border:1px solid var(--line);border-radius:.5rem;min-height:3.75rem;padding:.5rem 1rem;display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:center;justify-content:space-between;color:var(--ink);font-weight:600;text-decoration:none}
.sides{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem;align-items:start}
.figure{font-size:1.75rem;line-height:1.2;font-weight:600;font-variant-numeric:tabular-nums}
.row{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center}
.row.ends{justify-content:space-between}
.quiet{color:var(--quiet)}
.whole{white-space:nowrap}
.small{font-size:.9375rem}
.number{font-variant-numeric:tabular-nums}
.mono{font-family:ui-monospace,SFMono-Regular,Consolas,"Liberation Mono",monospace;font-size:.9375rem}
.code{display:inline-flex;flex-wrap:wrap;column-gap:.5rem}
.i{flex:none;width:1.25em;height:1.25em;vertical-align:-.25em}
.chip{display:inline-flex;align-items:center;gap:.375rem;border:1px solid var(--edge);border-radius:1rem;padding:.125rem .625rem;font-size:.9375rem}
.chip.good{background:var(--good);color:var(--on-good);border-color:transparent}
.chip.warn{background:var(--warn);color:var(--on-warn);border-color:transparent}
.chip.bad{background:var(--bad);color:var(--on-bad);border-color:transparent}
.chip.plain{background:var(--plain);color:var(--on-plain);border-color:transparent}
.note{background:var(--note);border:1px solid var(--note-line);border-radius:.375rem;padding:.5rem .75rem}
.fault{color:var(--error);font-weight:600}
.fault:empty,p:empty{display:none}
.facts{display:grid;grid-template-columns:minmax(5rem,auto) minmax(0,1fr);gap:.25rem 1rem}
.facts dt{color:var(--quiet)}
.table{container-type:inline-size}
table{width:100%;border-collapse:collapse}
caption{text-align:start;font-weight:600;padding-bottom:.5rem}
caption.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{text-align:start;vertical-align:top;padding:.5rem .75rem .5rem 0;border-top:1px solid var(--line)}
thead th{min-width:5em;border:0;color:var(--quiet);font-weight:400}
th.number,td.number{text-align:end}
button,.button{min-height:2.75rem;padding:.5rem 1rem;border:2px solid var(--ink);border-radius:.375rem;background:var(--ink);color:var(--card);font:inherit;font-weight:600;text-decoration:none;display:inline-flex;align-items:center;justify-content:center;gap:.5rem}
button.quiet,.button.quiet{background:transparent;color:var(--ink)}
button.danger{background:var(--bad);border-color:var(--bad);color:var(--on-bad)}
button.bare{background:transparent;border-color:transparent;color:var(--link);padding:.5rem 0;text-decoration:underline;text-underline-offset:.2em;font-weight:400}
button:disabled{opacity:.55}
.tabs{display:flex;flex-wrap:wrap;gap:0 1.25rem;border-bottom:1px solid var(--line)}
.tabs a{min-height:2.75rem;display:inline-flex;align-items:center;color:var(--ink);text-decoration:none;border-bottom:3px solid transparent}
.tabs a[aria-current]{font-weight:600;border-color:var(--link)}
form{display:grid;grid-template-columns:minmax(0,1fr);gap:.75rem}
form.row{display:flex;align-items:end}
.field{display:grid;gap:.25rem;align-content:end;max-width:40rem}
label,legend{font-weight:600;padding:0}
fieldset.stack>legend{padding-bottom:.25rem}
.hint{font-weight:400;color:var(--quiet);font-size:.9375rem}
input:not([type=radio],[type=checkbox]),select,textarea{width:100%;min-height:2.75rem;padding:.375rem .625rem;border:2px solid var(--edge);border-radius:.375rem;background:var(--card);color:var(--ink);font:inherit}
.choice{display:flex;align-items:center;gap:.75rem;min-height:2.75rem;font-weight:400}
.choice input{flex:none;width:1.5rem;height:1.5rem;margin:0}
.true-size{overflow-x:auto;background:#fff;padding:.5rem;border:1px solid var(--line);color:#000;display:grid;gap:.5rem}
.ruler{stroke:#000;fill:none;font-size:11px}
.ruler text{fill:#000;stroke:none}
pre{white-space:pre-wrap;background:var(--paper);padding:.5rem .75rem;border-radius:.25rem}
summary{min-height:2.75rem;display:flex;align-items:center;cursor:pointer;font-weight:600}
summary::before{content:"";flex:none;width:.5rem;height:.5rem;margin:0 .75rem 0 .25rem;border:solid;border-width:0 2px 2px 0;transform:rotate(-45deg)}
[open]>summary::before{transform:rotate(45deg)}
progress{width:100%;height:1rem}
.target{display:inline-flex;align-items:center;min-height:2.75rem}
table .bare,table .target{margin-block:-.5rem;text-align:start}
button[aria-pressed=true]{background:var(--ink);color:var(--card);border-color:var(--ink)}
button.bare[aria-pressed=true]{padding:.5rem .75rem;text-decoration:none}
.canvas{display:block;width:100%;height:26rem;border:1px solid var(--line);border-radius:.375rem;background:var(--paper);touch-action:pan-y}
p.canvas{height:auto;padding:1rem}
.graph svg{cursor:grab;user-select:none;fill:var(--ink);font-size:13px}
.graph marker path{fill:var(--quiet)}
.box{cursor:pointer}
.box rect{fill:var(--card);stroke:var(--edge);stroke-width:1.5}
.box .name{font-weight:600}
.box.asked rect,.box.suspect rect{stroke-width:4;stroke:var(--link)}
.box.suspect rect{stroke:var(--error)}
.box.common rect{stroke-width:3;stroke-dasharray:6 3}
.box.origin rect{stroke-width:3}
.box.stopped rect{stroke:var(--error);stroke-width:3}
.box.outside{opacity:.45}
.box.picked rect{fill:var(--note);stroke:var(--ink);stroke-width:5}
.link polyline{fill:none;stroke:var(--edge);stroke-width:1.5}
.link.picked polyline{stroke:var(--ink);stroke-width:3.5}
.link text{fill:var(--ink);font-size:12px;paint-order:stroke;stroke:var(--paper);stroke-width:4px}
.balance>svg{width:100%;height:1.75rem;border:1px solid var(--edge)}
.legend{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,14rem),1fr));gap:.25rem 1rem}
.legend li{display:flex;gap:.5rem;align-items:center}
.legend svg{flex:none;width:1rem;height:1rem;border:1px solid var(--edge)}
.available{fill:var(--good)}.frozen{fill:var(--warn)}.shipped{fill:var(--link)}.consumed{fill:var(--plain)}.lost{fill:var(--bad)}
.timeline{display:grid;gap:.75rem}
.timeline li{border-top:1px solid var(--line);padding-top:.75rem;display:grid;grid-template-columns:minmax(0,1fr);gap:.25rem 1rem}
.when{display:flex;flex-wrap:wrap;gap:.25rem .5rem;align-content:start}
.plot svg{width:100%;max-width:24rem;background:#fff;border:1px solid var(--line);border-radius:.375rem}
.ground{fill:#dcebdf;stroke:#1c643b}
.compass,.scale text{fill:#000}.scale path{stroke:#000}
:focus-visible,input:focus-within{outline:3px solid var(--link);outline-offset:2px}
bdi{unicode-bidi:isolate}
.elder button,.elder .button,.elder .target,.elder .bar a,.elder .menu a,.elder .tabs a,.elder summary,.elder .choice,.elder input:not([type=radio],[type=checkbox]),.elder select{min-height:3.75rem}
@media(min-width:64rem){.timeline li{grid-template-columns:11rem 11rem minmax(0,1fr)}.sides{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
@container(max-width:42rem){table,thead,tbody,tr,th,td,caption{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody tr{border-top:1px solid var(--line);padding:.5rem 0}
tbody th,tbody td,th.number,td.number{border:0;padding:.125rem 0;text-align:start}
tbody td[data-label]::before{content:attr(data-label) " ";color:var(--quiet)}
}
@media(max-width:47.99rem){.canvas{height:18rem}
.menu button{display:inline-flex}.menu .folded{display:none}.menu ul{display:grid;padding-bottom:.5rem}
.facts{grid-template-columns:minmax(0,1fr);gap:0}.facts dd{margin-bottom:.375rem}
}
@media(forced-colors:active){.canvas,.plot svg,.balance svg,.legend svg,.true-size{forced-color-adjust:none}.chip,.note,.card{border:1px solid}.menu a,.tabs a{border-color:Canvas}.menu a[aria-current],.tabs a[aria-current]{border-color:Highlight}button[aria-pressed=true]{forced-color-adjust:none;background:Highlight;color:HighlightText;border-color:Highlight}}
@media print{:root{--paper:#fff;--card:#fff;--ink:#000;--quiet:#333;--link:#000}.menu,.bar nav,button,form{display:none}table button.bare{display:inline;min-height:0;padding:0;border:0;color:#000;background:#fff}.canvas{touch-action:auto}.card{break-inside:avoid-page}}
`;

/** The style as it stands in the page. */
export const consoleStyle = source.trim().replaceAll('\n', '');
