namespace Gannet.Imaging.Codecs.Png;

/// <summary>One pass over an interlaced picture: every <paramref name="StepX"/>-th pixel of every <paramref name="StepY"/>-th row.</summary>
internal readonly record struct Adam7(int X, int Y, int StepX, int StepY)
{
    /// <summary>The seven passes, each of which doubles what is there.</summary>
    public static ReadOnlySpan<Adam7> Passes => s_passes;

    private static readonly Adam7[] s_passes =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    /// <summary>How many pixels and rows of a picture the pass has; a pass with none of either is left out of the file.</summary>
    public (int Width, int Height) Size(int width, int height) =>
        ((int)(((long)width - X + StepX - 1) / StepX), (int)(((long)height - Y + StepY - 1) / StepY));

    /// <summary>Puts a row of the pass into its places in a row of the picture.</summary>
    public void Scatter(ReadOnlySpan<byte> passRgb, Span<byte> rowRgb)
    {
        for (int from = 0, to = X * 3; from < passRgb.Length; from += 3, to += StepX * 3)
            (rowRgb[to], rowRgb[to + 1], rowRgb[to + 2]) = (passRgb[from], passRgb[from + 1], passRgb[from + 2]);
    }
}
