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
