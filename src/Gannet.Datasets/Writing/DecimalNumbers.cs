using System.Globalization;

namespace Gannet.Datasets.Writing;

/// <summary>Finds the shortest decimals that read back as the same box.</summary>
internal static class DecimalNumbers
{
    private const int MaxDecimals = 15;

    /// <summary>The double with the float's shortest decimal form: 258.15, not 258.149993896484375.</summary>
    public static double Shortest(float value) => double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The size with the fewest decimals that leads from <paramref name="start"/> to <paramref name="end"/> in float.</summary>
    public static double Size(double start, float end)
    {
        var exact = (double)end - start;
        for (var decimals = 0; decimals <= MaxDecimals; decimals++)
        {
            var rounded = Math.Round(exact, decimals);
            if ((float)(start + rounded) == end) return rounded;
        }

        return exact;
    }
}
