namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>A component's part in a scan: which component, and the places of its tables.</summary>
internal readonly record struct ScanComponent(int Component, int DcPlace, int AcPlace);

/// <summary>The header of a scan: which components, which coefficients, and which of their bits follow.</summary>
/// <param name="Components">The components, in the order of the data.</param>
/// <param name="First">First coefficient of the band, in zigzag order.</param>
/// <param name="Last">Last coefficient of the band.</param>
/// <param name="High">The bit that the scan before stopped at; 0 in the first scan of a band.</param>
/// <param name="Low">The lowest bit that this scan gives.</param>
internal sealed record ScanHeader(ScanComponent[] Components, int First, int Last, int High, int Low)
{
    private const int MaxBlocksPerUnit = 10, MaxShift = 13;

    /// <summary>Reads the segment of a scan.</summary>
    /// <exception cref="InvalidDataException">It is malformed or contradicts the frame.</exception>
    public static ScanHeader Read(ReadOnlySpan<byte> segment, FrameHeader frame)
    {
        if (segment.IsEmpty || segment[0] is 0 or > 4 || segment.Length < 4 + 2 * segment[0]) throw Malformed();
        var components = new ScanComponent[segment[0]];
        var (used, blocks) = (0, 0);
        for (var s = 0; s < components.Length; s++)
        {
            var (id, places) = (segment[1 + 2 * s], segment[2 + 2 * s]);
            var index = Array.FindIndex(frame.Components, c => c.Id == id);
            if (index < 0 || (used & (1 << index)) != 0 || places >> 4 > 3 || (places & 15) > 3) throw Malformed();
            components[s] = new(index, places >> 4, places & 15);
            used |= 1 << index;
            blocks += frame.Components[index].Across * frame.Components[index].Down;
        }

        if (components.Length > 1 && blocks > MaxBlocksPerUnit) throw Malformed();
        var end = segment[(1 + 2 * components.Length)..];
        if (!frame.Progressive) return new(components, 0, ZigZag.BlockSize - 1, 0, 0);
        var scan = new ScanHeader(components, end[0], end[1], end[2] >> 4, end[2] & 15);
        var bandIsSound = scan.First == 0
            ? scan.Last == 0
            : scan.First <= scan.Last && scan.Last < ZigZag.BlockSize && components.Length == 1;
        var bitsAreSound = scan.Low <= MaxShift && (scan.High == 0 || scan.High == scan.Low + 1);
        return bandIsSound && bitsAreSound ? scan : throw Malformed();
    }

    private static InvalidDataException Malformed() => new("a scan's header is malformed");
}
