namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>One component of a frame: brightness, a colour difference, or an ink.</summary>
/// <param name="Id">Its name within the file.</param>
/// <param name="Across">Horizontal sampling factor: blocks per unit.</param>
/// <param name="Down">Vertical sampling factor.</param>
/// <param name="TablePlace">Which quantization table it uses.</param>
internal sealed record FrameComponent(byte Id, int Across, int Down, int TablePlace)
{
    /// <summary>Samples per row and rows that the picture covers; blocks at the edge hold more.</summary>
    public int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public int Height { get; init; }

    /// <summary>Blocks per row, including those that fill up the last unit.</summary>
    public int BlocksAcross { get; init; }

    /// <summary>Rows of blocks, including those that fill up the last unit.</summary>
    public int BlocksDown { get; init; }

    /// <summary>Blocks per row that hold part of the picture.</summary>
    public int UsedBlocksAcross => (Width + 7) / 8;

    /// <summary>Rows of blocks that hold part of the picture.</summary>
    public int UsedBlocksDown => (Height + 7) / 8;

    /// <summary>The table in force when the component's first scan began; later ones are for other components.</summary>
    public QuantizationTable? Quantization { get; set; }
}
