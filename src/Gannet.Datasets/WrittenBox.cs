namespace Gannet.Datasets;

/// <summary>A box as a file states it, in double. Scores use it, since rounding to float can move an overlap across a threshold.</summary>
/// <param name="X">Left edge, in pixels.</param>
/// <param name="Y">Top edge, in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
public readonly record struct WrittenBox(double X, double Y, double Width, double Height)
{
    /// <summary>Right edge, in pixels.</summary>
    public double X2 => X + Width;

    /// <summary>Bottom edge, in pixels.</summary>
    public double Y2 => Y + Height;

    /// <summary>Width times height.</summary>
    public double Area => Width * Height;

    /// <summary>The same box in double.</summary>
    public static WrittenBox Of(in Box box) => new(box.X1, box.Y1, (double)box.X2 - box.X1, (double)box.Y2 - box.Y1);

    /// <summary>The box rounded to float.</summary>
    public Box ToBox() => new((float)X, (float)Y, (float)X2, (float)Y2);
}
