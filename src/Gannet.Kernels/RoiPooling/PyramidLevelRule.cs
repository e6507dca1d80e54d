namespace Gannet.Kernels.RoiPooling;

/// <summary>Which pyramid level a region is pooled from, by its size: equation 1 of the FPN paper.</summary>
/// <param name="FinestLevel">Number of the first level, 2 for stride 4.</param>
/// <param name="CoarsestLevel">Number of the last level.</param>
/// <param name="Rounding">Whether a size between two levels belongs to the finer or the nearer one.</param>
public readonly record struct PyramidLevelRule(int FinestLevel, int CoarsestLevel, LevelRounding Rounding = LevelRounding.Floor)
{
    // A region of ImageNet's 224 pixels is pooled from level 4, as in the paper.
    private const float CanonicalSize = 224;
    private const int CanonicalLevel = 4;

    /// <summary>The shortest side of a square region that belongs to a level or a coarser one, in pixels.</summary>
    /// <param name="level">Number of the level, 2 for stride 4.</param>
    /// <param name="rounding">Whether a size between two levels belongs to the finer or the nearer one.</param>
    public static float LowestSide(int level, LevelRounding rounding) =>
        (float)(CanonicalSize * Math.Pow(2, level - CanonicalLevel - (rounding == LevelRounding.Round ? 0.5 : 1e-6)));

    /// <summary>The index, from the finest level, of the level for <paramref name="box"/>.</summary>
    public int IndexOf(Box box)
    {
        var exact = CanonicalLevel + MathF.Log2(MathF.Sqrt(box.Area) / CanonicalSize);
        // torchvision's 1e-6 keeps rounding from moving a side of exactly 224·2ᵏ one level down.
        var level = Rounding == LevelRounding.Round ? MathF.Round(exact) : MathF.Floor(exact + 1e-6f);
        return (int)Math.Clamp(level, FinestLevel, CoarsestLevel) - FinestLevel;
    }
}

/// <summary>How the fractional level of a region is rounded.</summary>
public enum LevelRounding
{
    /// <summary>Down, as in the FPN paper, torchvision, detectron2 and kerod: level 4 takes sides from 224 to 448.</summary>
    Floor,

    /// <summary>To the nearest, as in matterport's Mask R-CNN: level 4 takes sides from 158.4 to 316.8.</summary>
    Round,
}
