using System.Runtime.InteropServices;

namespace Gannet;

/// <summary>An axis-aligned box in pixels, continuous coordinates; <paramref name="X2"/> and <paramref name="Y2"/> are exclusive.</summary>
/// <remarks>Sixteen bytes, laid out as four floats: a span of boxes is an <c>[R, 4]</c> array in (x1, y1, x2, y2) order.</remarks>
/// <param name="X1">Left edge.</param>
/// <param name="Y1">Top edge.</param>
/// <param name="X2">Right edge.</param>
/// <param name="Y2">Bottom edge.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Box(float X1, float Y1, float X2, float Y2)
{
    /// <summary>Width in pixels; negative when the box is inverted.</summary>
    public float Width => X2 - X1;

    /// <summary>Height in pixels; negative when the box is inverted.</summary>
    public float Height => Y2 - Y1;

    /// <summary>Width times height.</summary>
    public float Area => Width * Height;

    /// <summary>Whether the box has a positive width and height and only finite corners.</summary>
    public bool IsValid => float.IsFinite(X1) && float.IsFinite(Y1) && float.IsFinite(X2) && float.IsFinite(Y2) && X2 > X1 && Y2 > Y1;

    /// <summary>Makes a box from its corner and size.</summary>
    public static Box FromSize(float x, float y, float width, float height) => new(x, y, x + width, y + height);

    /// <summary>The part of the box inside an image of the given size.</summary>
    public Box Clip(float width, float height) => new(
        Math.Clamp(X1, 0, width), Math.Clamp(Y1, 0, height), Math.Clamp(X2, 0, width), Math.Clamp(Y2, 0, height));

    /// <summary>The box scaled about the origin.</summary>
    public Box Scale(float x, float y) => new(X1 * x, Y1 * y, X2 * x, Y2 * y);

    /// <summary>The box moved by a number of pixels.</summary>
    public Box Shift(float x, float y) => new(X1 + x, Y1 + y, X2 + x, Y2 + y);

    /// <summary>The box after the image is mirrored left to right.</summary>
    /// <param name="width">Width of the image.</param>
    public Box FlipHorizontally(float width) => new(width - X2, Y1, width - X1, Y2);

    /// <summary>The box after the image is mirrored top to bottom.</summary>
    /// <param name="height">Height of the image.</param>
    public Box FlipVertically(float height) => new(X1, height - Y2, X2, height - Y1);

    /// <summary>The box after the image is turned right by a quarter, so that its upper edge becomes the right one.</summary>
    /// <param name="height">Height of the image before the turn.</param>
    public Box TurnRight(float height) => new(height - Y2, X1, height - Y1, X2);
}
