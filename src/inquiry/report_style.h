// How a report looks: on screens of any width, by day and by night, and on paper.
#pragma once

#include "inquiry/markup.h"

namespace msa {

[[nodiscard]] inline Markup report_css() {
    return R"css(
:root{color-scheme:light dark;--page:#f7f7f5;--card:#fff;--ink:#20242b;--soft:#58616e;--line:#e3e5e8;
--link:#1f5f8b;--good:#17694a;--good-back:#e8f4ee;--bad:#a3261c;--bad-back:#fbeceb;--warn:#7a5000;
--warn-back:#fbf3e2;--bar:#4a88ab;--accepted:#4a88ab;--held:#d6a545;--rejected:#c4553c;
--deferred:#8a6fb8;--aborted:#8b939d;--out_of_scope:#c3c8cf}
@media (prefers-color-scheme:dark){:root{--page:#14171b;--card:#1b1f25;--ink:#e4e7ec;--soft:#a2abb7;
--line:#2d333c;--link:#8ec1e6;--good:#7bd0a8;--good-back:#16271f;--bad:#f3a097;--bad-back:#2d1a19;
--warn:#e6c07b;--warn-back:#2a2316;--bar:#5f9dc2;--accepted:#5f9dc2;--held:#d9b056;--rejected:#da7358;
--deferred:#a58ad0;--aborted:#89919c;--out_of_scope:#4d5560}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
main{max-width:66rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:1.9rem;line-height:1.2;font-weight:650;letter-spacing:-.015em;margin:0 0 .35rem}
h2{font-size:1.2rem;line-height:1.3;font-weight:650;margin:0 0 .25rem}
h3{font-size:1rem;font-weight:650;margin:1.5rem 0 .25rem}
p{margin:.35rem 0}
a{color:var(--link);text-underline-offset:.15em}
.soft{color:var(--soft)}
header .soft{margin:0}
nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.15rem;list-style:none;margin:1.25rem 0 0;padding:0;
font-size:.9rem}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;
padding:1.4rem 1.5rem 1.5rem;margin:1.25rem 0}
.pair{display:grid;gap:1.25rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr))}
.pair section{margin:0;min-width:0}
.tiles{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));
margin:1.5rem 0 0;padding:0}
.tiles div{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:.8rem 1rem}
.tiles dt{color:var(--soft);font-size:.82rem}
.tiles dd{margin:0;font-size:1.5rem;font-weight:600;font-variant-numeric:tabular-nums;
letter-spacing:-.01em}
.verdicts{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr));
margin:.9rem 0 .5rem}
.verdict{border-radius:10px;padding:.8rem 1rem;border-left:5px solid}
.verdict b{display:block}
.yes{background:var(--good-back);border-color:var(--good)}.yes b{color:var(--good)}
.no{background:var(--bad-back);border-color:var(--bad)}.no b{color:var(--bad)}
.partly{background:var(--warn-back);border-color:var(--warn)}.partly b{color:var(--warn)}
.mark{font-weight:600;white-space:nowrap}
.mark.bad{color:var(--bad)}.mark.warn{color:var(--warn)}.mark.good{color:var(--good)}
.wide{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;margin:.6rem 0 .25rem;font-size:.9rem;
font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);font-size:.85rem;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.38rem .75rem .38rem 0;
border-bottom:1px solid var(--line);overflow-wrap:break-word}
td.long,tbody th.long,.bars th{overflow-wrap:anywhere;min-width:10rem}
th{font-weight:600}
tbody th{font-weight:500;min-width:8rem}
thead th{color:var(--soft);font-size:.8rem}
th:last-child,td:last-child{padding-right:0}
tbody tr:last-child>*{border-bottom:0}
.n{text-align:right;white-space:nowrap;overflow-wrap:normal}
th.n:not(:last-child),td.n:not(:last-child){padding-right:1.5rem}
.t{white-space:nowrap;overflow-wrap:normal}
.bars{table-layout:fixed}
.bars .name{width:38%}.bars .n{width:6.5rem}.bars .share{width:4rem}
.bars th,.bars td{min-width:0!important}.bars td.bar{padding-top:.72rem}
.bars svg{display:block;width:100%;height:.7rem;border-radius:3px;overflow:hidden}
.chart{margin:1rem 0 .4rem}
.plot{display:grid;grid-template-columns:auto 1fr;column-gap:.6rem}
.axis{display:flex;flex-direction:column;justify-content:space-between;text-align:right;
color:var(--soft);font-size:.75rem;line-height:1;font-variant-numeric:tabular-nums}
.plot svg{display:block;width:100%;height:13rem;border-bottom:1px solid var(--soft)}
.days{grid-column:2;display:flex;justify-content:space-between;color:var(--soft);font-size:.75rem;
padding-top:.3rem;font-variant-numeric:tabular-nums}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;list-style:none;margin:.6rem 0;padding:0;
font-size:.85rem}
.legend svg{width:.8rem;height:.8rem;border-radius:3px;vertical-align:-.05rem;margin-right:.4rem}
.strip svg{display:block;width:100%;height:1.5rem;border-radius:4px;background:var(--page)}
.strip{margin:.2rem 0 1rem}
.strip .days{padding-top:.2rem}
.accepted{fill:var(--accepted)}.held{fill:var(--held)}.rejected{fill:var(--rejected)}
.deferred{fill:var(--deferred)}.aborted{fill:var(--aborted)}.out_of_scope{fill:var(--out_of_scope)}
.other{fill:var(--ink)}.fill{fill:var(--bar)}.alarm{fill:var(--bad)}.grid{stroke:var(--line)}
.query{margin:.9rem 0 0;font-size:.82rem;color:var(--soft)}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;
font-size:.92em;overflow-wrap:anywhere}
.query code{display:block;margin-top:.2rem;padding:.45rem .65rem;background:var(--page);
border:1px solid var(--line);border-radius:7px;color:var(--ink)}
details{margin:.5rem 0}
summary{cursor:pointer;font-size:.88rem;color:var(--link)}
.words{columns:13rem;list-style:none;margin:.5rem 0;padding:0;font-size:.88rem}
footer{color:var(--soft);font-size:.85rem;margin-top:2rem}
@media (max-width:34rem){main{padding:1.5rem .8rem 3rem}section{padding:1.1rem 1rem 1.2rem}
h1{font-size:1.5rem}.bars .name{width:44%}.bars .share{display:none}.bars .n{width:4.6rem}
.plot svg{height:9rem}
.cards thead{display:none}.cards tr{display:block;padding:.55rem 0;border-bottom:1px solid var(--line)}
.cards tbody tr:last-child{border-bottom:0}
.cards tbody :is(th,td){display:flex;gap:1rem;justify-content:space-between;border:0;padding:.1rem 0;
text-align:right;white-space:normal;overflow-wrap:anywhere;min-width:0!important;
padding-right:0!important}
.cards tbody :is(th,td)::before{content:attr(data-label);color:var(--soft);font-weight:400;
text-align:left;flex:none;overflow-wrap:normal}
.cards tbody :is(th,td):empty{display:none}.cards tbody th{font-weight:600}}
@media print{:root{color-scheme:light;--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#ccc;
--link:#000;--good:#17694a;--good-back:#fff;--bad:#a3261c;--bad-back:#fff;--warn:#7a5000;
--warn-back:#fff;--bar:#4a88ab;--accepted:#4a88ab;--held:#d6a545;--rejected:#c4553c;
--deferred:#8a6fb8;--aborted:#8b939d;--out_of_scope:#c3c8cf}
body{font-size:10.5pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:none;padding:0}nav{display:none}
section{border:0;border-radius:0;border-top:1px solid #999;padding:.8rem 0;margin:.6rem 0}
.tiles div,.verdict{break-inside:avoid}.chart,tr,.strip{break-inside:avoid}h2,h3{break-after:avoid}
details::details-content{content-visibility:visible;block-size:auto;height:auto}
summary{display:none}.wide{overflow:visible}}
)css"_html;
}

}  // namespace msa
