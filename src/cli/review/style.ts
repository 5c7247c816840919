/** How the page looks, in light and dark. */
export const STYLE = `
:root { color-scheme: light dark; --text: #16191f; --quiet: #5f6b7a; --page: #f4f5f6; --panel: #fff; --line: #d5dbdb; --accent: #0972d3;
  --critical: #d91515; --warning: #b55f00; --information: #0972d3; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e7eb; --quiet: #95a1b0; --page: #0f1621; --panel: #18212e; --line: #37465a; --accent: #539fe5;
  --critical: #ff6b6b; --warning: #f0a14a; --information: #6cb4f5; } }
* { box-sizing: border-box; }
main li, main p, main h4 { overflow-wrap: anywhere; }
body { margin: 0; display: flex; background: var(--page); color: var(--text); font: 14px/1.5 system-ui, sans-serif; }
nav { position: sticky; top: 0; align-self: flex-start; flex: 0 0 220px; max-height: 100vh; overflow: auto; padding: 24px 16px; }
nav strong, nav a { display: block; margin-bottom: 8px; overflow-wrap: anywhere; }
a { color: var(--accent); text-decoration: none; }
main { flex: 1; min-width: 0; max-width: 1500px; padding: 16px 24px 64px; }
section { margin: 16px 0; padding: 8px 20px 16px; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; }
h1 { margin: 8px 0 0; font-size: 24px; overflow-wrap: anywhere; } h2 { font-size: 20px; margin: 8px 0; } h3 { font-size: 16px; margin: 20px 0 8px; } h4 { margin: 12px 0 4px; }
.quiet { color: var(--quiet); } .wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } th, td { padding: 6px 8px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--quiet); font-weight: 600; } td:nth-child(n+3) { min-width: 90px; overflow-wrap: anywhere; }
.critical, .error, .fatal { color: var(--critical); font-weight: 600; } .warning { color: var(--warning); font-weight: 600; } .information, .info { color: var(--information); }
td:nth-child(2) { min-width: 240px; max-width: 0; width: 55%; } summary { cursor: pointer; } pre { white-space: pre-wrap; margin: 8px 0; padding: 8px; overflow-x: auto; background: var(--page); border-radius: 4px; font-size: 12px; }
.tree ul { margin: 4px 0; padding-left: 22px; border-left: 2px solid var(--line); list-style: none; } .tree li { margin: 4px 0; }
.steps { max-width: none; } .steps .step { fill: none; stroke: var(--accent); stroke-width: 2.5; } .steps .zero { stroke: var(--line); stroke-dasharray: 4 4; }
.steps text { fill: var(--text); text-anchor: middle; font-size: 12px; } .steps .change { font-weight: 700; font-size: 13px; } .steps .when { fill: var(--quiet); font-size: 10.5px; }
#dashboards .dashboard { max-width: none; padding: 8px 20px 24px; } #dashboards .situations { margin: 24px 0 0; border: 1px solid var(--line); border-radius: 8px; }
@media (max-width: 800px) { body { display: block; } nav { position: static; max-height: none; } main { padding: 8px; } }
@media print { nav { display: none; } section { break-inside: avoid-page; } }
`;
