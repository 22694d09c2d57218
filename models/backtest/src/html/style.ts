const LIGHT = `--page:#f2f3f4;--card:#fff;--ink:#1c2126;--soft:#59626c;--line:#3f4852;--rule:#a4acb5;--grid:#e4e7ea;--edge:#dcdfe3;--band:#d6dbe0;--alarm:#b42318;--warn:#8a5a00;--warn-fill:#fdf3de;--alarm-fill:#fdecea`;
const DARK = `--page:#14171a;--card:#1d2125;--ink:#e7e9eb;--soft:#a0a9b3;--line:#c3cad1;--rule:#6d7781;--grid:#2a2f35;--edge:#30363c;--band:#3a424a;--alarm:#ff8379;--warn:#e6b04a;--warn-fill:#332a17;--alarm-fill:#3a201e`;

/** Grey when normal; colour only where something is wrong, and never colour alone. */
export const STYLE = `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;-webkit-text-size-adjust:100%}
main{max-width:1240px;margin:0 auto;padding:28px 20px 60px}
h1{font-size:26px;line-height:1.2;margin:0 0 4px;letter-spacing:-.01em}
h2{font-size:18px;margin:40px 0 10px}
h3{font-size:15px;margin:0;overflow-wrap:anywhere}
p{margin:0 0 10px}
a{color:inherit;text-underline-offset:2px}
.meta{color:var(--soft);font-size:13px;overflow-wrap:anywhere}
.verdict{font-size:17px;max-width:70ch;margin:18px 0}
.loud{background:var(--alarm-fill);border:2px solid var(--alarm);border-radius:6px;padding:12px 16px;margin:18px 0;font-weight:600;overflow-wrap:anywhere}
.tiles{list-style:none;padding:0;margin:18px 0;display:grid;gap:10px;grid-template-columns:repeat(auto-fit,minmax(178px,1fr))}
.tiles li{background:var(--card);border:1px solid var(--edge);border-left:4px solid var(--rule);border-radius:6px;padding:10px 12px;display:flex;flex-direction:column}
.tiles li.warn{border-left-color:var(--warn)}
.tiles strong{font-size:25px;line-height:1.3;font-variant-numeric:tabular-nums;font-weight:650}
.tiles i{font-style:normal;font-size:16px;color:var(--warn)}
.name,.note{font-size:12.5px;color:var(--soft);line-height:1.35}
.name{color:var(--ink)}
.card,.panel{background:var(--card);border:1px solid var(--edge);border-radius:6px;padding:14px}
.wary{margin:0;padding-left:20px;max-width:80ch}
.wary li{margin:4px 0}
.two{display:grid;gap:14px;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));align-items:start}
.cards{display:grid;gap:14px;grid-template-columns:repeat(auto-fill,minmax(min(100%,350px),1fr))}
.card header{display:flex;flex-wrap:wrap;gap:0 12px;justify-content:space-between;align-items:baseline}
.card header p{margin:0;font-size:13px;color:var(--soft)}
.card:target{border-color:var(--line)}
.lead{grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr))}
@media (min-width:1000px){.lead{grid-template-columns:3fr 2fr}}
.bad,.card header p.bad{color:var(--alarm);font-weight:600}
.warn,.card header p.warn{color:var(--warn);font-weight:500}
.tiles li.warn{color:inherit;font-weight:400}
output{display:block;font-size:12.5px;color:var(--soft);min-height:2.7em;line-height:1.35;font-variant-numeric:tabular-nums}
table{border-collapse:collapse;width:100%;font-size:13.5px;font-variant-numeric:tabular-nums}
td{white-space:nowrap}
th,td{padding:6px 10px;border-bottom:1px solid var(--grid);text-align:right;vertical-align:top}
th:first-child,td:first-child{text-align:left}
tbody th{font-weight:500;overflow-wrap:anywhere}
thead th{color:var(--soft);font-weight:600;font-size:12.5px}
tbody tr:last-child>*{border-bottom:0}
.comparison{table-layout:fixed}
.comparison thead td{width:34%}
.comparison tbody th{overflow-wrap:normal}
.comparison td:nth-child(2){font-weight:650}
.scroll{overflow-x:auto}
.scroll td{white-space:nowrap}
.scroll th:first-child{position:sticky;left:0;background:var(--card);min-width:120px;max-width:180px}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:13px;color:var(--soft);margin:0 0 12px;padding:0;list-style:none}
.legend svg{display:inline-block;width:26px;height:14px;vertical-align:-2px;margin-right:4px}
svg{display:block;width:100%;height:auto;font:10.5px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;touch-action:pan-y}
svg:focus-visible,.scroll:focus-visible{outline:2px solid var(--line);outline-offset:2px}
.title{fill:var(--ink);font-size:11px}
.tick{fill:var(--soft)}
.halo{paint-order:stroke;stroke:var(--card);stroke-width:3px;stroke-linejoin:round}
.curve{max-width:440px}
.end{text-anchor:end}
.middle{text-anchor:middle}
.grid{stroke:var(--grid);fill:none}
.axis{stroke:var(--rule);fill:none}
.line{stroke:var(--line);stroke-width:1.4;fill:none;stroke-linejoin:round}
.line.thin{stroke-width:1.1}
.line.over{stroke:var(--warn);stroke-width:1.9}
.threshold{stroke:var(--soft);stroke-dasharray:2 3;fill:none}
.actual{stroke:var(--soft);stroke-dasharray:5 3;fill:none;stroke-width:1.2}
.band{fill:var(--band)}
.learning{fill:var(--grid)}
.failure{stroke:var(--alarm);stroke-width:1.6;fill:none}
.bar{fill:var(--warn)}
.bar.false{fill:none;stroke:var(--alarm)}
.cross{stroke:var(--alarm);stroke-width:1.8;fill:none}
.opened{fill:var(--warn);stroke:var(--card)}
.cursor{stroke:var(--ink);fill:none}
.dot{fill:var(--line);fill-opacity:.75}
.count{fill:var(--band)}
.inside{fill:none;stroke:var(--line);stroke-opacity:.55}
.outside{fill:var(--warn);fill-opacity:.75}
dl{max-width:78ch;margin:0}
dt{font-weight:600;margin-top:12px}
dd{margin:2px 0 0;color:var(--soft)}
footer{margin-top:40px;color:var(--soft);font-size:12.5px;overflow-wrap:anywhere}
@media (max-width:520px){main{padding:18px 12px 40px}h1{font-size:22px}.verdict{font-size:16px}.tiles{grid-template-columns:1fr 1fr;gap:8px}.tiles strong{font-size:21px}.card,.panel{padding:12px 10px}th,td{padding:6px 4px;font-size:13px}}
@page{margin:10mm}
@media print{
:root{${LIGHT};--page:#fff}
body{font-size:9.5pt}
main{padding:0;max-width:none}
h1{font-size:17pt}
h2{font-size:12pt;margin:16px 0 6px;break-after:avoid}
.verdict{font-size:10.5pt;max-width:none;margin:8px 0}
.tiles{margin:8px 0;grid-template-columns:repeat(3,1fr);gap:6px}
.tiles li{padding:5px 9px}
.tiles strong{font-size:14pt}
.card,.panel,.tiles li{break-inside:avoid}
.panel{padding:6px 10px}
.two{grid-template-columns:1fr 1fr}
.lead{display:block}
table{font-size:8pt}
th,td{padding:3px 5px}
.scroll{overflow:visible}
.scroll td{white-space:normal}
.scroll th:first-child{position:static;min-width:80px}
.cards{grid-template-columns:1fr 1fr;gap:8px}
.card{padding:5px 8px}
.card svg{width:80%;margin:0 auto}
output,.cursor{display:none}
.curve{max-width:300px}
}
`;
