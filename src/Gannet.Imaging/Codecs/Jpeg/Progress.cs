namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>Which bits of which coefficients a multi-scan picture has given so far.</summary>
/// <remarks>
/// Every scan must bring something new. This bounds the work that a small file can cause, as does <see cref="MaxScans"/>; encoders write
/// about ten scans.
/// </remarks>
internal sealed class Progress(FrameHeader frame)
{
    private const int MaxScans = 200;
    private const int Missing = -1;

    private readonly int[][] _lowestBits = [.. frame.Components.Select(static _ => Enumerable.Repeat(Missing, ZigZag.BlockSize).ToArray())];
    private int _scans;

    /// <summary>Notes a scan.</summary>
    /// <exception cref="InvalidDataException">It repeats something or builds on something that is not there.</exception>
    public void Add(ScanHeader scan)
    {
        if (++_scans > MaxScans) throw new InvalidDataException($"it has more than {MaxScans} scans");
        foreach (var part in scan.Components)
        {
            var bits = _lowestBits[part.Component];
            var before = scan.High == 0 ? Missing : scan.High;
            if ((scan.First > 0 && bits[0] == Missing) || bits.AsSpan(scan.First..(scan.Last + 1)).ContainsAnyExcept(before))
                throw new InvalidDataException("its scans are in no sensible order");
            bits.AsSpan(scan.First..(scan.Last + 1)).Fill(scan.Low);
        }
    }

    /// <summary>Requires that every component has been seen.</summary>
    /// <exception cref="InvalidDataException">One has not.</exception>
    public void RequireEveryComponent()
    {
        if (_lowestBits.Any(static bits => bits[0] == Missing)) throw new InvalidDataException("a component is missing");
    }
}
