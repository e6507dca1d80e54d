namespace Gannet.Kernels.RoiPooling;

/// <summary>One level of features in memory, channels-last: <c>[N, H, W, C]</c>.</summary>
/// <param name="data">The first element; the caller keeps it pinned.</param>
/// <param name="height">H.</param>
/// <param name="width">W.</param>
/// <param name="channels">C.</param>
/// <param name="scale">Cells per pixel of the network's input, for example 1/16.</param>
internal readonly unsafe struct FeatureMap(float* data, int height, int width, int channels, float scale)
{
    /// <summary>H.</summary>
    public int Height => height;

    /// <summary>W.</summary>
    public int Width => width;

    /// <summary>C.</summary>
    public int Channels => channels;

    /// <summary>Cells per pixel.</summary>
    public float Scale => scale;

    /// <summary>The first element of image <paramref name="image"/>.</summary>
    public float* Image(int image) => data + (long)image * height * width * channels;
}

/// <summary>One level of features, or of their gradient, in managed memory: <c>[N, H, W, C]</c>, channels-last.</summary>
public readonly struct PooledLevel
{
    /// <summary>Describes <paramref name="values"/>; nothing is copied.</summary>
    /// <param name="values"><c>[N, H, W, C]</c>; arrays convert implicitly. A forward pass reads it, a backward pass adds to it.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="channels">C, at least 1.</param>
    /// <param name="scale">Cells per pixel of the network's input, for example 1/16.</param>
    /// <exception cref="ArgumentException">The values are not whole images of H · W · C, or a size is not positive.</exception>
    public PooledLevel(Memory<float> values, int height, int width, int channels, float scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (!float.IsFinite(scale) || scale <= 0) throw new ArgumentOutOfRangeException(nameof(scale), scale, "A scale must be positive and finite.");
        var picture = (Int128)height * width * channels;
        if (values.Length % picture != 0)
            throw new ArgumentException($"{values.Length} values are not whole images of {height} × {width} × {channels}.", nameof(values));
        (Values, Height, Width, Channels, Scale, Images) = (values, height, width, channels, scale, (int)(values.Length / picture));
    }

    /// <summary><c>[N, H, W, C]</c>.</summary>
    public Memory<float> Values { get; }

    /// <summary>N.</summary>
    public int Images { get; }

    /// <summary>H.</summary>
    public int Height { get; }

    /// <summary>W.</summary>
    public int Width { get; }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>Cells per pixel.</summary>
    public float Scale { get; }
}
