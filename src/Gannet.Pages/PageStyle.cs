namespace Gannet.Pages;

/// <summary>The style sheet of all pages: one column, light or dark to match the reader's system.</summary>
/// <remarks>The six colours c0 to c5 are Okabe and Ito's, which the colour-blind tell apart, lightened for dark paper. Curves also differ in
/// their dashes.</remarks>
internal static class PageStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b667a; --line: #d9dee7; --paper: #fff; --card: #f5f7fa;
          --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #b6588b; --c4: #b87f00; --c5: #3a97cf; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #a3adbd; --line: #343c4a; --paper: #14181f; --card: #1d232d;
          --c0: #4db2f0; --c1: #ff8a3d; --c2: #2fd0a0; --c3: #e79cc4; --c4: #f0b429; --c5: #9ad7ff; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 66rem; padding: 2rem 1.25rem 4rem; font: 16px/1.55 system-ui, sans-serif;
          color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
        h1 { margin: 0 0 1rem; font-size: 1.9rem; line-height: 1.25; } h2 { margin: 2.5rem 0 .75rem; font-size: 1.25rem; }
        h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 0; }
        dt, .note, figcaption { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; } .note { font-size: .875rem; }
        .headline { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin: 1rem 0; }
        .headline div { padding: .75rem 1rem; border-radius: .5rem; background: var(--card); }
        .headline b { display: block; font-size: 1.7rem; font-variant-numeric: tabular-nums; } .headline span { color: var(--soft); }
        .scroll, .chart { overflow-x: auto; } .scroll { margin-bottom: 1rem; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
        th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; }
        th { font-weight: 600; color: var(--soft); }
        .bar { display: inline-block; width: 6rem; height: .5rem; margin-left: .75rem; }
        .bar { border-radius: .25rem; background: var(--line); overflow: hidden; }
        .bar i { display: block; height: 100%; background: var(--c0); }
        figure { margin: 0 0 1.5rem; } svg { width: 100%; height: auto; } .chart svg { min-width: 40rem; } .small svg { min-width: 0; }
        svg text { font-size: 13px; fill: var(--soft); } svg .x { text-anchor: middle; } svg .y { text-anchor: end; }
        .grid { stroke: var(--line); } .curve { fill: none; stroke-width: 1.6; stroke-linejoin: round; } .curve.c0 { stroke-width: 2.2; }
        .curve.c1 { stroke-dasharray: 7 3; } .curve.c2 { stroke-dasharray: 2 2; } .curve.c3 { stroke-dasharray: 9 3 2 3; }
        .curve.c4 { stroke-dasharray: 4 4; } .curve.c5 { stroke-dasharray: 12 4; }
        .c0 { stroke: var(--c0); } .c1 { stroke: var(--c1); } .c2 { stroke: var(--c2); } .c3 { stroke: var(--c3); }
        .c4 { stroke: var(--c4); } .c5 { stroke: var(--c5); }
        .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .25rem 0 0; padding: 0 0 0 .5rem; }
        .legend { list-style: none; font-size: .875rem; }
        .legend li::before { content: ""; display: inline-block; width: 1rem; height: .2rem; margin-right: .4rem; }
        .legend li::before { vertical-align: middle; background: var(--mark); }
        .m0, .legend .c0 { --mark: var(--c0); } .m1, .legend .c1 { --mark: var(--c1); } .m2, .legend .c2 { --mark: var(--c2); }
        .m3, .legend .c3 { --mark: var(--c3); } .m4, .legend .c4 { --mark: var(--c4); } .m5, .legend .c5 { --mark: var(--c5); }
        .smalls { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: 0 1.25rem; }
        .bars { display: grid; grid-template-columns: minmax(5rem, max-content) 1fr max-content; gap: .5rem .75rem; align-items: center; padding-top: .5rem; }
        .bars > span:nth-child(3n) { font-variant-numeric: tabular-nums; text-align: right; }
        .bars > div { display: grid; gap: 2px; } .bars i { display: block; height: .7rem; min-width: 1px; border-radius: 2px; background: var(--mark); }
        .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); gap: 1rem; }
        .pictures figure { margin: 0; } .pictures figcaption { font-size: .875rem; }
        .pictures img { width: 100%; border-radius: .5rem; display: block; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: .75rem; } .pair figure { margin: 0; }
        .marked { display: block; border-radius: .35rem; } .marked path { fill: none; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
        .marked .case { stroke: #000; stroke-opacity: .55; stroke-width: 4px; } .marked .right { stroke: #6cc6ff; stroke-width: 1.5px; }
        .marked .wrong { stroke: #ff8a1f; stroke-width: 3px; } .marked .absent { stroke: #ff8a1f; stroke-width: 3px; stroke-dasharray: 6 4; }
        .marked text { fill: #fff; stroke: #000; paint-order: stroke; font-weight: 700; }
        .worst { margin: 0 0 1.5rem; padding: 1rem; border-radius: .5rem; background: var(--card); } .worst h3 { margin-top: 0; }
        .worst ol { margin: .5rem 0 0; padding-left: 2rem; font-size: .875rem; columns: 20rem; column-gap: 2rem; } .off { opacity: .4; }
        .filter { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: baseline; margin: 0 0 1rem; }
        .filter { padding: .6rem 0; background: var(--paper); } .filter[hidden], .worst[hidden] { display: none; }
        .filter label { display: flex; gap: .4rem; align-items: baseline; max-width: 100%; }
        select { min-width: 0; max-width: 100%; padding: .25rem .5rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
          border-radius: .35rem; }
        .confusion { width: auto; } .confusion td, .confusion th { padding: .35rem .75rem; } .confusion td { text-align: right; }
        .confusion .right { background: color-mix(in srgb, var(--c0) var(--share), transparent); }
        .confusion .wrong { background: color-mix(in srgb, var(--c1) var(--share), transparent); }
        .sideways thead span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 10rem; overflow: hidden; }
        .diagonal { stroke: var(--soft); stroke-dasharray: 3 4; }
        @media (max-width: 40rem) { .bars { grid-template-columns: 1fr max-content; } .bars > span:nth-child(3n+1) { grid-column: 1 / -1; }
          .bar { width: 3rem; } th, td { padding-right: .6rem; } }
        details { margin-bottom: 1rem; } summary { cursor: pointer; color: var(--soft); }
        """;
}
