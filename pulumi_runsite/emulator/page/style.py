"""The stylesheet of the page."""

from __future__ import annotations

from .html import Html

STYLE = Html("""
:root { color-scheme: light; --line: #d9dee5; --soft: #f5f7f9; --dim: #5d6b7a; --blue: #1f5fbf; }
* { box-sizing: border-box; }
body { margin: 0; font: 14px/1.45 system-ui, sans-serif; color: #17202b; background: #fff; }
header { display: flex; gap: 1.5rem; align-items: baseline; padding: .8rem 1.5rem;
  border-bottom: 1px solid var(--line); background: var(--soft); }
h1 { font-size: 1.15rem; margin: 0; } h2 { font-size: 1rem; margin: 1.4rem 0 .5rem; }
h3 { font-size: .95rem; margin: 0 0 .35rem; }
main { display: grid; grid-template-columns: minmax(0, 3fr) minmax(18rem, 2fr); gap: 0 2rem;
  padding: 0 1.5rem 2rem; }
@media (max-width: 60rem) { main { grid-template-columns: minmax(0, 1fr); } }
.dim, .id { color: var(--dim); } .id, code, td.path { font-family: ui-monospace, monospace;
  font-size: .85em; overflow-wrap: anywhere; }
article { border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem;
  margin-bottom: .7rem; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--dim);
  font-weight: 600; } th, td { padding: .15rem .5rem .15rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
.status { border-radius: 9px; padding: 0 .55em; font-size: .85em; background: #e7eaee; }
.running, .s2 { background: #d6f3df; color: #11592b; }
.failed, .cancelled, .blocked, .s4, .s5 { background: #fbdcdc; color: #87191b; }
.deploying, .starting, .stopping, .restarting, .pending, .cloning, .building, .rolling_back, .s3 {
  background: #dde9fc; color: #1a4a94; }
ol.phases { list-style: none; display: flex; gap: .25rem; margin: .3rem 0; padding: 0; }
ol.phases li { flex: 1; border-top: 4px solid #e1e5ea; padding-top: .1rem; color: var(--dim);
  font-size: .85em; }
ol.phases li.done { border-color: #8fbf9f; } ol.phases li.now { border-color: var(--blue);
  color: var(--blue); font-weight: 600; } ol.phases li.bad { border-color: #c33; color: #87191b; }
pre { margin: .3rem 0 0; padding: .35rem .5rem; background: var(--soft); overflow: auto;
  max-height: 9rem; font-size: .8em; }
form { display: flex; flex-wrap: wrap; gap: .35rem; align-items: center; margin: .3rem 0; }
input, select, button { font: inherit; padding: .15rem .4rem; border: 1px solid #aab4c0;
  border-radius: 4px; background: #fff; } button { background: var(--soft); cursor: pointer; }
input[type=number] { width: 5.5rem; } input[name=token] { width: 9rem; }
label { display: inline-flex; gap: .3rem; align-items: center; }
""")
