using System.Globalization;

namespace Gannet.Pages.Charts;

/// <summary>A line chart as inline SVG, coloured by the page's style sheet.</summary>
public static class LineChart
{
    private const double UsualShare = 0.99;
    private const int Colours = 6;

    /// <summary>Draws curves over a common x axis; the y axis starts at zero.</summary>
    /// <param name="options">Titles and axes.</param>
    /// <param name="series">The curves; the first is the most prominent.</param>
    /// <returns>A <c>figure</c> element; nothing if there is no point to draw.</returns>
    public static Html Render(ChartOptions options, IEnumerable<ChartSeries> series)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(series);
        var curves = series.Select(static curve => curve.Condense()).Where(static curve => curve.Points.Count > 0).ToArray();
        if (curves.Length == 0) return default;
        var plane = Plane.Of(options, curves);
        var svg = new HtmlBuilder();
        svg.Append($"<figure{new Html(options.IsSmall ? " class=\"small\"" : "")}><figcaption>{options.Title}</figcaption><div class=\"chart\">")
            .Append($"<svg viewBox=\"0 0 {plane.Width} {plane.Height}\" role=\"img\" aria-label=\"{options.Title}\">");
        plane.DrawGrid(svg, options.XName);
        if (options.HasDiagonal) svg.Append($"<line class=\"diagonal\" x1=\"{plane.X(0)}\" y1=\"{plane.Y(0)}\" x2=\"{plane.X(1)}\" y2=\"{plane.Y(1)}\"/>");
        for (var i = curves.Length - 1; i >= 0; i--) DrawCurve(svg, plane, curves[i], i % Colours);
        svg.Append($"</svg></div>{Legend(curves)}");
        if (Beyond(curves, plane.Ceiling) is { Length: > 0 } beyond) svg.Append($"<p class=\"note\">{beyond}</p>");
        return svg.Append($"</figure>\n").ToHtml();
    }

    private static void DrawCurve(HtmlBuilder svg, Plane plane, ChartSeries curve, int colour)
    {
        svg.Append($"<polyline class=\"curve c{colour}\" points=\"");
        foreach (var (x, y) in curve.Points) svg.Append($"{plane.X(x):0.##},{plane.Y(y):0.##} ");
        svg.Append($"\"/>");

        // A line with one point would be invisible.
        if (curve.Points is [var only]) svg.Append($"<circle class=\"dot c{colour}\" cx=\"{plane.X(only.X):0.##}\" cy=\"{plane.Y(only.Y):0.##}\" r=\"3\"/>");
    }

    private static Html Legend(ChartSeries[] curves)
    {
        if (curves.Length < 2) return default;
        var html = new HtmlBuilder().Append($"<ul class=\"legend\">");
        for (var i = 0; i < curves.Length; i++) html.Append($"<li class=\"c{i % Colours}\">{curves[i].Name}</li>");
        return html.Append($"</ul>").ToHtml();
    }

    private static string Beyond(ChartSeries[] curves, double ceiling)
    {
        var above = curves.SelectMany(static curve => curve.Points).Select(static point => point.Y).Where(y => y > ceiling).ToArray();
        return above.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{above.Length} points lie above the chart, up to {above.Max():G3}.");
    }

    /// <summary>Where values lie in the drawing.</summary>
    private sealed record Plane(double Width, double Height, double Low, double High, double XStep, double Ceiling, double YStep)
    {
        private const double Left = 52, Right = 12, Top = 12, Bottom = 34;

        public static Plane Of(ChartOptions options, ChartSeries[] curves)
        {
            var xs = curves.SelectMany(static curve => curve.Points).Select(static point => point.X).ToArray();
            var (low, high) = options.Range ?? (xs.Min(), Math.Max(xs.Max(), xs.Min() + 1));
            var usual = options.Top ?? TopOf(curves, options.MayLeave ? UsualShare : 1);
            var step = NiceStep(usual / 5);
            var (width, height) = options.IsSmall ? (340.0, 240.0) : (720.0, 260.0);
            var across = NiceStep((high - low) / (options.IsSmall ? 5 : 6));
            return new(width, height, low, high, options.Range is null ? Math.Max(1, across) : across, options.Top ?? Math.Ceiling(usual / step) * step, step);
        }

        public double X(double value) => Left + ((value - Low) / (High - Low) * (Width - Left - Right));

        public double Y(double value) => Height - Bottom - (Math.Clamp(value / Ceiling, 0, 1) * (Height - Top - Bottom));

        public void DrawGrid(HtmlBuilder svg, string xName)
        {
            for (var value = 0.0; value <= Ceiling + (YStep / 2); value += YStep)
            {
                var y = Y(Math.Min(value, Ceiling));
                svg.Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:F1}\" y2=\"{y:F1}\"/>")
                    .Append($"<text class=\"y\" x=\"{Left - 6}\" y=\"{y + 4:F1}\">{Label(value)}</text>");
            }

            for (var value = Math.Ceiling(Low / XStep) * XStep; value <= High + (XStep / 1000); value += XStep) DrawBelow(svg, X(value), Height - Bottom + 16, Label(value));
            DrawBelow(svg, (Left + Width - Right) / 2, Height - 3, xName);
        }

        private static void DrawBelow(HtmlBuilder svg, double x, double y, string text) =>
            svg.Append($"<text class=\"x\" x=\"{x:F1}\" y=\"{y}\">{text}</text>");

        // The loss of the first steps may be ten times that of all later ones. With fewer than a hundred points none is left out.
        private static double TopOf(ChartSeries[] curves, double share)
        {
            var values = curves.SelectMany(static curve => curve.Points).Select(static point => point.Y).Order().ToArray();
            var top = values[(int)Math.Ceiling((values.Length - 1) * share)] * 1.05;
            return top > 0 ? top : 1;
        }

        // The smallest of 1, 2 or 5 times a power of ten that is at least the given value.
        private static double NiceStep(double least)
        {
            var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
            return (least / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
        }

        private static string Label(double value) => Math.Round(value, 10).ToString("0.#######", CultureInfo.InvariantCulture);
    }
}

