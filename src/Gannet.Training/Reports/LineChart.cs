using System.Globalization;
using System.Net;
using System.Text;

namespace Gannet.Training.Reports;

/// <summary>A line chart as inline SVG, coloured by the page's style sheet.</summary>
internal static class LineChart
{
    private const double Width = 720, Height = 260, Left = 72, Right = 12, Top = 12, Bottom = 34;

    private const double UsualShare = 0.99;

    /// <summary>Draws curves over a common x axis; the y axis starts at zero.</summary>
    /// <param name="title">What the chart shows; also read by screen readers.</param>
    /// <param name="xName">Name of the x axis.</param>
    /// <param name="series">The curves; the first is the most prominent.</param>
    /// <param name="top">Upper end of the y axis; null to fit the points.</param>
    /// <param name="mayLeave">Whether a few high points may lie above the chart; a note then says so.</param>
    /// <returns>A <c>figure</c> element, or an empty string if there is no point to draw.</returns>
    public static string Render(string title, string xName, IEnumerable<ChartSeries> series, double? top = null, bool mayLeave = false)
    {
        var curves = series.Select(static curve => curve.Condense()).Where(static curve => curve.Points.Count > 0).ToArray();
        if (curves.Length == 0) return "";
        var xs = curves.SelectMany(static curve => curve.Points).Select(static point => point.X).ToArray();
        var (low, high) = (xs.Min(), Math.Max(xs.Max(), xs.Min() + 1));
        var usual = top ?? TopOf(curves, mayLeave ? UsualShare : 1);
        var step = NiceStep(usual / 5);
        var ceiling = top ?? Math.Ceiling(usual / step) * step;

        var svg = new StringBuilder();
        var heading = WebUtility.HtmlEncode(title);
        svg.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{heading}</figcaption><div class=\"chart\">");
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{heading}\">");
        for (var value = 0.0; value <= ceiling + step / 2; value += step) DrawLevel(svg, value, Y(Math.Min(value, ceiling)));
        var xStep = Math.Max(1, NiceStep((high - low) / 6));
        for (var value = Math.Ceiling(low / xStep) * xStep; value <= high; value += xStep)
            DrawBelow(svg, X(value), Height - Bottom + 16, Label(value));
        DrawBelow(svg, (Left + Width - Right) / 2, Height - 3, xName);
        for (var i = curves.Length - 1; i >= 0; i--) DrawCurve(svg, curves[i], i);
        svg.Append("</svg></div>").Append(Legend(curves));
        if (Beyond(curves, ceiling) is { Length: > 0 } beyond) svg.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{beyond}</p>");
        svg.Append("</figure>\n");
        return svg.ToString();

        double X(double value) => Left + (value - low) / (high - low) * (Width - Left - Right);
        double Y(double value) => Height - Bottom - Math.Clamp(value / ceiling, 0, 1) * (Height - Top - Bottom);

        void DrawCurve(StringBuilder target, ChartSeries curve, int index)
        {
            target.Append(CultureInfo.InvariantCulture, $"<polyline class=\"curve c{index % 6}\" points=\"");
            foreach (var (x, y) in curve.Points) target.Append(CultureInfo.InvariantCulture, $"{X(x):F1},{Y(y):F1} ");
            target.Append("\"/>");

            // A line with one point would be invisible.
            if (curve.Points is not [var only]) return;
            target.Append(
                CultureInfo.InvariantCulture, $"<circle class=\"dot c{index % 6}\" cx=\"{X(only.X):F1}\" cy=\"{Y(only.Y):F1}\" r=\"3\"/>");
        }
    }

    private static void DrawLevel(StringBuilder svg, double value, double y) => svg
        .Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:F1}\" y2=\"{y:F1}\"/>")
        .Append(CultureInfo.InvariantCulture, $"<text class=\"y\" x=\"{Left - 6}\" y=\"{y + 4:F1}\">{Label(value)}</text>");

    private static void DrawBelow(StringBuilder svg, double x, double y, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"x\" x=\"{x:F1}\" y=\"{y}\">{WebUtility.HtmlEncode(text)}</text>");

    private static string Legend(ChartSeries[] curves)
    {
        if (curves.Length < 2) return "";
        var items = curves.Select(static (curve, i) => $"<li class=\"c{i % 6}\">{WebUtility.HtmlEncode(curve.Name)}</li>");
        return $"<ul class=\"legend\">{string.Concat(items)}</ul>";
    }

    // The loss of the first steps may be ten times that of all later ones. With fewer than a hundred points none is left out.
    private static double TopOf(ChartSeries[] curves, double share)
    {
        var values = curves.SelectMany(static curve => curve.Points).Select(static point => point.Y).Order().ToArray();
        var top = values[(int)Math.Ceiling((values.Length - 1) * share)] * 1.05;
        return top > 0 ? top : 1;
    }

    private static string Beyond(ChartSeries[] curves, double ceiling)
    {
        var above = curves.SelectMany(static curve => curve.Points).Select(static point => point.Y).Where(y => y > ceiling).ToArray();
        return above.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{above.Length} points lie above the chart, up to {above.Max():G3}.");
    }

    // The smallest of 1, 2 or 5 times a power of ten that is at least the given value.
    private static double NiceStep(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return (least / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
    }

    private static string Label(double value) => Math.Round(value, 10).ToString("0.#######", CultureInfo.InvariantCulture);
}

/// <summary>One curve of a chart.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Points">Points with increasing x; points that are not finite are left out.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    private const int MostPoints = 400;

    /// <summary>The curve reduced to at most a few hundred points, each the mean of an interval.</summary>
    /// <remarks>A screen shows no more, and averaging removes the noise of single steps.</remarks>
    public ChartSeries Condense()
    {
        var finite = Points.Where(static point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToArray();
        if (finite.Length <= MostPoints) return this with { Points = finite };
        var condensed = new (double X, double Y)[MostPoints];
        for (var i = 0; i < MostPoints; i++)
        {
            var stretch = finite.AsSpan((int)((long)i * finite.Length / MostPoints)..(int)((i + 1L) * finite.Length / MostPoints));
            foreach (var (x, y) in stretch) condensed[i] = (condensed[i].X + x / stretch.Length, condensed[i].Y + y / stretch.Length);
        }

        return this with { Points = condensed };
    }
}
