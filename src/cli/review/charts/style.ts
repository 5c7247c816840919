/** Looks like CloudWatch, light and dark, on narrow screens and on paper. */
export const CHART_STYLE = `
:root { color-scheme: light dark; --page: #f2f3f3; --card: #ffffff; --ink: #16191f; --soft: #545b64; --line: #d5dbdb; --accent: #0972d3; --row: 42px; }
@media (prefers-color-scheme: dark) {
  :root { --page: #0f1b2a; --card: #192534; --ink: #e9ebed; --soft: #a3adb9; --line: #354150; --accent: #539fe5; }
}
body { background: var(--page); color: var(--ink); font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; margin: 0; }
.situations { position: sticky; top: 0; z-index: 5; display: flex; flex-wrap: wrap; align-items: center; gap: 6px 8px; margin: 0; padding: 10px 16px;
  border: 0; border-bottom: 1px solid var(--line); background: var(--card); min-width: 0; }
.situations legend { float: left; padding: 0; margin-right: 6px; font-weight: 700; }
.situations label { position: relative; cursor: pointer; }
.situations input { position: absolute; opacity: 0; inset: 0; margin: 0; cursor: pointer; }
.situations span { display: inline-block; padding: 4px 14px; border: 1px solid var(--line); border-radius: 16px; }
.situations input:checked + span { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 600; }
.situations input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 2px; }
.situation-text { flex: 1 1 320px; color: var(--soft); }
.dashboard { max-width: 1680px; margin: 0 auto; padding: 8px 16px 32px; }
.dashboard-title { font-size: 20px; margin: 16px 0 12px; overflow-wrap: anywhere; }
.grid { display: grid; grid-template-columns: repeat(24, minmax(0, 1fr)); grid-auto-rows: var(--row); gap: 8px; }
.widget { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 8px 12px; overflow: hidden; min-width: 0;
  display: flex; flex-direction: column; box-sizing: border-box; }
.widget h3 { overflow-wrap: anywhere; margin: 0 0 4px; font-size: 13px; font-weight: 700; line-height: 1.3; }
.widget.text { overflow: auto; display: block; overflow-wrap: anywhere; }
.widget.text > :first-child { margin-top: 0; }
.widget.text > :last-child { margin-bottom: 0; }
.widget.text h1 { font-size: 20px; margin: 0 0 6px; }
.widget.text h2 { font-size: 18px; margin: 0 0 4px; }
.widget.text h3 { font-size: 15px; }
.widget.text p, .widget.text ul { margin: 0 0 6px; }
.widget.text a { color: var(--accent); }
.widget.text table { border-collapse: collapse; font-size: 13px; }
.widget.text th, .widget.text td { border-bottom: 1px solid var(--line); padding: 3px 10px 3px 0; text-align: left; vertical-align: top; }
.plot { flex: 1 1 auto; min-height: 0; display: flex; flex-direction: column; position: relative; }
.plot.side { flex-direction: row; }
.canvas { flex: 1 1 auto; min-height: 0; min-width: 0; }
.legend { list-style: none; margin: 2px 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: 1px 14px; font-size: 11px; color: var(--soft); max-height: 48px;
  overflow: auto; flex: none; }
.side .legend { flex: 0 1 34%; flex-direction: column; flex-wrap: nowrap; max-height: none; }
.legend li { display: flex; align-items: center; gap: 5px; max-width: 100%; min-width: 0; }
.legend i { flex: none; width: 10px; height: 10px; border-radius: 2px; }
.legend b { font-weight: 400; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.numbers { display: flex; flex-wrap: wrap; gap: 0 24px; align-items: baseline; flex: none; }
.numbers div { min-width: 0; }
.numbers strong { font-size: 28px; line-height: 1.2; font-weight: 600; }
.numbers span { display: block; font-size: 11px; color: var(--soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.plot table { border-collapse: collapse; font-size: 12px; width: 100%; }
.plot td { border-bottom: 1px solid var(--line); padding: 3px 8px 3px 0; }
.empty { margin: auto; padding: 8px; color: var(--soft); text-align: center; font-size: 13px; }
.empty.missing { border: 1px dashed var(--line); border-radius: 6px; padding: 10px 18px; }
.note { margin: 0; font-size: 11px; color: var(--soft); flex: none; }
.tiles { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(130px, 1fr)); gap: 4px; overflow: auto; }
.tiles li { border: 1px solid var(--line); border-left: 4px solid var(--soft); border-radius: 4px; padding: 3px 6px; font-size: 11px; line-height: 1.25;
  overflow-wrap: anywhere; }
.tip { font-size: 12px; max-width: 360px; }
.tip div { display: flex; gap: 12px; justify-content: space-between; }
.tip span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
@media (max-width: 800px) {
  .dashboard { padding: 8px; }
  .grid { display: flex; flex-direction: column; }
  .widget.chart { min-height: 260px; }
  .widget.chart.small { min-height: 0; }
}
@media print {
  :root { color-scheme: light; --page: #ffffff; --card: #ffffff; --ink: #000000; --soft: #444444; --line: #cccccc; --row: 40px; }
  .situations { position: static; }
  .widget { break-inside: avoid; }
}
`;
