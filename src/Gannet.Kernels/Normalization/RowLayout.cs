namespace Gannet.Kernels.Normalization;

/// <summary>
/// Divides <c>[R, C]</c> numbers into stretches that fill whole vectors, whatever C is. A stretch is a run of consecutive rows whose
/// total length is a multiple of the widest vector. Per-channel values are repeated for each of its rows.
/// </summary>
internal readonly struct RowLayout
{
    private const int WidestVector = 16, LeastWidth = 256, Chunks = 64;

    public RowLayout(int rows, int channels)
    {
        Channels = channels;
        var repeats = WidestVector / Math.Min(WidestVector, channels & -channels); // the largest power of two that divides C
        repeats *= (LeastWidth + channels * repeats - 1) / (channels * repeats); // a few vectors at least, so that a loop is worthwhile
        Width = channels * repeats;
        Stretches = rows / repeats;
        Rest = rows % repeats * channels;
        // Independent of threads and vectors, so that a chunk sums the same numbers on every machine.
        StretchesPerChunk = Math.Max(ChannelSums.GroupSize, (Stretches + Chunks - 1) / Chunks);
        ChunkCount = Math.Max(1, (Stretches + StretchesPerChunk - 1) / StretchesPerChunk);
    }

    public int Channels { get; }

    /// <summary>Numbers per stretch, a multiple of every vector length.</summary>
    public int Width { get; }

    public int Stretches { get; }

    /// <summary>Numbers after the last whole stretch, fewer than <see cref="Width"/>.</summary>
    public int Rest { get; }

    /// <summary>Parts of the work that threads take one by one.</summary>
    public int ChunkCount { get; }

    private int StretchesPerChunk { get; }

    /// <summary>The stretches of a chunk.</summary>
    public (int Start, int End) Chunk(int chunk) => (chunk * StretchesPerChunk, Math.Min((chunk + 1) * StretchesPerChunk, Stretches));

    /// <summary>Repeats <paramref name="values"/>, <c>[C]</c>, along a stretch.</summary>
    public float[] Tile(ReadOnlySpan<float> values)
    {
        if (values.Length != Channels) throw new ArgumentException($"{Channels} channels need as many values, not {values.Length}.", nameof(values));
        var tiled = new float[Width];
        for (var k = 0; k < Width; k += Channels) values.CopyTo(tiled.AsSpan(k));
        return tiled;
    }
}
