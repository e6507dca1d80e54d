namespace Gannet.Datasets.Editing;

/// <summary>A labelled box as an editor shows and changes it: corners in pixels, as the file states them.</summary>
public sealed record EditedBox
{
    /// <summary>Names the object in its file, so that whatever is not edited survives; null for a new one.</summary>
    public string? Key { get; init; }

    /// <summary>Name of the class.</summary>
    public required string Class { get; init; }

    /// <summary>Left edge.</summary>
    public required double X1 { get; init; }

    /// <summary>Top edge.</summary>
    public required double Y1 { get; init; }

    /// <summary>Right edge, exclusive.</summary>
    public required double X2 { get; init; }

    /// <summary>Bottom edge, exclusive.</summary>
    public required double Y2 { get; init; }

    /// <summary>Whether the object is marked as too hard to count.</summary>
    public bool IsDifficult { get; init; }

    /// <summary>Whether the box covers a crowd of objects.</summary>
    public bool IsCrowd { get; init; }

    /// <summary>Whether the object has an outline, too.</summary>
    public bool HasOutline { get; init; }

    /// <summary>The corners rounded to float.</summary>
    public Box Box => new((float)X1, (float)Y1, (float)X2, (float)Y2);

    /// <summary>Whether the corners are finite and leave an area.</summary>
    public bool IsValid => double.IsFinite(X1) && double.IsFinite(Y1) && double.IsFinite(X2) && double.IsFinite(Y2) && Box.IsValid;

    /// <summary>Whether another box has the same corners.</summary>
    internal bool IsAt(EditedBox other) => X1 == other.X1 && Y1 == other.Y1 && X2 == other.X2 && Y2 == other.Y2;
}
