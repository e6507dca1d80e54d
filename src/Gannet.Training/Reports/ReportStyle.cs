namespace Gannet.Training.Reports;

/// <summary>The style sheet of the report: one column, light or dark to match the reader's system.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --ink: #1c2430; --soft: #667085; --line: #d9dee7; --paper: #fff; --card: #f5f7fa;
          --c0: #d1495b; --c1: #2f6fde; --c2: #1a9c5b; --c3: #d98200; --c4: #8e5bd0; --c5: #0093a3; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #98a2b3; --line: #343c4a; --paper: #14181f; --card: #1d232d;
          --c0: #ff7d8e; --c1: #76a9ff; --c2: #4ccf8d; --c3: #ffb54d; --c4: #bd93ff; --c5: #4fd0de; } }
        body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 4rem; font: 16px/1.55 system-ui, sans-serif;
          color: var(--ink); background: var(--paper); }
        h1 { margin: 0 0 1rem; font-size: 1.9rem; } h2 { margin: 2.5rem 0 .75rem; font-size: 1.25rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 0; }
        dt, .note, figcaption { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; } .note { font-size: .875rem; }
        .headline { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin-bottom: 1rem; }
        .headline div { padding: .75rem 1rem; border-radius: .5rem; background: var(--card); }
        .headline b { display: block; font-size: 1.7rem; font-variant-numeric: tabular-nums; } .headline span { color: var(--soft); }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; }
        th { font-weight: 600; color: var(--soft); }
        .bar { display: inline-block; width: 6rem; height: .5rem; margin-left: .75rem; }
        .bar { border-radius: .25rem; background: var(--line); overflow: hidden; }
        .bar i { display: block; height: 100%; background: var(--c2); }
        figure { margin: 0 0 1.5rem; } .chart { overflow-x: auto; } svg { width: 100%; min-width: 40rem; height: auto; }
        svg text { font-size: 13px; fill: var(--soft); } svg .x { text-anchor: middle; } svg .y { text-anchor: end; }
        .grid { stroke: var(--line); } .curve { fill: none; stroke-width: 1.4; stroke-linejoin: round; } .curve.c0 { stroke-width: 2.2; }
        .c0 { stroke: var(--c0); } .c1 { stroke: var(--c1); } .c2 { stroke: var(--c2); } .c3 { stroke: var(--c3); }
        .c4 { stroke: var(--c4); } .c5 { stroke: var(--c5); }
        .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .25rem 0 0; padding: 0 0 0 3.5rem; }
        .legend { list-style: none; font-size: .875rem; }
        .legend li::before { content: ""; display: inline-block; width: 1rem; height: .2rem; margin-right: .4rem; }
        .legend li::before { vertical-align: middle; background: var(--mark); }
        .legend .c0 { --mark: var(--c0); } .legend .c1 { --mark: var(--c1); } .legend .c2 { --mark: var(--c2); }
        .legend .c3 { --mark: var(--c3); } .legend .c4 { --mark: var(--c4); } .legend .c5 { --mark: var(--c5); }
        .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1rem; }
        .pictures figure { margin: 0; } .pictures figcaption { font-size: .875rem; }
        .pictures img { width: 100%; border-radius: .5rem; display: block; }
        """;
}