/// <summary>Titles and axes of a line chart.</summary>
/// <param name="Title">What the chart shows; also read by screen readers.</param>
/// <param name="XName">Name of the x axis.</param>
public sealed record ChartOptions(string Title, string XName)
{
    /// <summary>Upper end of the y axis; null to fit the points.</summary>
    public double? Top { get; init; }

    /// <summary>Ends of the x axis; null to fit the points, whose distance is then taken as whole numbers.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>Whether a few high points may lie above the chart; a note then says so.</summary>
    public bool MayLeave { get; init; }

    /// <summary>Whether the chart is one of many and fits a narrow screen.</summary>
    public bool IsSmall { get; init; }

    /// <summary>Whether a line shows where y equals x.</summary>
    public bool HasDiagonal { get; init; }
}

/// <summary>One curve of a chart.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Points">Points with increasing x; points that are not finite are left out.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    private const int MostPoints = 400;

    /// <summary>The curve reduced to at most a few hundred points, each the mean of an interval.</summary>
    /// <remarks>A screen shows no more, and averaging removes the noise of single steps.</remarks>
    internal ChartSeries Condense()
    {
        var finite = Points.Where(static point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToArray();
        if (finite.Length <= MostPoints) return this with { Points = finite };
        var condensed = new (double X, double Y)[MostPoints];
        for (var i = 0; i < MostPoints; i++)
        {
            var stretch = finite.AsSpan((int)((long)i * finite.Length / MostPoints)..(int)((i + 1L) * finite.Length / MostPoints));
            foreach (var (x, y) in stretch) condensed[i] = (condensed[i].X + (x / stretch.Length), condensed[i].Y + (y / stretch.Length));
        }

        return this with { Points = condensed };
    }
}
