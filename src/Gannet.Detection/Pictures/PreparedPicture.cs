using Gannet.Detection.Images;

namespace Gannet.Detection.Pictures;

/// <summary>A picture in the form that a model takes.</summary>
/// <param name="Width">Pixels across of the picture.</param>
/// <param name="Height">Pixels down of the picture.</param>
public sealed record PreparedPicture(int Width, int Height)
{
    /// <summary>The network's input, a batch of one; null for a model that takes pixels.</summary>
    public ImageBatch? Input { get; init; }

    /// <summary>The picture itself; null for a model that takes the network's input, which is often much smaller.</summary>
    public Image? Pixels { get; init; }

    /// <summary>Pictures of equal shape can be detected together.</summary>
    public ImageSize Shape => Input is { } input ? new(input.Height, input.Width) : new(Height, Width);

    /// <summary>Memory that it takes, in bytes.</summary>
    public long Bytes => (Input?.Pixels.LongLength * sizeof(float) ?? 0) + (Pixels?.Pixels.LongLength ?? 0);
}
