using System.Globalization;

namespace Gannet.Pages;

/// <summary>Numbers as pages and Markdown show them.</summary>
public static class PageNumbers
{
    /// <summary>A share with three decimals; a dash if it is undefined, which scores say by −1 and calculations by NaN.</summary>
    /// <param name="value">A number in [0, 1], or an undefined one.</param>
    public static string Share(double value) => value is >= 0 and <= double.MaxValue ? value.ToString("0.000", CultureInfo.InvariantCulture) : "–";

    /// <summary>The change from one share to another with its sign; a dash if either is undefined.</summary>
    /// <param name="from">The earlier number.</param>
    /// <param name="to">The later number.</param>
    public static string Change(double from, double to) =>
        from >= 0 && to >= 0 ? (to - from).ToString("+0.000;−0.000;0.000", CultureInfo.InvariantCulture) : "–";

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);
}
