namespace Gannet.Datasets.Synthesis;

/// <summary>What the synthetic microscope fields look like.</summary>
public sealed record SmearFieldOptions
{
    /// <summary>Width in pixels.</summary>
    /// <value>320 by default: large enough for fifteen cells, small enough to train on in minutes. At least 128.</value>
    public int Width { get; init; } = 320;

    /// <summary>Height in pixels.</summary>
    /// <value>240 by default. At least 128.</value>
    public int Height { get; init; } = 240;

    /// <summary>Minimum number of cells to try to place in a picture of 320×240; scales with the area.</summary>
    /// <value>8 by default.</value>
    public int MinCorpuscles { get; init; } = 8;

    /// <summary>Maximum number of cells to try to place in a picture of 320×240; scales with the area.</summary>
    /// <value>15 by default.</value>
    public int MaxCorpuscles { get; init; } = 15;

    /// <summary>Share of the cells that are placed across the outline of an earlier one.</summary>
    /// <value>0.4 by default, at which about six in ten cells overlap another. In [0, 1].</value>
    public double OverlapShare { get; init; } = 0.4;

    /// <summary>Standard deviation of the camera's noise, in grey levels (0 to 255).</summary>
    /// <value>3 by default; 0 for none.</value>
    public double Noise { get; init; } = 3;

    /// <summary>Largest defocus: standard deviation of the blur, in pixels.</summary>
    /// <value>1.1 by default; 0 for pictures in focus.</value>
    public double Blur { get; init; } = 1.1;

    /// <summary>How uneven the lamp is: the share of light that the darkest corner may lose.</summary>
    /// <value>0.4 by default; 0 for even light. Below 1.</value>
    public double UnevenLight { get; init; } = 0.4;

    /// <summary>Seed; the same options and the same index always make the same picture.</summary>
    /// <value>1 by default.</value>
    public int Seed { get; init; } = 1;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 128);
        ArgumentOutOfRangeException.ThrowIfLessThan(Height, 128);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Width, 8192);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Height, 8192);
        ArgumentOutOfRangeException.ThrowIfNegative(MinCorpuscles);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxCorpuscles, MinCorpuscles);
        RequireWithin(OverlapShare, 1, nameof(OverlapShare));
        RequireWithin(Noise, 100, nameof(Noise));
        RequireWithin(Blur, 10, nameof(Blur));
        RequireWithin(UnevenLight, 0.95, nameof(UnevenLight));
    }

    private static void RequireWithin(double value, double most, string name)
    {
        if (!(value >= 0 && value <= most)) throw new ArgumentOutOfRangeException(name, value, $"{name} must be in [0, {most}].");
    }
}
