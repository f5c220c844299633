import { ribbonStyle } from './ribbon.js';

/**
 * The one style of the public pages, inlined. A module and not a .css file, because page templates read no files
 * (they run in the browser too); the exact text is what the Content-Security-Policy hash is made over.
 *
 * Sizes in rem, so that the reader's own text size counts (faces.md §3): 44 px targets, 60 px in the elder view,
 * where the smallest text is 18 px. Only features that five-year-old WebViews know, except where losing one is harmless.
 */
const source = `
:root{color-scheme:light dark;--paper:#f4f5f3;--card:#fff;--ink:#18211c;--quiet:#505a54;--line:#d5dad6;--link:#174f86;
--good:#1c643b;--on-good:#fff;--warn:#ffd27d;--on-warn:#332100;--bad:#a01f18;--on-bad:#fff;--plain:#48525b;--on-plain:#fff;
--note:#fff5e0;--note-line:#b77400}
@media(prefers-color-scheme:dark){:root{--paper:#131714;--card:#1c221e;--ink:#e9eeea;--quiet:#b0bab3;--line:#3a433d;--link:#9cc8f5;
--good:#1f6e42;--warn:#f0bc5a;--bad:#ab2a22;--plain:#525d66;--note:#33290f;--note-line:#c98f28}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
.elder{font-size:125%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
h1,h2,h3,p,ul,ol,dl,dd{margin:0;padding:0}
ul,ol{list-style:none}
h2{font-size:1.125rem;line-height:1.4}
h3{font-size:1rem;margin-top:1rem}
a{color:var(--link);text-underline-offset:.2em}
a:focus-visible,summary:focus-visible,input:focus-within,button:focus-visible{outline:3px solid var(--link);outline-offset:2px}
${ribbonStyle}
.bar,main,footer{max-width:44rem;margin:0 auto;padding:0 1rem}
.bar{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;column-gap:1rem}
.bar a{display:inline-flex;align-items:center;min-height:2.75rem;color:var(--ink)}
.elder a.tap,.elder a.go,.elder .bar a,.elder summary,.elder button,.elder input,.elder .choice{min-height:3.75rem}
.home{font-weight:600;text-decoration:none}
.bar nav{display:flex;flex-wrap:wrap;column-gap:1.25rem}
main{display:grid;grid-template-columns:minmax(0,1fr);gap:.75rem;padding-bottom:1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.875rem 1rem}
.verdict{padding:0;overflow:hidden}
.band{display:flex;gap:.75rem;align-items:center;padding:.75rem 1rem;border:2px solid transparent}
.band .i{width:2.25rem;height:2.25rem}
.band div{flex:1;min-width:0}
h1{font-size:1.375rem;line-height:1.3}
.good .band{background:var(--good);color:var(--on-good)}
.warn .band{background:var(--warn);color:var(--on-warn)}
.bad .band{background:var(--bad);color:var(--on-bad)}
.plain .band{background:var(--plain);color:var(--on-plain)}
.bad{border:2px solid var(--bad)}
.recall{border-width:4px}
.reason{font-size:1.125rem}
.todo{list-style:decimal;padding-left:1.5rem;font-weight:600}
.todo li{padding:.25rem 0}
.todo .quiet{font-weight:400}
.quote{user-select:all;border:1px solid var(--line);border-radius:.25rem;padding:.5rem .75rem}
.inner{padding:.625rem 1rem .75rem;display:grid;grid-template-columns:minmax(0,1fr);gap:.5rem}
.quiet,.meta,.seq{color:var(--quiet)}
.small,.meta,.seq{font-size:.9375rem}
.seq{font-weight:400}
time{white-space:nowrap}
.whole{display:inline-block;margin-right:.5rem}
.code{font:600 1.25rem/1.4 ui-monospace,SFMono-Regular,Consolas,"Liberation Mono",monospace;font-variant-numeric:slashed-zero;display:flex;flex-wrap:wrap;column-gap:.5rem}
.mono{font-family:ui-monospace,SFMono-Regular,Consolas,"Liberation Mono",monospace;font-size:.9375rem}
.code .mono{font-size:inherit}
.foreign{background:var(--note);color:var(--ink);border:1px solid var(--note-line)}
.alerts li{background:var(--note);border:1px solid var(--note-line);border-radius:.25rem;padding:.375rem .625rem}
.alerts li+li{margin-top:.375rem}
.i{flex:none;width:1.25em;height:1.25em;vertical-align:-.25em}
.lineage{flex:none;stroke:var(--quiet);fill:none}
.lineage text{stroke:none;fill:var(--ink);font-size:1rem}
.lineage text+text{font-size:.9375rem}
.lineage rect{stroke-width:2}
.lineage .self{stroke:var(--ink);stroke-width:5}
.people{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,12rem),1fr));gap:1rem}
.people li{border:1px solid var(--line);border-radius:.375rem;padding:.75rem;display:grid;gap:.5rem;align-content:space-between}
.people h3{margin:0}
.people .facts,:lang(zh) .people .facts{grid-template-columns:minmax(0,1fr);row-gap:0}
.go{display:flex;align-items:center;justify-content:center;min-height:2.75rem;padding:.25rem .75rem;border-radius:.25rem;background:var(--plain);color:var(--on-plain);font-weight:600;text-align:center}
.made{display:flex;flex-wrap:wrap;gap:1rem 2rem;margin-top:.75rem}
.facts{display:grid;grid-template-columns:6rem minmax(0,1fr);column-gap:1rem;row-gap:.375rem;margin-top:.5rem}
.more{border-top:1px solid var(--line);padding-top:.5rem}
.facts dt{color:var(--quiet)}
:lang(zh) .facts{grid-template-columns:4.25rem minmax(0,1fr)}
.facts dd+dd{grid-column:2}
.badge{display:inline-block;border:1px solid var(--quiet);border-radius:.25rem;padding:0 .375rem;font-size:.9375rem}
.backed{border-width:2px;font-weight:600}
.late{background:var(--note);border-color:var(--note-line)}
.steps{margin-top:.75rem}
.steps li{position:relative;padding:0 0 1rem 1.375rem;border-left:2px solid var(--line);margin-left:.375rem}
.steps li:last-child{border-color:transparent;padding-bottom:0}
.steps li::before{content:"";position:absolute;left:-.4375rem;top:.45rem;width:.75rem;height:.75rem;border-radius:50%;background:var(--card);border:2px solid var(--quiet)}
.steps h3{margin:0}
.steps p{margin-top:.125rem}
.sources{flex:1 1 16rem}
.sources li{padding:.5rem 0;border-top:1px solid var(--line)}
.sources li:first-child{border:0;padding-top:0}
summary{min-height:2.75rem;display:flex;align-items:center;gap:.5rem;cursor:pointer;margin:-.5rem 0}
.fold>summary{margin:0}
.prose>.fold+.fold{margin-top:0}
summary::-webkit-details-marker{display:none}
summary::after{content:"";width:.5rem;height:.5rem;margin:-.25rem .25rem 0 auto;border:solid;border-width:0 2px 2px 0;transform:rotate(45deg)}
[open]>summary::after{transform:rotate(225deg);margin-top:.25rem}
.checks li{padding:.625rem 0;border-top:1px solid var(--line)}
.checks li:first-child{border:0}
.fields .fields{margin-top:.5rem;border-left:2px solid var(--line);padding-left:.75rem}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,11rem),1fr));column-gap:1rem}
.prose>*+*{margin-top:.625rem}
.tap{display:inline-flex;align-items:center;min-height:2.75rem}
pre{margin:.25rem 0 0;white-space:pre-wrap;background:var(--paper);padding:.5rem .75rem;border-radius:.25rem}
label{display:block;font-weight:600}
input{font:inherit;color:inherit;background:var(--card);width:100%;min-height:2.75rem;padding:.25rem .625rem;border:1px solid var(--quiet);border-radius:.25rem;margin:.25rem 0 .5rem}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.25rem 1.5rem;border:2px solid transparent;border-radius:.25rem;background:var(--plain);color:var(--on-plain)}
.choice{display:flex;align-items:center;gap:.75rem;min-height:2.75rem;font-weight:400}
.choice input{flex:none;width:1.5rem;margin:0}
fieldset{border:0;margin:0 0 .5rem;padding:0;min-width:0}
legend{font-weight:600;padding:0}
.scan{width:50mm;height:50mm}
.beacon{position:absolute;opacity:0}
footer{padding-bottom:2rem}
footer p+p{margin-top:.5rem}
footer nav{display:flex;flex-wrap:wrap;column-gap:1.25rem}
bdi{unicode-bidi:isolate}
.elder h1,.elder h2,.elder .code{line-height:1.5}
@media(max-width:30rem){.elder .facts{grid-template-columns:minmax(0,1fr);row-gap:0}.elder .facts dt:not(:first-child){margin-top:.5rem}.elder .facts dd+dd{grid-column:auto}.elder .code{font-size:1.125rem;column-gap:.4rem}}
@media(max-width:40rem){.recall{margin:0 -1rem;border-radius:0}}
@media(min-width:40rem){main{gap:1rem}.card{padding:1.125rem 1.5rem}.verdict{padding:0}.band{padding:1.125rem 1.5rem}.inner{padding:.875rem 1.5rem 1.125rem}h1{font-size:1.625rem}.facts{column-gap:1.5rem}}
@media(forced-colors:active){.lineage,.lineage .self{stroke:CanvasText}.lineage text{fill:CanvasText}.verdict,.foreign{border:2px solid}.steps li::before{border-color:CanvasText}}
@media print{footer nav{display:none}:root{--paper:#fff;--card:#fff;--ink:#000;--quiet:#333;--link:#000}.bar nav,.beacon{display:none}.card{break-inside:avoid-page}.steps,.steps li{break-inside:auto}
.band{border-color:currentColor;background:none!important;color:#000!important}details::details-content{content-visibility:visible;height:auto}}
`;

/** The text between the style tags, exactly. */
export const pageStyle = source.trim().replaceAll('\n', '');
