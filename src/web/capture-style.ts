import { ribbonStyle } from './ribbon.js';

/**
 * The one style of the capture app, inlined in its page; the Content-Security-Policy hash is made over the exact text.
 * Sizes in rem, targets of 44 px at least, tiles of 60 (faces.md §3 and S3).
 */
const source = `
:root{color-scheme:light dark;--paper:#f4f5f3;--card:#fff;--ink:#18211c;--quiet:#505a54;--line:#6d7670;--link:#174f86;
--good:#1c643b;--on-good:#fff;--note:#fff5e0;--note-line:#b77400;--bad:#a01f18;--on-bad:#fff}
@media(prefers-color-scheme:dark){:root{--paper:#131714;--card:#1c221e;--ink:#e9eeea;--quiet:#b0bab3;--line:#7d8880;--link:#9cc8f5;
--good:#1f6e42;--note:#33290f;--note-line:#c98f28;--bad:#ab2a22}}
${ribbonStyle}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-bottom:5rem}
.elder{font-size:125%}
body{margin:0;background:var(--paper);color:var(--ink);font:1.125rem/1.5 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
h1,h2,p,ul,fieldset{margin:0;padding:0;border:0}
ul{list-style:none}
h1{font-size:1.375rem;line-height:1.3}
h2,h3{font-size:1.125rem}
h3{margin:0}
bdi{unicode-bidi:isolate}
.badge{border:1px solid;border-radius:.25rem;padding:0 .375rem;font-size:1rem}
.bar,main,nav,.noscript{max-width:40rem;margin:0 auto;padding:.5rem 1rem}
.bar{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;font-weight:600}
.bar span{flex:1 1 auto}
.bar button{padding:.25rem .75rem}
main{display:grid;grid-template-columns:minmax(0,1fr);gap:.75rem;padding-bottom:6rem}
section{display:grid;gap:.5rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem;display:grid;gap:.5rem}
.quiet{color:var(--quiet)}
.standing{border-radius:.5rem;padding:.75rem 1rem;border:2px solid var(--line)}
.standing.good{background:var(--good);color:var(--on-good)}
.standing.note{background:var(--note);border-color:var(--note-line)}
.standing.bad{background:var(--bad);color:var(--on-bad)}
.sentence{font-size:1.375rem}
.fault{color:var(--bad);font-weight:600}
@media(prefers-color-scheme:dark){.fault{color:#ffb4ab}}
.fault:empty,p:empty{display:none}
.elder button,.elder input:not([type=radio],[type=checkbox]),.elder .choice,.elder .take,.elder summary,.elder main a{min-height:3.75rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(max(8rem,40%),1fr));gap:.75rem}
.tiles button{width:100%;min-height:6rem;font-size:1.25rem}
.round{justify-self:center;width:6rem;height:6rem;border-radius:50%;font-size:1.25rem}
video{width:100%;max-height:60vh;background:#000;border-radius:.5rem}
figure{margin:0 0 .5rem}
canvas{display:block;max-width:100%;height:auto;border-radius:.5rem}
code{font-family:ui-monospace,SFMono-Regular,Consolas,"Liberation Mono",monospace}
.rows{display:grid;gap:.5rem}
.rows button{width:100%;text-align:start}
.rows .steps button{text-align:center}
button{min-height:2.75rem;padding:.5rem 1rem;border:2px solid var(--ink);border-radius:.5rem;background:var(--ink);color:var(--card);font:inherit;font-weight:600}
button.quiet{background:transparent;color:var(--ink)}
button:disabled{opacity:.55}
.steps{display:flex;flex-wrap:wrap;gap:.75rem}
.steps button{flex:1;overflow-wrap:break-word}
.question,.field{display:grid;gap:.375rem}
label,legend{font-weight:600}
summary{min-height:2.75rem;padding:.5rem 0;cursor:pointer;font-weight:600}
[open]>summary~*{margin-top:.5rem}
input:not([type=radio],[type=checkbox]){width:100%;min-height:3rem;padding:.5rem .75rem;border:2px solid var(--line);border-radius:.5rem;background:var(--card);color:var(--ink);font:inherit}
.choice{display:flex;align-items:center;gap:.75rem;min-height:2.75rem;font-weight:400}
.choice input{flex:none;width:1.5rem;height:1.5rem;margin:0}
.many{display:grid;grid-template-columns:repeat(auto-fill,minmax(7rem,1fr));column-gap:1rem}
:lang(en) .many{grid-template-columns:repeat(auto-fill,minmax(min(100%,9rem),1fr))}
.many legend{grid-column:1/-1}
.units{display:flex;flex-wrap:wrap;gap:0 1.5rem}
.units legend{float:left;width:100%}
.take{position:relative;display:grid;place-items:center;min-height:2.75rem;border:2px solid;border-radius:.5rem}
.take input:not([type=radio],[type=checkbox]){position:absolute;inset:0;width:100%;height:100%;padding:0;opacity:0}
.take:focus-within{outline:3px solid var(--link);outline-offset:2px}
nav{position:fixed;inset:auto 0 0;max-width:none;display:flex;justify-content:center;background:var(--card);border-top:1px solid var(--line)}
main a{display:flex;gap:.5rem;align-items:center;min-height:2.75rem;color:var(--link);font-weight:600}
nav a{flex:1;max-width:13rem;min-height:3.75rem;display:grid;place-items:center;color:var(--ink);text-decoration:none}
nav a[aria-current]{font-weight:600;border-top:4px solid var(--link)}
@media(prefers-reduced-motion:no-preference){button{transition:opacity .15s}}
@media(forced-colors:active){.standing,.card,button{border:2px solid}nav a[aria-current]{border-top:4px solid Highlight}button:disabled{color:GrayText;border-color:GrayText}}
@media print{nav,.bar button,.steps{display:none}main{padding-bottom:0}.card,.standing{break-inside:avoid;background:none;color:#000;border:1px solid}}
a:focus-visible,summary:focus-visible,input:focus-within,button:focus-visible{outline:3px solid var(--link);outline-offset:2px}
h1:focus{outline:0}
`;

/** The style as it stands in the page. */
export const captureStyle = source.replaceAll('\n', '');
