using System.Globalization;

namespace Gannet.Training.Recipes;

/// <summary>How large pictures are when the network sees them.</summary>
/// <param name="ShortSide">Shorter side in pixels.</param>
/// <param name="LongSide">Limit of the longer side.</param>
/// <param name="Tile">Side of the tiles that pictures are cut into, in pixels of the picture; 0 for whole pictures.</param>
/// <param name="Why">The reason.</param>
internal sealed record InputSize(int ShortSide, int LongSide, int Tile, string Why)
{
    // A two-stage detector finds objects of this side well; below, classes blur and boxes are a matter of single cells. Larger ones cost
    // time and gain little.
    private const double WantedSide = 32;

    // With time to spare, objects up to this side are shown larger; beyond, larger inputs only make training and detection slower.
    private const double AmpleSide = 2 * WantedSide;

    // Few enough cells to be quick, enough for what surrounds an object.
    private const int Least = 256;

    // Beyond this many times the pixels of a square of TileSide, tiles learn more in the same time: each holds objects at full size.
    private const double MostPixels = 2.5;
    private const int TileSide = 512;

    private const int Multiple = 32;

    /// <summary>Whether somebody asked for it, so that it stays whatever the time.</summary>
    private bool IsAskedFor { get; init; }

    /// <summary>Range of the sides of objects in the input, in pixels, and the side of the smallest class's lower quartile.</summary>
    public (double Low, double High, double Smallest) Objects(DataProfile data) => Tile > 0
        ? (data.Pixels.Low * Scale, data.Pixels.High * Scale, data.SmallestPixels * Scale)
        : (data.Side.Low * ShortSide, data.Side.High * ShortSide, data.SmallestClass.Quartile * ShortSide);

    // How much a tile is enlarged.
    private double Scale => (double)ShortSide / Tile;

    /// <summary>Pixels of an input of the median shape.</summary>
    public double Pixels(DataProfile data) => (double)ShortSide * Math.Min(LongSide, ShortSide * data.Elongation.Median);

    /// <summary>The smallest size at which the smallest class is found well, but no larger than the pictures are.</summary>
    public static InputSize For(DataProfile data)
    {
        var wanted = WantedSide / data.SmallestClass.Quartile;
        var shorter = Math.Min(wanted, data.ShortSide);
        var pixels = shorter * shorter * data.Elongation.Median;
        if (pixels > MostPixels * TileSide * TileSide && data.Pixels.High < TileSide / 2.0)
        {
            var side = data.SmallestPixels;
            var scale = Math.Clamp(WantedSide / side, 1, 2);
            var tile = RoundTo(TileSide / scale, Multiple);
            return new(RoundTo(tile * scale, Multiple), RoundTo(tile * scale, Multiple), tile, string.Create(CultureInfo.InvariantCulture,
                $"whole pictures would need {shorter:F0} pixels for '{data.SmallestName}' of {side:F0}; tiles show them at {scale:0.##} times their size"));
        }

        var chosen = Math.Max(Least, RoundTo(shorter, Multiple));
        var why = shorter < wanted
            ? string.Create(CultureInfo.InvariantCulture, $"the pictures' own; '{data.SmallestName}' has a side of {data.SmallestClass.Quartile * chosen:F0} pixels or less in a quarter of cases")
            : string.Create(CultureInfo.InvariantCulture, $"three quarters of '{data.SmallestName}' then have a side of at least {data.SmallestClass.Quartile * chosen:F0} pixels");
        return Of(data, chosen, why);
    }

    /// <summary>This one with the sides that were asked for; tiles keep their number of pixels and are scaled to that size.</summary>
    public InputSize AskedFor(DataProfile data, int? shortSide, int? longSide)
    {
        if (shortSide is null && longSide is null) return this;
        var side = shortSide ?? Math.Min(ShortSide, longSide!.Value);
        return this with
        {
            ShortSide = side,
            LongSide = longSide ?? (Tile > 0 ? side : Of(data, side, Why).LongSide),
            Why = "as asked for",
            IsAskedFor = true,
        };
    }

    /// <summary>A larger size for whole pictures, up to <paramref name="most"/> times this one, as far as small objects gain from it.</summary>
    public InputSize Enlarged(DataProfile data, double most, string why) => Scaled(data, Math.Clamp(AmpleSide / Objects(data).Smallest, 1, most), why);

    /// <summary>Another size for whole pictures; the same one where it can be no other.</summary>
    public InputSize Scaled(DataProfile data, double factor, string why)
    {
        var side = Math.Max(Least, RoundTo(Math.Min(ShortSide * factor, Math.Max(data.ShortSide, ShortSide)), Multiple));
        return Tile > 0 || IsAskedFor || side == ShortSide ? this : Of(data, side, why);
    }

    private static InputSize Of(DataProfile data, int shortSide, string why) =>
        new(shortSide, RoundTo(shortSide * Math.Clamp(data.Elongation.Most, 4.0 / 3, 2.5), Multiple), 0, why);

    private static int RoundTo(double value, int multiple) => Math.Max(multiple, (int)Math.Round(value / multiple) * multiple);
}
