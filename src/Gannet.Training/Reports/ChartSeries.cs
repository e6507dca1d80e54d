namespace Gannet.Training.Reports;

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
